"""A daemon that kills itself by SIGKILL while it asks for letters that turn applicants down. A process of its own."""

import os
import signal
from datetime import datetime
from pathlib import Path

from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger.declinings.declinings import Declinings
from inbox_bot.pipeline.installation import open_installation
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing.carry_out import carry_out

write = Declinings.write


def die(rules: Path, folder: Path, at: datetime, fatal: int) -> None:
    """One poll at this time, of an installation; killed when so many letters are asked for."""
    asked = 0

    def kills(self: Declinings, *arguments: object, **named: object) -> None:
        nonlocal asked
        write(self, *arguments, **named)  # type: ignore[arg-type]
        asked += 1
        if asked == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    Declinings.write = kills  # type: ignore[method-assign]
    with open_installation(rules_file.read(rules), folder, now=lambda: at) as installation:
        poll(installation, installation.rules.mailboxes[0])
        carry_out(installation)
