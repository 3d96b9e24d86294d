"""Mail that reached us through a mailing list, or by a list's address (RFC 2369, RFC 2919, RFC 5230 §4.6)."""

from inbox_bot.core.reply.case import Case
from inbox_bot.core.reply.why import Stop

LIST_FIELDS = (
    "list-id",
    "list-help",
    "list-subscribe",
    "list-unsubscribe",
    "list-post",
    "list-owner",
    "list-archive",
)


def list_field(case: Case) -> Stop | None:
    """Any List-* field of RFC 2369 or RFC 2919: RFC 5230 §4.6 says SHOULD NOT answer.

    A job board's alert carries List-Unsubscribe too. It is not answered either: the board is no applicant.
    """
    names = {name for name, _ in case.message.headers}
    return Stop.MAILING_LIST if names.intersection(LIST_FIELDS) else None
