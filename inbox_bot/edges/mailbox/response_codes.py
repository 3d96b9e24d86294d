"""What a server's NO means: its response code, whether the server or the request is at fault, and a line for a person.

RFC 5530 and RFC 9051 §7.1 name the codes; [THROTTLED] is Yahoo's and Dovecot's, undocumented but common; [WEBALERT] is
Gmail's. Exchange gives no code: there the words count.
"""

import re
from dataclasses import dataclass

from inbox_bot.core.message.safe import line

#: The server is in trouble, not the request: drop the connection and come back later.
SERVER_TROUBLE = frozenset({"THROTTLED", "UNAVAILABLE", "LIMIT", "BYE"})
#: A person has to do something before the same request can succeed.
FOR_GOOD = frozenset(
    {"NOPERM", "READ-ONLY", "CANNOT", "NONEXISTENT", "TOOBIG", "BAD", "PRIVACYREQUIRED", "CONTACTADMIN"}
)
#: Logging in with the same password again is useless, and may lock the account.
LOGIN_FOR_GOOD = frozenset(
    {"AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "EXPIRED", "PRIVACYREQUIRED", "CONTACTADMIN", "WEBALERT"}
)
CROWDED = "LIMIT"  # RFC 5530 §3: at a login, that the user has as many connections as the server allows
SENTENCE_LIMIT = 200  # characters of the server's words
_CODE = re.compile(r"^\W{0,4}\[([A-Z][A-Z0-9-]*)(?:[^\]]{0,1000})?\]\s*")
_NO = re.compile(r"^[\w ]{1,40} failed: (.*)", re.DOTALL)
#: An [ALERT] is for a person (RFC 3501 §7.1), but for Gmail's about limits, which pass.
_PASSES = re.compile(r"too many|exceed|limit|lockdown|temporar|try again|later", re.IGNORECASE)
#: What Exchange says without a code, or as BAD although the command was well-formed.
_UNCODED = (
    (re.compile(r"\W{0,4}User is authenticated but not connected", re.IGNORECASE), "UNAVAILABLE"),
    (re.compile(r"\W{0,4}Server Unavailable", re.IGNORECASE), "UNAVAILABLE"),
    (re.compile(r"\W{0,4}Request is throttled", re.IGNORECASE), "THROTTLED"),
)
#: What servers say with another code, or with none, where a user has too many connections: Dovecot, Gmail, Courier.
_TOO_MANY_CONNECTIONS = re.compile(
    r"maximum number of connections|too many (?:simultaneous |open |imap )*(?:connections|logins)", re.IGNORECASE
)
_BAD = re.compile(r"command error: BAD \[b?['\"](.*)['\"]\]", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class ImapReply:
    """A tagged NO or BAD, taken apart."""

    code: str | None
    text: str  #: the words after the code, as one inert line


def reply_of(text: str) -> ImapReply:
    """The code and the words of a response text such as `[OVERQUOTA] Quota exceeded`."""
    found = _CODE.match(text)
    if _TOO_MANY_CONNECTIONS.search(text):
        return ImapReply(code=CROWDED, text=line(text[found.end() :] if found else text, SENTENCE_LIMIT))
    if found is None:
        code = next((code for words, code in _UNCODED if words.match(text)), None)
        return ImapReply(code=code, text=line(text, SENTENCE_LIMIT))
    return ImapReply(code=found[1], text=line(text[found.end() :], SENTENCE_LIMIT))


def needs_a_person(answer: ImapReply) -> bool:
    """Whether a refused login stays refused until somebody changes something."""
    if answer.code == "ALERT":
        return not _PASSES.search(answer.text)
    return answer.code is None or answer.code in LOGIN_FOR_GOOD


def refused(error: str) -> ImapReply | None:
    """The answer inside the text of an IMAPClient error; None where the error is no NO or BAD of the server's.

    IMAPClient and imaplib raise one class for "the server said NO", "the line was too long" and "the reply made no
    sense"; after the latter two the stream is out of step. Only their texts differ.
    """
    if no := _NO.match(error):
        return reply_of(no[1])
    if bad := _BAD.search(error):
        answer = reply_of(bad[1])
        return ImapReply(code=answer.code or "BAD", text=answer.text)
    return None
