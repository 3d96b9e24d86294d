"""Reading: the only room that hands hostile bytes to parsers, and the cage they run in.

`pool.ReadingPool` keeps worker processes that run `core.message` and `core.documents` and gives back `Reading`s. A
worker has no files, no network, no other process, bounded memory and time, and no memory of what the daemon knows. What
comes out of it is bounded and validated (`frames`, `shapes`): a worker that answers otherwise is killed, like one that
hangs. A document that kills its reader costs that document, a mail that does costs that mail; neither is an exception.

One mail's way: `pool` queues it, a `supervisor` asks its worker (`process`) for it, the child's `worker` reads it
inside the `cage` (`landlock`, `seccomp`) and answers in frames: the message first, then each document, then their
roles.
"""
