"""What holds documents is opened: a `Message` to one with more parts, in one budget.

A stage of its own between reading the mail and choosing its documents: `stage.unpack` is the whole of it. Which types
are opened is a table (`stage.UNPACKERS`). What an unpacker gives back are parts, closed themselves: the stage opens
them in turn. Pure, and runs in the cage. Which parts are documents is `documents`', what they say is `formats`'.
"""
