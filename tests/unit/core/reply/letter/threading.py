"""How three mail clients group mails into conversations, as their makers document it; pure, on mails as they were sent.

- Gmail: https://developers.google.com/workspace/gmail/api/guides/threads, "Add drafts and messages to threads":
  References and In-Reply-To name a mail of the thread (RFC 2822), and the subjects match. Gmail Help, "Group emails
  into conversations": without such an id, the same subject between the same people within a week.
- Outlook: [MS-OXCMAIL] 2.2.3.2.6.1 and 2.2.3.2.7: a conversation's topic is the subject without one prefix of one to
  three characters, no colon, blank or digit among them, a colon and blanks. EWS, "Work with conversations": Exchange
  knows the replies by References and In-Reply-To.
- Apple Mail documents that it groups the replies to a mail and no more than that; read is what IMAP has for it, RFC
  5256 §3 (REFERENCES): ids first, then the base subject of §2.1, where one of the two says that it is an answer.
"""

import email
import re
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import default

_ID = re.compile(r"<[^<>\s]+>")
_OUTLOOKS_PREFIX = re.compile(r"\A[^:\s\d]{1,3}: *")
_BLOB = r"(?:\[[^\[\]]*\]\s*)"
#: RFC 5256 knows "re", "fw" and "fwd"; each client knows as well what it writes itself in its own languages.
_MARK = rf"(?:re|fwd?|aw|wg|sv|vs|r|rif|res|antw|odp|tr|rv|enc)(?:\[\d+\])?\s*{_BLOB}?:\s*"
_MARKS = re.compile(rf"\A(?:{_MARK})+", re.IGNORECASE)
_BASE = re.compile(rf"\A(?:{_BLOB}?{_MARK})*{_BLOB}?", re.IGNORECASE)


def as_stored(raw: bytes) -> EmailMessage:
    """A mail as a client reads it, by Python's own parser: none of ours has a part in it."""
    mail = email.message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def _subject(mail: EmailMessage) -> str:
    return " ".join(str(mail["Subject"] or "").split())


def _ids(mail: EmailMessage, *fields: str) -> set[str]:
    return {found for field in fields for found in _ID.findall(str(mail[field] or ""))}


def _refers_to(mail: EmailMessage, conversation: Sequence[EmailMessage]) -> bool:
    theirs = set().union(*(_ids(each, "Message-ID") for each in conversation))
    return bool(theirs & _ids(mail, "References")) and bool(theirs & _ids(mail, "In-Reply-To"))


def stands_in_gmail(mail: EmailMessage, conversation: Sequence[EmailMessage]) -> bool:
    """The subject always; with it an id, or, where the mail that is answered has none, the same two people."""
    last = conversation[-1]
    if _MARKS.sub("", _subject(mail), count=1).casefold() != _MARKS.sub("", _subject(last), count=1).casefold():
        return False
    same_people = {mail["From"].addresses[0].addr_spec, mail["To"].addresses[0].addr_spec} == {
        last["From"].addresses[0].addr_spec,
        last["To"].addresses[0].addr_spec,
    }
    return _refers_to(mail, conversation) or ("Message-ID" not in last and same_people)


def topic_in_outlook(mail: EmailMessage) -> str:
    """PidTagConversationTopic: what Outlook wrote, else the normalized subject."""
    return str(mail["Thread-Topic"] or _OUTLOOKS_PREFIX.sub("", _subject(mail), count=1)).casefold()


def stands_in_outlook(mail: EmailMessage, conversation: Sequence[EmailMessage]) -> bool:
    """Its topic is that of the conversation's first mail."""
    return topic_in_outlook(mail) == topic_in_outlook(conversation[0])


def stands_in_exchange(mail: EmailMessage, conversation: Sequence[EmailMessage]) -> bool:
    """It refers to a mail of the conversation."""
    return _refers_to(mail, conversation)


def stands_in_apple_mail(mail: EmailMessage, conversation: Sequence[EmailMessage]) -> bool:
    """By ids, whatever the subject says; else by the base subject, and it says that it is an answer."""
    if _refers_to(mail, conversation):
        return True
    based = {_BASE.sub("", _subject(each), count=1).casefold() for each in (mail, conversation[0])}
    return len(based) == 1 and _MARKS.match(_subject(mail)) is not None
