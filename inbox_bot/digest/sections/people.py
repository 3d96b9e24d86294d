"""Who wrote and what they sent, as a reviewer reads it: names, and documents by what they are for."""

from collections.abc import Iterable, Sequence

from inbox_bot.core.domains import domain_of
from inbox_bot.core.formats.links import host_of
from inbox_bot.core.message import safe
from inbox_bot.core.reply.correspondents.addresses import is_usable
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.wording import Sentence, Wording
from inbox_bot.core.words import Outcome, Remark, Role
from inbox_bot.edges.ledger import AnswerRow, ApplicationRow, DocumentRow, MailRow

NAME_SHOWN = 60  # characters
NAMES_SHOWN = 4  # of a mail's applicants
DOCUMENTS_SHOWN = 6  # of a mail; a hundred certificates would drown the day
FILENAME_SHOWN = 48  # characters
PLACES_SHOWN, HOST_SHOWN = 4, 40  # hosts that links lead to, and characters of each
HIDDEN_SHOWN = 60  # characters of what a document hides
ROLES_IN_WORDS: dict[Role, Sentence] = {
    Role.CV: Sentence("CV"),
    Role.COVER_LETTER: Sentence("cover letter"),
    Role.TERMS: Sentence("terms"),
    Role.CERTIFICATE: Sentence("certificate"),
    Role.REFERENCES: Sentence("references"),
    Role.PORTFOLIO: Sentence("portfolio"),
    Role.OTHER: Sentence("another document"),
}
NOT_READ = (None, Outcome.FAILED, Outcome.EXPUNGED, Outcome.ERASED)  # nothing is known of them but when they came


def other_addresses(mail: MailRow, answer: AnswerRow) -> tuple[str, ...]:
    """Where else the one that an answer went to may be reached: as the CV says, or as they wrote."""
    of_applications = [each.email for each in mail.of_whom if each.email]
    if len(of_applications) > 1:
        return ()  # of several people nobody knows whose it is
    known = {canonical(each): each for each in (*of_applications, mail.sender_address) if each}
    return tuple(each for whom, each in known.items() if whom != canonical(answer.to) and is_usable(each))


def who(mail: MailRow, applications: Sequence[ApplicationRow], wording: Wording) -> str:
    """The applicants, and the sender where that is somebody else; or the sender."""
    sender = sender_of(mail, wording)
    named = (safe.line(each.name or each.email or "", NAME_SHOWN) for each in applications)
    names = [name for name in dict.fromkeys(named) if name]
    if not names:
        return sender
    applicants = shortened(names, NAMES_SHOWN, wording)
    own = any(each.email and each.email.casefold() in mail.sender.casefold() for each in applications)
    if own or any(name.casefold() in mail.sender.casefold() or _is_by(name, sender) for name in names):
        return applicants
    return safe.line(wording.say("{applicants}, from {sender}", applicants=applicants, sender=sender))


def sender_of(mail: MailRow, wording: Wording) -> str:
    """The sender's name, or the address where there is none."""
    written = safe.line(mail.sender)
    name, _, address = written.rpartition(" <")
    shown = safe.line(name or written or address, NAME_SHOWN)
    if shown:
        return shown
    if mail.outcome is None:
        return wording.say("(not read yet)")
    return wording.say("(sender not known)") if mail.outcome in NOT_READ else wording.say("(no sender)")


def of_a_firm(mail: MailRow, wording: Wording) -> str:
    """The sender with the domain of the address, for it tells which firm it is."""
    shown = sender_of(mail, wording)
    domain = safe.line(domain_of(mail.sender_address), NAME_SHOWN)
    return shown if not domain or domain.casefold() in shown.casefold() else f"{shown} ({domain})"


def documents_of(mail: MailRow) -> list[DocumentRow]:
    """All of a mail's documents."""
    return [*(each for one in mail.applications for each in one.documents), *mail.documents]


def documents(found: Iterable[DocumentRow], wording: Wording) -> str:
    """What the documents are for: "CV, cover letter". One that was not read is named, with the reason."""
    said = [_document(document, wording) for document in found]
    counted = [text if said.count(text) == 1 else f"{said.count(text)} × {text}" for text in dict.fromkeys(said)]
    return shortened(counted, DOCUMENTS_SHOWN, wording)


def remarked(found: Iterable[DocumentRow], wording: Wording) -> str:
    """What a reviewer should know of documents before they open them: where they lead, and what they hide."""
    findings = [finding for document in found for finding in document.findings]
    hosts = [host_of(each) for each in findings if each.remark is Remark.LINK]
    hidden = [each.detail for each in findings if each.remark is Remark.HIDDEN_TEXT]
    said = []
    if hosts:
        places = shortened([safe.line(each, HOST_SHOWN) for each in dict.fromkeys(hosts)], PLACES_SHOWN, wording)
        said.append(wording.say("links to {places}", places=places))
    if hidden:
        said.append(wording.say("hidden text: “{quote}”", quote=safe.line(hidden[0], HIDDEN_SHOWN)))
    return "; ".join(said)


def shortened(texts: Sequence[str], shown: int, wording: Wording) -> str:
    """The texts with commas between; of many the first ones, and how many more there are."""
    more = [wording.say("and {number} more", number=len(texts) - shown)] if len(texts) > shown else []
    return ", ".join([*texts[:shown], *more])


def _document(document: DocumentRow, wording: Wording) -> str:
    if any(finding.remark is Remark.ARCHIVE for finding in document.findings):
        named = safe.line(document.filename, FILENAME_SHOWN)
        return wording.say("{file}: an archive that stays closed (7z, RAR); ask for the files without it", file=named)
    if document.problem is not None:
        return f"{safe.line(document.filename, FILENAME_SHOWN)}: {wording.of(document.problem).rstrip('.')}"
    return wording.repeat(ROLES_IN_WORDS[document.role])


def _is_by(name: str, sender: str) -> bool:
    """Whether the sender's name has the same words as the applicant's, in whatever order: "Lindqvist, Hannah"."""
    words = {*name.casefold().replace(",", " ").split()}
    return bool(words) and words == {*sender.casefold().replace(",", " ").split()}
