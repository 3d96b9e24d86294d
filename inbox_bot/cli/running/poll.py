"""`inbox-bot poll`: once through the mailbox, and everything that is due."""

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType

import typer

from inbox_bot.cli.exit_codes import DOWN
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import RulesFile
from inbox_bot.cli.waiting import waiting
from inbox_bot.core.rules.model import MailboxSettings
from inbox_bot.core.wording import said_by
from inbox_bot.edges import rules_file
from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.mailbox import MailboxDown, SpoolFailed
from inbox_bot.edges.secrets import SecretMissing
from inbox_bot.pipeline.installation import Installation, open_installation
from inbox_bot.pipeline.intake.batches import OnBatch
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.intake.scans import recognise_all
from inbox_bot.pipeline.intake.take_in import TakenIn
from inbox_bot.pipeline.outgoing.alongside import Alongside
from inbox_bot.pipeline.privacy.again import erase_again
from inbox_bot.pipeline.privacy.pending import go_on
from inbox_bot.pipeline.summary import summary_of


def command(rules: RulesFile = Path("rules.yaml")) -> None:
    """Take in all that is new, do what is due, print a line a message, and end.

    Ends with 0 when nothing is left to do now, with 3 when a server can't be used, or when it was stopped before its
    end: Ctrl-C or SIGTERM finish what is in hand, the next poll does the rest.

    Example: inbox-bot poll --rules rules.yaml
    """
    loaded = rules_file.read(rules)
    file = rules.absolute()
    with open_installation(loaded, file.parent, rules_file=file) as installation, ending_kindly(installation):
        erase_again(installation)
        down = poll_all(installation)
        stopped = installation.stopping()
    if down or stopped:
        raise typer.Exit(DOWN)


@contextlib.contextmanager
def ending_kindly(installation: Installation) -> Iterator[None]:
    """A first Ctrl-C or SIGTERM ends the poll after the batch, or the letter, in hand; a second one at once.

    Killed amid a letter, the poll would leave it uncertain, for a person to judge.
    """
    stop = threading.Event()
    stopping = wording().say("stopping after what is in hand; once more stops at once").encode()

    def heard(number: int, _: FrameType | None) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])
        os.write(2, b"\ninbox-bot: %s\n" % stopping)

    before = {number: signal.signal(number, heard) for number in (signal.SIGINT, signal.SIGTERM)}
    installation.stopping = stop.is_set
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def poll_all(installation: Installation) -> bool:
    """Poll every mailbox and carry out what is due; True where a server can't be used, and says so on stderr."""

    def take(mailbox: MailboxSettings, on_batch: OnBatch) -> None:
        poll(installation, mailbox, on_batch, installation.stopping)
        while recognise_all(installation):
            poll(installation, mailbox, on_batch, installation.stopping)
        _follow_reviewers(installation, mailbox)

    return each_mailbox(installation, installation.rules.mailboxes, take)


def _follow_reviewers(installation: Installation, mailbox: MailboxSettings) -> None:
    """Do what reviewers ordered by mail, where one did. Raises as `follow`."""
    if installation.ledger.reviewing.waiting(mailbox.name):
        # Only now: it can write the digest, and loading that takes as long as judging ten mails.
        from inbox_bot.reviewing.follow import follow

        follow(installation, mailbox)


def each_mailbox(
    installation: Installation,
    mailboxes: Sequence[MailboxSettings],
    take: Callable[[MailboxSettings, OnBatch], None],
) -> bool:
    """Take mail in from each of these mailboxes, a line a mail, and carry out what is due.

    A bar shows how far it is where a person waits. True where a server can't be used; then stderr says so.
    """
    problems: list[str] = []
    said = wording()
    with waiting(said.say("taking in")) as bar, Alongside(installation) as carrying:
        done = 0

        def on_batch(taken: TakenIn, left: int) -> None:
            nonlocal done
            carrying.wake()
            done += len(taken.finished) + taken.copies + taken.waiting
            bar.reached(done, done + left)
            for mail in taken.finished:
                cells = summary_of(mail, said)
                vacancy = f" {cells.vacancy}" if cells.vacancy else ""
                answer = said.say("answer {state}", state=cells.answer)
                bar.line(f"{cells.who}: {cells.outcome}{vacancy}; {cells.why or '-'}; {answer}")

        for mailbox in mailboxes:
            problem = None
            try:
                take(mailbox, on_batch)
            except MailboxDown as error:
                problem = error.sentence
            except (SecretMissing, SpoolFailed, FilingFailed) as error:
                problem = said_by(error)
            installation.ledger.notices.note_poll(mailbox.name, installation.now(), problem)
            problems += [problem] if problem else []
        bar.doing(said.say("carrying out"))
        problems += carrying.finish()
        problems += go_on(installation)
    for sentence in dict.fromkeys(problems):
        typer.echo(f"inbox-bot: {said.repeat(sentence)}", err=True)
    return bool(problems)
