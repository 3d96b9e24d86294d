"""Every event that may be logged, a function an event: a fixed name, and fields with their units.

No name, address, subject, file name or text of a mail is ever a field. `message` is the first letters of the raw hash,
which only the ledger can resolve. On a terminal a line is for people, elsewhere it is JSON.
"""

import json
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime
from typing import TextIO

_LOG = logging.getLogger("inbox_bot")
LINES_TOLD = 4  # an error in a room that many use says little without who used it
REFERENCE_LENGTH = 12


def to_stream(stream: TextIO | None = None, *, level: int = logging.INFO) -> None:
    """Write events to `stream` (default: standard error): as JSON lines unless it is a terminal.

    Of what libraries log, only that an error happened, and where: their words may quote a mail.
    """
    target = stream if stream is not None else sys.stderr
    if target is None or target.closed:
        silence()
        return
    handler = _Handler(target)
    handler.setFormatter(_Lines() if target.isatty() else _Json())
    _LOG.handlers[:] = [handler]
    _LOG.setLevel(level)
    _LOG.propagate = False
    _of_libraries(_Libraries(level=logging.ERROR))
    threading.excepthook = _thread_ended


def silence() -> None:
    """Write no events, and nothing of what libraries log."""
    _LOG.handlers[:] = [logging.NullHandler()]
    _LOG.propagate = False
    _of_libraries(logging.NullHandler())


def _of_libraries(handler: logging.Handler) -> None:
    logging.getLogger().handlers[:] = [handler]
    logging.captureWarnings(True)


def where(error: BaseException) -> dict[str, str]:
    """An exception as fields: its class, and the last lines of inbox_bot that it came through. Never its text."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/inbox_bot/" in frame.filename]
    lines = [f"{frame.filename.rpartition('/inbox_bot/')[2]}:{frame.lineno}" for frame in ours[-LINES_TOLD:]]
    return {"error": type(error).__name__, "at": " > ".join(lines)}


def reference(raw_hash: str) -> str:
    """How a message is called in the log."""
    return raw_hash[:REFERENCE_LENGTH]


def daemon_started(*, mode: str, mailboxes: int, cage: str) -> None:
    """The daemon begins to work."""
    _event(logging.INFO, "daemon.started", mode=mode, mailboxes=mailboxes, cage=cage)


def daemon_stopping(*, signal: str) -> None:
    """The daemon was asked to stop and finishes what it has in hand."""
    _event(logging.INFO, "daemon.stopping", signal=signal)


def daemon_stopped() -> None:
    """The daemon has stopped."""
    _event(logging.INFO, "daemon.stopped")


def mailbox_taken(*, mailbox: str, mails: int, uncertain: int) -> None:
    """This worker looks after a mailbox from now on; so many mails and letters a dead one had in hand there."""
    _event(logging.INFO, "mailbox.taken", mailbox=mailbox, mails=mails, uncertain=uncertain)


def mailbox_given_back(*, mailbox: str) -> None:
    """Another worker is to look after a mailbox: this one has more than its share."""
    _event(logging.INFO, "mailbox.given_back", mailbox=mailbox)


def upkeep_taken() -> None:
    """This worker does what is done once for all mailboxes: digests, alarms, erasing, the careers page, hooks."""
    _event(logging.INFO, "upkeep.taken")


def share_lost(*, why: str) -> None:
    """This worker looks after no mailbox any longer, or can't begin to; it tries again until it can."""
    _event(logging.WARNING, "share.lost", why=why)


def clock_jumped(*, by_s: float) -> None:
    """The wall clock moved against the monotonic one; all jobs are run now."""
    _event(logging.WARNING, "clock.jumped", by_s=round(by_s, 1))


def daemon_cut_off() -> None:
    """The daemon ends although something in hand did not: the next start settles it."""
    _event(logging.WARNING, "daemon.cut_off")


def job_failed(*, job: str, error: str, at: str = "") -> None:
    """A bug ended one run of a job; the next run is tried as usual. `error` is the exception's class, not its text."""
    _event(logging.ERROR, "job.failed", job=job, error=error, where=at)


def library_failed(*, library: str, error: str, at: str = "") -> None:
    """A library logged an error; what it said is left out."""
    _event(logging.ERROR, "library.failed", library=library, error=error, where=at)


def poll_failed(*, mailbox: str, why: str) -> None:
    """A mailbox can't be reached; said once until it changes."""
    _event(logging.ERROR, "poll.failed", mailbox=mailbox, why=why)


