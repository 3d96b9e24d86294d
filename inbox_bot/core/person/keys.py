"""What an applicant's own mail and CV tell of who they are.

Nothing is taken from what somebody else sent for them: a colleague, an agency, and of a job board's mail not the
address, which is a relay's. Of a CV only its head counts: further down are referees and employers.
"""

import re
from collections.abc import Iterable, Iterator

from inbox_bot.core.domains import comparable, domain_of, is_in_domains
from inbox_bot.core.judgement.machines import is_a_machines
from inbox_bot.core.judgement.verdict import ApplicationFinding, Verdict, Way
from inbox_bot.core.message.values import Document, Reading
from inbox_bot.core.person.names import name_key
from inbox_bot.core.person.sketch import sketch_of
from inbox_bot.core.person.values import Key, KeyKind, Keys
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.reply.deliveries import sha256_of
from inbox_bot.core.reply.matter import writer_of
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.words import Kind, Reason, Role

HEAD = 1_500  # characters of a CV
FEWEST_CHARACTERS = 300  # of a CV that is known again by its bytes: an empty form is everybody's
AT_MOST = 3  # of a kind
#: Whose mail it is, or whether an agency sent it, is not clear: then it tells nothing of anybody.
_UNCLEAR = frozenset({Reason.UNSURE_APPLICANT, Reason.UNSURE_AGENCY, Reason.UNSURE_KIND})
_PROFILE = re.compile(
    r"(?:^|[^\w.-])(?:https?://)?(?:[a-z]{2,3}\.)?(?P<page>linkedin\.com/in/|xing\.com/profile/|github\.com/)"
    r"(?P<who>[\w.%~-]{3,100})",
    re.IGNORECASE,
)


def keys_of(reading: Reading, verdict: Verdict, rules: Rules) -> Keys | None:
    """The keys of the one who applies; None where nobody applies for themselves, or it is not clear who does."""
    agency = verdict.agency.flagged or verdict.agency.approved
    if verdict.kind is not Kind.APPLICATION or agency or _UNCLEAR.intersection(verdict.doubts):
        return None
    if len(verdict.applications) != 1:
        return None
    [application] = verdict.applications
    cvs = [document for document in documents_of(application, reading) if document.role is Role.CV]
    texts = [document.text for document in cvs if document.problem is None and document.text]
    name = application.applicant.name
    sketch = sketch_of(max(texts, key=len, default=""))
    keys = [
        *_addresses(application, reading, verdict, rules),
        *files_of(cvs, reading),
        *phones_of(application),
        *_profiles(reading, texts),
        *(Key(kind=KeyKind.THREAD, value=each) for each in _thread(reading)),
    ]
    if sketch and name_key(name):
        keys.append(Key(kind=KeyKind.TEXT, value=name_key(name)))
    address = canonical(application.applicant.email or "") or writer_of(reading.message, verdict)
    return Keys(name=name, address=address, keys=tuple(dict.fromkeys(keys)), sketch=sketch)


def documents_of(application: ApplicationFinding, reading: Reading) -> list[Document]:
    """The documents of one application."""
    return [reading.documents[index] for index in application.documents if index < len(reading.documents)]


def _addresses(application: ApplicationFinding, reading: Reading, verdict: Verdict, rules: Rules) -> Iterator[Key]:
    email = application.applicant.email or ""
    found = canonical(email)
    if not found or found in {canonical(each) for each in rules.own_addresses()}:
        return
    domains = {sender.domain for sender in reading.message.senders}
    if verdict.sending.way is Way.SERVICE and is_in_domains(domain_of(found), map(comparable, domains)):
        return
    if any(is_a_machines(sender) for sender in reading.message.senders if canonical(sender.address) == found):
        return
    yield Key(kind=KeyKind.ADDRESS, value=found)


def files_of(cvs: list[Document], reading: Reading) -> Iterator[Key]:
    """The CVs themselves, of which enough could be read."""
    told = [each for each in cvs if each.problem is None and each.characters >= FEWEST_CHARACTERS]
    for document in told[:AT_MOST]:
        yield Key(kind=KeyKind.CV, value=sha256_of(reading, document))


def phones_of(application: ApplicationFinding) -> Iterator[Key]:
    """The number, where it is known whose country's it is."""
    phone = application.applicant.phone or ""
    if phone.startswith("+"):
        yield Key(kind=KeyKind.PHONE, value=phone)


def _profiles(reading: Reading, cvs: list[str]) -> Iterator[Key]:
    return profiles_in(
        (reading.message.typed[-HEAD:], reading.message.signature[:HEAD], *(text[:HEAD] for text in cvs))
    )


def profiles_in(texts: Iterable[str]) -> Iterator[Key]:
    """The profile pages that texts name, each once."""
    found = [_canonical_page(match) for text in texts for match in _PROFILE.finditer(text)]
    for page in [*dict.fromkeys(found)][:AT_MOST]:
        yield Key(kind=KeyKind.PROFILE, value=page)


def _canonical_page(match: re.Match[str]) -> str:
    return (match["page"] + match["who"]).lower().rstrip(".-")


def _thread(reading: Reading) -> tuple[str, ...]:
    """The newest mails that it says it answers."""
    message = reading.message
    return tuple(dict.fromkeys((*message.in_reply_to, *reversed(message.references))))[:AT_MOST]
