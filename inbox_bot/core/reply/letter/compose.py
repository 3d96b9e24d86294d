"""The answer itself: the template rendered with values made safe, threaded to the mail it answers.

Of the writer's own words an answer repeats the name and the subject, both inert and short: a mail of ours must not
carry a stranger's text to a third party whose address the stranger forged.

The refusal of an agency repeats neither. Its subject and its sender's name may be the candidate's, and whoever is named
in our letter is a person of whom we speak. It is threaded by its References and says of which day's message it speaks;
Gmail and Outlook, which go by the subject, show it beside the conversation.
"""

import re
from collections.abc import Collection
from hashlib import sha256
from zoneinfo import ZoneInfo

from inbox_bot.core.message import safe
from inbox_bot.core.message.subjects import unmarked_subject
from inbox_bot.core.message.values import Address, Message, Reading
from inbox_bot.core.message_ids import Form, message_id_for
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.reply.letter.asked import asked_in
from inbox_bot.core.reply.letter.notice import notice_in
from inbox_bot.core.reply.letter.spoken import date_in, span_in
from inbox_bot.core.reply.proposal import Proposal, is_to_the_sender, whom_to_answer
from inbox_bot.core.reply.values import Answer, Letter, Look
from inbox_bot.core.rules.templates.compiled import TemplateFailed, TemplateMissing
from inbox_bot.core.words import Remark, Role, Template

NAME_LIMIT = 80  # characters of a stranger's name in an answer
SUBJECT_LIMIT = 240  # characters: one that is cut opens another conversation; Outlook keeps 254 ([MS-OXCMSG] 2.2.1.9)
REFERENCES_LIMIT, REFERENCES_BYTES = 20, 900  # the newest ids; a line of References stays under 998 octets
#: Letters without a name or a word of the one who wrote, or of anybody whom they name.
NAMING_NOBODY = frozenset({Template.AGENCY_REJECTION})
_NO_NAME = re.compile(r"[@/\\<>{}%$|=]|www\.|https?:|\d{3}|\.(?:com|net|org|info|biz|io|ru|de)\b", re.IGNORECASE)
_ID = re.compile(r"<[!-;=?A-Z^-~\[\]]{1,200}@[!-;=?A-Z^-~\[\]]{1,200}>")
_REPEATED_RE = re.compile(r"^(?:re\s*:\s*){2,}", re.IGNORECASE)


def answer_with(proposal: Proposal, template: Template) -> Answer | None:
    """The rendered answer; with an empty text where the template failed for this mail (see `is_written`).

    None where there is nobody to answer.
    """
    to = whom_to_answer(proposal.matter.reading, proposal.matter.verdict, template)
    if to is None:
        return None
    mail, subject = proposal.message, subject_of(proposal.message)
    if template in NAMING_NOBODY:
        to, subject = Address(name="", address=to.address), ""
    text, language = "", proposal.matter.verdict.applicant.language
    answered_subject = f"Re: {subject}" if subject else f"Re: {proposal.matter.rules.company.name}"
    try:
        templates = proposal.matter.rules.templates_of(proposal.matter.reading.mailbox)
        language = templates.language_of(template, language=language, vacancy=proposal.vacancy)
        values = _values(proposal, to, template, subject, language)
        rendered = templates.answer(template, language=language, vacancy=proposal.vacancy, values=values)
        text, language = rendered.text, rendered.language
        answered_subject = _REPEATED_RE.sub("Re: ", rendered.subject.strip()) or answered_subject
    except (TemplateFailed, TemplateMissing):
        pass  # the letter stays empty, and is held as template_error
    letter = Letter(
        sender=Address(
            name=safe.header(proposal.matter.rules.answers.from_name or proposal.matter.rules.company.name, NAME_LIMIT),
            address=proposal.matter.rules.answers.from_address or proposal.matter.mailbox.address,
        ),
        to=Address(name=name_of(to.name), address=to.address),
        subject=safe.header(answered_subject, SUBJECT_LIMIT),
        text=text,
        message_id=message_id_for(Form.ANSWER, key_of(proposal), proposal.matter.mailbox.address),
        in_reply_to=valid_id(mail.message_id),
        references=references_of(mail),
        look=_look(proposal, language),
    )
    return Answer(
        letter=letter,
        template=template,
        language=language,
        correspondent=canonical(to.address),
        person=proposal.person,
        vacancy=proposal.vacancy,
        likeness=proposal.likeness,
    )


def is_written(answer: Answer) -> bool:
    """Whether the template gave a text. Where not, the answer can only be held until the template is mended."""
    return bool(answer.letter.text.strip())


def once_key(fingerprint: str) -> str:
    """The key of the one answer that a sending may have."""
    return f"answer:{fingerprint}"


