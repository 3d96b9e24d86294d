"""How long something is kept, by rules.yaml's `keep`, for a person."""

from inbox_bot.core.erasure.retention import Kept
from inbox_bot.core.rules.keep import KeepSettings
from inbox_bot.core.rules.written.quantities import Span
from inbox_bot.core.wording import Sentence, Wording

_COUNTED = {
    Kept.FILED: Sentence("{span} after its vacancy closes, or after it came where that is later", span=""),
    Kept.SPECULATIVE: Sentence("{span} after the person's last application", span=""),
    Kept.INTRODUCTIONS: Sentence("{span} after the agency's mail came, where that mail is erased by then", span=""),
    Kept.ANSWERED: Sentence("{span} after the mail was erased", span=""),
}
_AFTER_IT_CAME = "{span} after it came"


def period_of(period: Kept | Sentence, keep: KeepSettings | None, wording: Wording) -> str:
    """Of mails of an outcome (`purposes.PERIODS`)."""
    if isinstance(period, Sentence):
        return wording.repeat(period)
    span = None if keep is None else keep.times()[period.value]
    return _lasting(span, _COUNTED[period].template if period in _COUNTED else _AFTER_IT_CAME, wording)


def period_of_copies(keep: KeepSettings | None, wording: Wording) -> str:
    """Of copies on disk of mails that belong to no application."""
    return _lasting(None if keep is None else keep.raw, _AFTER_IT_CAME, wording)


def asked_in_words(keep: KeepSettings, wording: Wording) -> str:
    """When applicants are asked whether they may be kept, and for how long; "" where nobody is."""
    if keep.ask is None:
        return ""
    return wording.say(
        "applicants are asked once, {days} days before their application goes, whether it may be kept for other "
        "vacancies: a yes keeps it for {span} from then on, silence deletes it",
        days=keep.ask.days,
        span=_long(keep.agreed_for, wording),
    )


def _lasting(span: Span | None, after: str, wording: Wording) -> str:
    if span is None:
        return wording.say("for ever: keep names no time")
    return wording.say(after, span=_long(span, wording))


def _long(span: Span, wording: Wording) -> str:
    if span.months:
        return wording.plural("{number} month", "{number} months", span.months)
    return wording.plural("{number} day", "{number} days", span.days)
