"""Tries everything that a daemon will need, and says of each: ok, or what to do. Changes nothing."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from pathlib import Path
from zoneinfo import ZoneInfo

from inbox_bot.core.erasure.periods import asked_in_words
from inbox_bot.core.erasure.retention import undated
from inbox_bot.core.message.safe import line
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.review.folders import our_folders
from inbox_bot.core.review.said import sentence_of
from inbox_bot.core.rules.model import MailboxSettings, Rules, ServerSettings, WayOut
from inbox_bot.core.rules.understood import understood
from inbox_bot.core.wording import ENGLISH, Sentence, Wording, said_by
from inbox_bot.edges.access import AccessRefused
from inbox_bot.edges.filing import Filing, FilingFailed
from inbox_bot.edges.ledger import Ledger, LedgerError, LedgerMissing
from inbox_bot.edges.mailbox import Mailbox, MailboxDown
from inbox_bot.edges.outbox import Outbox, OutboxDown
from inbox_bot.edges.reading.cage import cage
from inbox_bot.edges.secrets import SecretMissing
from inbox_bot.edges.signin import TokenSource
from inbox_bot.health.remedies import remedy
from inbox_bot.health.starts import starts_without_effect
from inbox_bot.health.trial_move import problem_of_a_move

_EXCHANGE = "CLIENTACCESSRULES"
#: What is otherwise at a server that offers this.
_QUIRKS = {
    "X-GM-EXT-1": Sentence(
        "this is Gmail: folders are labels, All Mail keeps what is moved, and a user has 15 connections at most"
    ),
    _EXCHANGE: Sentence(
        "this is Exchange: it keeps no keywords, and 'authenticated but not connected' means missing rights"
    ),
}
#: What a server may lack, and what is done without.
_WITHOUT = {
    "MOVE": Sentence("the server has no MOVE: mails are copied and marked"),
    "UIDPLUS": Sentence(
        "the server has no UIDPLUS: it does not tell where a moved mail lies, which is known by its bytes"
    ),
    "IDLE": Sentence("the server has no IDLE: new mail is found by polling"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckResult:
    """One thing that was tried."""

    what: str
    ok: bool
    sentence: str  #: what was found, or what to do


def check_rules(rules: Rules, at: datetime, wording: Wording = ENGLISH) -> CheckResult:
    """What rules.yaml was understood to say; that it is right was proven by loading it."""
    today = at.astimezone(ZoneInfo(rules.company.timezone)).date()
    return CheckResult(what="rules.yaml", ok=True, sentence=understood(rules, today, wording))


def check_keep(rules: Rules, at: datetime, wording: Wording = ENGLISH) -> Iterator[CheckResult]:
    """What is erased by itself, and what isn't: somebody may have promised it in a privacy notice."""
    if rules.keep is None:
        yield CheckResult(
            what="keep", ok=True, sentence=Sentence("rules.yaml has no keep: nothing is ever erased by itself")
        )
        return
    said = Sentence(
        "erased daily, a week after it was told, once `inbox-bot keep` was confirmed: {kinds}; nothing else",
        kinds=", ".join(rules.keep.named()) or "-",
    )
    yield CheckResult(what="keep", ok=True, sentence=said)
    if asked := asked_in_words(rules.keep, wording):
        yield CheckResult(what="keep", ok=True, sentence=asked)
    if without := undated(rules, at):
        sentence = Sentence(
            "closed without a date, so that their applications stay for ever: {vacancies}; write closes: DATE",
            vacancies=", ".join(without),
        )
        yield CheckResult(what="keep", ok=rules.keep.filed_for is None, sentence=sentence)


def check_cage(rules: Rules) -> CheckResult:
    """Which protections the kernel offers for reading."""
    offered = cage.offered()
    if offered.is_closed:
        return CheckResult(
            what="reading", ok=True, sentence=Sentence("documents are read behind {offered}", offered=str(offered))
        )
    sentence = Sentence(
        "this kernel offers only {offered}: documents are read with less protection", offered=str(offered)
    )
    return CheckResult(what="reading", ok=rules.reading.cage != "required", sentence=sentence)


def check_ledger(place: str) -> CheckResult:
    """Whether the ledger can be opened; that there is none yet is fine."""
    try:
        with Ledger.open(place, lock=False) as ledger:
            waiting = ledger.reports.waiting_count()
        if "://" not in place and not os.access(place, os.W_OK):
            return CheckResult(what="ledger", ok=False, sentence=_not_writable(place))
    except LedgerMissing:
        folder = Path(place).absolute().parent
        if not folder.is_dir():
            return CheckResult(
                what="ledger",
                ok=False,
                sentence=Sentence("the folder {folder} is missing: create it", folder=str(folder)),
            )
        if not os.access(folder, os.W_OK | os.X_OK):
            return CheckResult(what="ledger", ok=False, sentence=_not_writable(str(folder)))
        none = Sentence("none at {place} yet; `inbox-bot poll` or `run` makes it", place=place)
        return CheckResult(what="ledger", ok=True, sentence=none)
    except LedgerError as error:
        return CheckResult(what="ledger", ok=False, sentence=said_by(error))
    sentence = Sentence("{place}, {number} mails waiting", place=place, number=waiting)
    return CheckResult(what="ledger", ok=True, sentence=sentence)