def key_of(proposal: Proposal) -> str:
    """The once_key of what is proposed: of the answer, or of the one letter that sets the last one right."""
    key = once_key(proposal.history.fingerprint)
    if proposal.corrects is None:
        return key
    return f"{key}:after:{sha256(proposal.corrects.message_id.encode()).hexdigest()[:16]}"


def is_further(once_keys: Collection[str]) -> bool:
    """Whether these are the keys of a further letter about a mail, for which we wrote one before."""
    return any(key.startswith("answer:") and ":after:" in key for key in once_keys)


def references_of(mail: Message) -> tuple[str, ...]:
    """Their References (else their one In-Reply-To) and their Message-ID (RFC 5322 §3.6.4): 20 ids, 900 octets."""
    earlier = mail.references or (mail.in_reply_to if len(mail.in_reply_to) == 1 else ())
    own = valid_id(mail.message_id)
    if own is None:
        return ()
    ids = [identifier for identifier in earlier if valid_id(identifier) and identifier != own] + [own]
    kept: list[str] = []
    room = REFERENCES_BYTES
    for identifier in reversed(ids[-REFERENCES_LIMIT:]):
        room -= len(identifier) + 1
        if room < 0:
            break
        kept.insert(0, identifier)
    return tuple(kept)


def valid_id(message_id: str | None) -> str | None:
    """A Message-ID that may be written into a header of ours: ASCII, one `@`, in angle brackets (RFC 5322 §3.6.4)."""
    return message_id if message_id is not None and _ID.fullmatch(message_id) else None


def subject_of(mail: Message) -> str:
    """Their subject, inert, without the "Re:" or "Fwd:" that it may have.

    What was forwarded, too: Outlook takes one mark off ([MS-OXCMAIL] 2.2.3.2.6.1), so that "Re: Fwd: Job" would stand
    beside the conversation of "Fwd: Job", which is "Job".
    """
    return unmarked_subject(safe.header(mail.subject, SUBJECT_LIMIT))


def name_of(untrusted: str) -> str:
    """A name of at most 80 inert characters; "" where it is longer, or looks like an address, a link or code.

    Half a name is nobody's: the letter greets without one.
    """
    name = safe.header(untrusted, 2 * NAME_LIMIT).strip("\"' ")
    return "" if len(name) > NAME_LIMIT or _NO_NAME.search(name) else name


def has_read_a_cv(reading: Reading) -> bool:
    """Whether the text of a CV came with the mail: only then a letter says that it arrived."""
    return any(each.role is Role.CV and each.problem is None and each.text for each in reading.documents)


def has_a_closed_archive(reading: Reading) -> bool:
    """Whether what may be the CV is in an archive that is not opened: then a letter asks for it without."""
    return not has_read_a_cv(reading) and any(
        finding.remark is Remark.ARCHIVE for document in reading.documents for finding in document.findings
    )


def first_name_of(name: str) -> str:
    """The first of several names; "" where there is one alone, or it is a title or an initial."""
    first, _, rest = name.partition(" ")
    return first if rest and "," not in first and "." not in first and len(first) > 1 else ""


def _look(proposal: Proposal, language: str) -> Look:
    company = proposal.matter.rules.company
    return Look(language=language, colour=company.colour or "", link=company.privacy or "")


def _values(proposal: Proposal, to: Address, template: Template, subject: str, language: str) -> dict[str, object]:
    """What a template may name, as the letter's language says it."""
    rules, reading = proposal.matter.rules, proposal.matter.reading
    vacancy = rules.vacancy(proposal.vacancy) if proposal.vacancy else None
    name = to.name if is_to_the_sender(template, proposal.matter.verdict) else proposal.matter.verdict.applicant.name
    applicant_name = name_of(name or "")
    answers = rules.answers
    notice = notice_in(proposal, template, language)
    asked = asked_in(proposal, template, language)
    received_on = reading.received_at.astimezone(ZoneInfo(rules.company.timezone)).date()
    return {
        "applicant_name": applicant_name,
        "applicant_first_name": first_name_of(applicant_name),
        "vacancy_title": safe.header(vacancy.title, SUBJECT_LIMIT) if vacancy else "",
        "vacancy_reference": safe.header(vacancy.reference or "", SUBJECT_LIMIT) if vacancy else "",
        "vacancy_location": safe.header(vacancy.location, SUBJECT_LIMIT) if vacancy else "",
        "company_name": safe.header(rules.company.name, SUBJECT_LIMIT),
        "contact_name": answers.contact_name or "",
        "signature": answers.signature or "",
        "privacy": notice.privacy,
        "retention": notice.retention,
        "answer_by": asked.answer_by,
        "kept_for": asked.kept_for,
        "reply_within": span_in(answers.reply_within, language) if answers.reply_within else "",
        "received_on": date_in(received_on, language),
        "subject": subject,
        "has_cv": "yes" if has_read_a_cv(reading) else "",
        "archive": "yes" if has_a_closed_archive(reading) else "",
        "values": answers.values,
    }
