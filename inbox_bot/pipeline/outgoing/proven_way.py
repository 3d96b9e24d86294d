"""Whether a way out leaves on answers what other machines know a machine's letter by: proven by a mail to itself.

SMTP gives on what it is given. Microsoft Graph was seen to drop Auto-Submitted and to set a Return-Path; where both
marks of a machine or the thread are lost, answers would loop with other machines, or stand alone. So answers go out by
Graph only once `check --send` saw such a mail come back whole enough; mail to reviewers goes in any case. What was seen
is in a file beside the tokens.
"""

import contextlib
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.reply.letter.survived import is_safe_to_answer_by
from inbox_bot.core.rules.model import MailboxSettings, Rules, WayOut
from inbox_bot.pipeline.installation import Installation, beside_tokens


def note_what_came_back(
    rules: Rules, mailbox: MailboxSettings, folder: Path, gone: Sequence[str], at: datetime
) -> None:
    """Keep what a mail to itself lost on its way. Raises OSError."""
    proof = _proof(rules, mailbox, folder)
    proof.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    proof.write_text(json.dumps({"lost": list(gone), "at": at.isoformat()}))


def may_answer(installation: Installation, mailbox: MailboxSettings, *, due: bool) -> bool:
    """Whether answers may go out by the mailbox's way; an alarm while some are `due` and may not.

    Raises LedgerError.
    """
    if mailbox.signin is None or mailbox.signin.send is not WayOut.GRAPH:
        return True
    gone = _lost(_proof(installation.rules, mailbox, installation.folder))
    board, at = installation.ledger.alarms, installation.now()
    if gone is not None and is_safe_to_answer_by(gone):
        board.clear(AlarmKind.WAY_UNPROVEN, at, about=mailbox.name)
        return True
    if due:
        fields = ", ".join(gone) if gone is not None else "-"
        board.raise_(Alarm(kind=AlarmKind.WAY_UNPROVEN, about=mailbox.name, parameters={"fields": fields}), at)
    return False


def _proof(rules: Rules, mailbox: MailboxSettings, folder: Path) -> Path:
    return beside_tokens(rules, mailbox, folder, ".sent-back.json")


def _lost(proof: Path) -> tuple[str, ...] | None:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return tuple(str(each) for each in json.loads(proof.read_text())["lost"])
    return None
