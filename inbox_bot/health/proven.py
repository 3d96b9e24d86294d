"""How this mailbox's server shows who sent a mail: by looking at real mails of reviewers and colleagues in it.

It decides whether an answer to the digest is followed at once, or confirmed by mail first (`core/review/proof`).
"""

from collections import Counter
from collections.abc import Iterable

from inbox_bot.core.domains import domain_of, is_in_domains
from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Address, Message
from inbox_bot.core.reply.checks.authentication import parsed
from inbox_bot.core.review.proof import PROVEN, proof_of
from inbox_bot.core.rules.model import MailboxSettings, Rules
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.mailbox import FolderRefused, Mailbox, MailboxDown, SenderHeader
from inbox_bot.health.check import CheckResult

LOOKED_AT = 200  # the last mails of a folder


def check_proof(rules: Rules, mailbox: MailboxSettings, box: Mailbox) -> CheckResult:
    """Which proof there is of reviewers' mails; none is no fault, and costs a confirmation each."""
    what = f"answers to the digest, {mailbox.name}"
    try:
        headers = [header for folder in _folders(mailbox, box) for header in _last(box, folder)]
    except MailboxDown as error:
        return CheckResult(what=what, ok=False, sentence=error.sentence)
    return CheckResult(what=what, ok=True, sentence=sentence_of(headers, rules, mailbox))


def sentence_of(headers: Iterable[SenderHeader], rules: Rules, mailbox: MailboxSettings) -> Sentence:
    """What these headers show."""
    colleagues = [header for header in headers if _is_a_colleagues(header, rules, mailbox)]
    if not colleagues:
        return Sentence(
            "no mail of a reviewer or a colleague is there that would show how one is proven; as long as none is, "
            "each answer is confirmed by mail"
        )
    proofs = Counter(proof_of(_message(header), mailbox) for header in colleagues)
    proven = {proof: number for proof, number in proofs.items() if proof in PROVEN}
    if proven:
        best = max(proven, key=lambda proof: proven[proof])
        return Sentence(
            "{number} of the last {of} mails of reviewers and colleagues are proven. {proof}",
            number=sum(proven.values()),
            of=len(colleagues),
            proof=best,
        )
    named = _named_by(colleagues)
    if not named or named == (mailbox.authserv_id or "").lower():
        return Sentence(
            "none of the last {of} mails of reviewers and colleagues is proven, so each answer is confirmed by mail",
            of=len(colleagues),
        )
    return Sentence(
        "none of the last {of} mails of reviewers and colleagues is proven, so each answer is confirmed by mail; is "
        "{name} your own mail server? Then write it into rules.yaml as mailbox.authserv_id",
        of=len(colleagues),
        name=safe.line(named),
    )


def _named_by(headers: Iterable[SenderHeader]) -> str:
    """The name that most of the topmost Authentication-Results begin with; "" where there are none."""
    named: Counter[str] = Counter()
    for header in headers:
        value = next((value for name, value in header.fields if name == "authentication-results"), "")
        if (field := parsed(value)) is not None:
            named[field.authserv_id] += 1
    return named.most_common(1)[0][0] if named else ""


def _is_a_colleagues(header: SenderHeader, rules: Rules, mailbox: MailboxSettings) -> bool:
    reviewers = {reviewer.email.lower() for reviewer in rules.reviewers_of(mailbox.name)}
    own = rules.own_addresses()
    senders = [address.lower() for address in header.senders]
    return any(
        address in reviewers or (address not in own and is_in_domains(domain_of(address), rules.company.domains))
        for address in senders
    )


def _message(header: SenderHeader) -> Message:
    from_fields = sum(name == "from" for name, _ in header.fields)
    senders = tuple(Address(name="", address=address) for address in header.senders)
    return Message(senders=senders, from_fields=from_fields, headers=header.fields)


def _folders(mailbox: MailboxSettings, box: Mailbox) -> list[str]:
    """The watched ones, and the one that commands are moved to."""
    moved_to = mailbox.move_to.command
    there = {folder.name for folder in box.folders()}
    names = [*mailbox.folders, *([box.folder_name(moved_to)] if moved_to else [])]
    return [name for name in names if name in there]


def _last(box: Mailbox, folder: str) -> list[SenderHeader]:
    try:
        return box.last_senders(folder, LOOKED_AT)
    except FolderRefused:
        return []