def _not_writable(place: str) -> Sentence:
    return Sentence("{place} can't be written to: give this user the right", place=place)


def check_starts(place: str, rules: Rules) -> Iterator[CheckResult]:
    """Folders of which `start` says something too late, and what has an effect."""
    try:
        with Ledger.open(place, lock=False) as ledger:
            found = starts_without_effect(ledger, rules)
    except LedgerError:
        return  # `check_ledger` says why
    for each in found:
        yield CheckResult(what=f"mailbox {each.mailbox}", ok=True, sentence=each.sentence)


def check_filing(filing: Filing) -> CheckResult:
    """Whether applications can be filed where rules.yaml says."""
    try:
        sentence = Sentence("applications go to {place}", place=filing.check())
        return CheckResult(what="filing", ok=True, sentence=sentence)
    except FilingFailed as error:
        return CheckResult(what="filing", ok=False, sentence=said_by(error))


def _junk(what: str, folder: str | None) -> CheckResult:
    if folder is None:
        none = Sentence("the mail server marks no folder as \\Junk: correct mailbox.folders")
        return CheckResult(what=what, ok=False, sentence=none)
    found = Sentence("applications are looked for in the folder for junk as well: {folder}", folder=folder)
    return CheckResult(what=what, ok=True, sentence=found)


def check_mailbox(rules: MailboxSettings, mailbox: Mailbox) -> Iterator[CheckResult]:
    """Login and folders."""
    what = f"mailbox {rules.name}"
    try:
        capabilities = mailbox.capabilities()
        at = f"{rules.imap.host}:{rules.imap.port}"
        yield CheckResult(what=what, ok=True, sentence=Sentence("logged in at {server}", server=at))
        there = {folder.name.lower() for folder in mailbox.folders()}
        for name in rules.folders:
            if name.lower() in there:
                messages = mailbox.status(name).messages
                counted = Sentence(
                    "{folder}: {number} mails, start: {start}", folder=name, number=messages, start=str(rules.start)
                )
                yield CheckResult(what=what, ok=True, sentence=counted)
                if not mailbox.is_writable(name):
                    yield CheckResult(what=what, ok=False, sentence=_read_only(rules, name))
            else:
                none = Sentence("there is no folder {folder}: correct mailbox.folders", folder=repr(name))
                yield CheckResult(what=what, ok=False, sentence=none)
        if rules.reads_junk:
            yield _junk(what, mailbox.junk_folder())
        yield from _quirks(what, rules, capabilities)
        for word, without in _WITHOUT.items():
            if word not in capabilities:
                yield CheckResult(what=what, ok=True, sentence=without)
        sent = mailbox.sent_folder()
        copies = Sentence("copies of answers go to Sent, which is made")
        if sent:
            copies = Sentence("copies of answers go to {folder}", folder=sent)
        yield CheckResult(what=what, ok=True, sentence=copies)
    except MailboxDown as error:
        yield CheckResult(what=what, ok=False, sentence=with_remedy(error, rules, rules.imap))
    except SecretMissing as error:
        yield CheckResult(what=what, ok=False, sentence=said_by(error))


def _quirks(what: str, rules: MailboxSettings, capabilities: frozenset[str]) -> Iterator[CheckResult]:
    """What is otherwise at the two big clouds, known by what only they offer (docs/servers.md)."""
    for word, sentence in _QUIRKS.items():
        if word in capabilities:
            yield CheckResult(what=what, ok=True, sentence=sentence)
    if _EXCHANGE in capabilities and rules.signin is not None:
        copied = Sentence(
            "answers that colleagues send as {user} are seen only where its Sent has them; in Exchange Online "
            "PowerShell: Set-Mailbox -Identity {user} -MessageCopyForSentAsEnabled $true "
            "-MessageCopyForSendOnBehalfEnabled $true",
            user=rules.user_at(rules.imap) or rules.address,
        )
        yield CheckResult(what=what, ok=True, sentence=copied)


def _read_only(rules: MailboxSettings, folder: str) -> Sentence:
    return Sentence(
        "{folder} opens for reading only: give {user} the right to move and flag mails there",
        folder=folder,
        user=rules.user_at(rules.imap) or rules.address,
    )