def poll_recovered(*, mailbox: str) -> None:
    """A mailbox can be reached again."""
    _event(logging.INFO, "poll.recovered", mailbox=mailbox)


def careers_read(*, vacancies: int, proposed: int) -> None:
    """The careers page was read: so many vacancies are on it, and so many changes wait for a reviewer's word."""
    _event(logging.INFO, "careers.read", vacancies=vacancies, proposed=proposed)


def careers_not_read(*, why: str) -> None:
    """The careers page could not be had, or was not understood; nothing is concluded from that."""
    _event(logging.WARNING, "careers.not_read", why=why)


def careers_decided(*, change: int, standing: str) -> None:
    """A reviewer has said what becomes of what the careers page says."""
    _event(logging.INFO, "careers.decided", change=change, standing=standing)


def first_contact(*, mailbox: str, left_alone: int) -> None:
    """A folder was met for the first time."""
    _event(logging.INFO, "mailbox.first_contact", mailbox=mailbox, left_alone=left_alone)


def start_without_effect(*, mailbox: str, start: str, was: str) -> None:
    """`mailbox.start` was changed after first contact; `inbox-bot take-in --since DATE` takes earlier mail in."""
    _event(logging.WARNING, "mailbox.start_without_effect", mailbox=mailbox, start=start, was=was)


def folder_not_made(*, mailbox: str, why: str) -> None:
    """The server would not make a folder that mail goes to: nobody can drag a mail there."""
    _event(logging.WARNING, "mailbox.folder_not_made", mailbox=mailbox, why=why)


def uids_changed(*, mailbox: str, uidvalidity: int) -> None:
    """A folder's UIDs mean other mails now; they are fetched again and known by their hash."""
    _event(logging.WARNING, "mailbox.uids_changed", mailbox=mailbox, uidvalidity=uidvalidity)


def files_not_reached(*, job: str) -> None:
    """What was filed can't be read, put or deleted now: a job broke off, and is tried again with its next run."""
    _event(logging.WARNING, "files.not_reached", job=job)


def ledger_not_reached(*, job: str) -> None:
    """The ledger can't be asked now: a job that takes no mail in broke off, and is tried again with its next run."""
    _event(logging.WARNING, "ledger.not_reached", job=job)


def intake_stopped(*, why: str) -> None:
    """No mail can be taken in (disk, ledger); nothing was changed in the mailbox."""
    _event(logging.ERROR, "intake.stopped", why=why)


def intake_resumed() -> None:
    """Mail is taken in again."""
    _event(logging.INFO, "intake.resumed")


def message_finished(*, message: str, outcome: str, reason: str | None, documents: int, took_s: float) -> None:
    """A message's way has ended."""
    _event(
        logging.INFO,
        "message.finished",
        message=reference(message),
        outcome=outcome,
        reason=reason,
        documents=documents,
        took_s=round(took_s, 3),
    )


def message_waits(*, message: str, attempts: int, problem: str) -> None:
    """Reading a message failed; it will be tried again."""
    _event(logging.WARNING, "message.waits", message=reference(message), attempts=attempts, problem=problem)


def message_scanned(*, message: str) -> None:
    """A mail waits until its scans are recognised."""
    _event(logging.INFO, "message.scanned", message=reference(message))


def reviewer_followed(*, message: str, decided: int) -> None:
    """A reviewer's mail was followed: so many mails were decided by it."""
    _event(logging.INFO, "reviewer.followed", message=reference(message), decided=decided)


def reviewer_refused(*, message: str, why: str) -> None:
    """Nothing of a reviewer's mail was done."""
    _event(logging.WARNING, "reviewer.refused", message=reference(message), why=why)


def action_settled(*, action: int, kind: str, state: str, why: str | None) -> None:
    """An action ended otherwise than done: an operator may have to act."""
    _event(logging.WARNING, "action.settled", action=action, kind=kind, state=state, why=why)


def action_waits(*, action: int, kind: str, attempts: int, why: str) -> None:
    """An action failed for now and will be tried again."""
    _event(logging.INFO, "action.waits", action=action, kind=kind, attempts=attempts, why=why)


def outbox_failed(*, mailbox: str, why: str) -> None:
    """The SMTP server can't be used; said once until it changes."""
    _event(logging.ERROR, "outbox.failed", mailbox=mailbox, why=why)


