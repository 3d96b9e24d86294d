"""Migrations that are killed."""

import os
import signal
from typing import Any

from inbox_bot.edges.ledger import Ledger
from tests.unit.edges.ledger.building import AT


def killed_while(where: str, step: str, number: int = 2) -> None:
    """A process of its own migrates the ledger, and dies by SIGKILL at the so many'th such step of Alembic's.

    Of the step "copy", which is ours, at the first.
    """
    child = os.fork()
    if child == 0:
        import alembic.op as op

        from inbox_bot.edges.ledger import migrate

        calls = 0
        place, name = (migrate, "copy_of") if step == "copy" else (op, step)
        real = getattr(place, name)

        def dies(*arguments: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if step == "copy":
                arguments[1].write_bytes(b"half")
            if step == "copy" or calls == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **named)

        setattr(place, name, dies)
        try:
            Ledger.open(where, now=AT)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