def check_move(rules: MailboxSettings, mailbox: Mailbox) -> CheckResult:
    """Whether a mail can be moved: one of ours, between two folders of ours, which are deleted again."""
    what = f"mailbox {rules.name}"
    try:
        problem = problem_of_a_move(mailbox)
    except MailboxDown as error:
        return CheckResult(what=what, ok=False, sentence=with_remedy(error, rules, rules.imap))
    if problem:
        user = rules.user_at(rules.imap) or rules.address
        sentence = Sentence(
            "a mail can't be moved ({problem}): give {user} the right to create folders and to move mails",
            problem=problem,
            user=user,
        )
        return CheckResult(what=what, ok=False, sentence=sentence)
    return CheckResult(
        what=what, ok=True, sentence=Sentence("a mail was moved between two folders, which are gone again")
    )


def check_sign_in(rules: MailboxSettings, tokens: TokenSource) -> CheckResult:
    """Whether a token can be had, before a mail server is shown one."""
    what = f"sign-in {rules.name}"
    try:
        tokens.current()
    except (AccessRefused, SecretMissing) as error:
        return CheckResult(what=what, ok=False, sentence=said_by(error))
    return CheckResult(what=what, ok=True, sentence=Sentence("a token was given"))


def check_moves(rules: Rules, settings: MailboxSettings, mailbox: Mailbox) -> Iterator[CheckResult]:
    """What is decided by moving a mail to a folder of ours, a line a folder."""
    what = f"mailbox {settings.name}"
    titles = rules.titles()
    try:
        folders = our_folders(rules, settings, mailbox.folder_name)
    except (MailboxDown, SecretMissing):
        return  # said already
    for name, ours in sorted(folders.items()):
        meanings = sorted(sentence_of(wanted, titles) or Sentence("It is as judged.") for wanted in ours.means)
        meaning = reduce(lambda one, other: Sentence("{one} Or: {other}", one=one, other=other), meanings)
        sentence = Sentence("a mail moved to {folder}: {meaning}", folder=line(name), meaning=meaning)
        if len(meanings) > 1:
            sentence = Sentence(
                "a mail moved to {folder} is what was judged, or else you are asked: {meaning}",
                folder=line(name),
                meaning=meaning,
            )
        yield CheckResult(what=what, ok=True, sentence=sentence)


def check_outbox(rules: MailboxSettings, outbox: Outbox, sender: str = "") -> CheckResult:
    """Connection and login of the SMTP server, and whether it takes mail of this envelope sender; none is sent."""
    what = f"smtp {rules.name}"
    try:
        outbox.probe(sender)
    except OutboxDown as error:
        return CheckResult(what=what, ok=False, sentence=with_remedy(error, rules, rules.smtp))
    except SecretMissing as error:
        return CheckResult(what=what, ok=False, sentence=said_by(error))
    at = f"{rules.smtp.host}:{rules.smtp.port}"
    if rules.signin is not None and rules.signin.send is WayOut.GRAPH:
        at = "Microsoft Graph"
    return CheckResult(what=what, ok=True, sentence=Sentence("ready at {server}", server=at))


def check_reports(rules: Rules, mailbox: MailboxSettings) -> Iterator[CheckResult]:
    """Whether mail systems report an answer that did not arrive: to a null sender none does (RFC 5321 §4.5.5).

    Nothing is said where the mail server chooses the envelope sender, as Microsoft Graph does.
    """
    by_graph = mailbox.signin is not None and mailbox.signin.send is WayOut.GRAPH
    if by_graph or canonical(rules.answers.envelope or "") == canonical(mailbox.address):
        return
    if rules.answers.envelope:
        sentence = Sentence(
            "reports of answers that do not arrive go to {envelope} (answers.envelope): the digest tells of them where "
            "mail to it comes in here",
            envelope=rules.answers.envelope,
        )
        yield CheckResult(what=f"smtp {mailbox.name}", ok=True, sentence=sentence)
        return
    sentence = Sentence(
        "answers have no envelope sender, so no report comes back of one that does not arrive, and an address that is "
        "dead goes unnoticed; with answers.envelope: {address} reports come, and the digest says so",
        address=mailbox.address,
    )
    yield CheckResult(what=f"smtp {mailbox.name}", ok=True, sentence=sentence)


def with_remedy(down: MailboxDown | OutboxDown, mailbox: MailboxSettings, server: ServerSettings) -> str:
    """What is wrong with a server, and the one thing to do about it, where the sentence does not say it yet."""
    to_do = remedy(down.cause, down.sentence, mailbox, server)
    if not to_do:
        return down.sentence
    problem = down.sentence.rstrip(".") if down.sentence.endswith(".") else down.sentence
    return Sentence("{problem}; {remedy}", problem=problem, remedy=to_do)