def outbox_recovered(*, mailbox: str) -> None:
    """The SMTP server can be used again."""
    _event(logging.INFO, "outbox.recovered", mailbox=mailbox)


def erasure_done(*, reference: str) -> None:
    """The last copy that we can reach is gone."""
    _event(logging.INFO, "erasure.done", reference=reference)


def erased_again(*, reference: str, mails: int) -> None:
    """The ledger took another's place, and did not know that this was erased: it is erased again."""
    _event(logging.WARNING, "erasure.again", reference=reference, mails=mails)


def erasure_waits(*, reference: str, mailboxes: int) -> None:
    """Copies are still in mailboxes that can't be used now."""
    _event(logging.WARNING, "erasure.waits", reference=reference, mailboxes=mailboxes)


def digest_planned(*, reviewers: int) -> None:
    """The day's digests are written and due."""
    _event(logging.INFO, "digest.planned", reviewers=reviewers)


def rules_reloaded() -> None:
    """A changed rules.yaml or template was taken over."""
    _event(logging.INFO, "rules.reloaded")


def rules_broken(*, where: str) -> None:
    """A changed rules.yaml or template is not taken over; the last good one stays in force. `status` says why."""
    _event(logging.ERROR, "rules.broken", where=where)


def alert_failed(*, way: str) -> None:
    """Nobody is reached by this way of `alarm:` (webhook, mail, ping); said once until it works again."""
    _event(logging.ERROR, "alert.failed", way=way)


def alert_recovered(*, way: str) -> None:
    """This way works again."""
    _event(logging.INFO, "alert.recovered", way=way)


def token_renewed(*, mailbox: str, lasts_s: float) -> None:
    """A token for a mailbox's servers was had from its token server."""
    _event(logging.INFO, "token.renewed", mailbox=mailbox, lasts_s=round(lasts_s))


def token_refused(*, mailbox: str) -> None:
    """The token server gives no token; `status` says why. It is asked again after a quarter of an hour."""
    _event(logging.ERROR, "token.refused", mailbox=mailbox)


def token_not_kept(*, mailbox: str) -> None:
    """The file of tokens could not be written; the token is held in memory and kept with the next."""
    _event(logging.ERROR, "token.not_kept", mailbox=mailbox)


def ledger_migrating(*, was: str, to: str) -> None:
    """An older ledger is copied, and then brought to today's schema."""
    _event(logging.INFO, "ledger.migrating", was=was, to=to)


def ledger_migrated(*, was: str, to: str) -> None:
    """The older ledger is brought to today's schema."""
    _event(logging.INFO, "ledger.migrated", was=was, to=to)


def ledger_checking(*, after: str) -> None:
    """The ledger's whole file is read, which takes seconds where it is large; `after` says why."""
    _event(logging.INFO, "ledger.checking", after=after)


def ledger_checked() -> None:
    """Nothing is wrong with the ledger's file."""
    _event(logging.INFO, "ledger.checked")


def alarm_raised(*, alarm: str) -> None:
    """Something needs a person soon; said once until it clears."""
    _event(logging.ERROR, "alarm.raised", alarm=alarm)


def alarm_cleared(*, alarm: str) -> None:
    """What raised the alarm is over."""
    _event(logging.INFO, "alarm.cleared", alarm=alarm)


def _event(level: int, name: str, **fields: str | int | float | None) -> None:
    _LOG.log(level, name, extra={"fields": fields})


def _fields(record: logging.LogRecord) -> dict[str, str | int | float | None]:
    fields: dict[str, str | int | float | None] = getattr(record, "fields", {})
    return fields


def _stamp(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {"at": _stamp(record), "level": record.levelname.lower(), "event": record.getMessage()}
        return json.dumps(line | _fields(record), ensure_ascii=True)


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields = "  ".join(f"{name}={value}" for name, value in _fields(record).items() if value is not None)
        return f"{_stamp(record)} {record.levelname.lower():7} {record.getMessage():24} {fields}".rstrip()


class _Handler(logging.StreamHandler[TextIO]):
    """A log that can't be written (pipe closed, disk full) is no reason to stop, and nobody is there to be told."""

    def handleError(self, record: logging.LogRecord) -> None:
        pass


class _Libraries(logging.Handler):
    """What others log, as an event of ours."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        fields = where(error) if error is not None else {"error": ""}
        library_failed(library=record.name, **fields)


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None and not isinstance(ended.exc_value, SystemExit):
        job_failed(job="thread", **where(ended.exc_value))
