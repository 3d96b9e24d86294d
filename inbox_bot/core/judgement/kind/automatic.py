"""Did a machine write it: a vacation note, a ticket receipt (RFC 3834)?

Owns the parsing of Auto-Submitted. Not here: X-Auto-Response-Suppress, which people's ordinary Exchange mail carries
and which says nothing about who wrote it.
"""

from collections.abc import Callable

from inbox_bot.core.judgement.clues import Clues, evidence, evidence_in
from inbox_bot.core.judgement.sender import auto_submitted
from inbox_bot.core.judgement.text.wording import pattern
from inbox_bot.core.judgement.verdict import Evidence

CERTAIN = 0.7

_FLAG_HEADERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply",
    "x-mail-autoreply",
    "x-auto-reply-from",
)
_VACATION_SUBJECTS = pattern(
    "out of (?:the )?office", "out-of-office", "automatic reply", "auto reply", "auto-reply", "autoreply",
    "auto response", "auto-response", "autoresponse", "automatic response", "automated response", "automated reply",
    "on vacation", "vacation (?:reply|message|notice|response)", "on holiday", "on annual leave",
    "on (?:maternity|paternity|parental) leave", "away from (?:my|the) (?:desk|office|mail|email)", "away until",
    "i am away", "abwesenheitsnotiz", "automatische antwort", "abwesenheit", "abwesend", "nicht im buro",
    "im urlaub", "urlaubsnotiz", "reponse automatique", "absence du bureau", "absent du bureau", "message d'absence",
    "en conges?", "respuesta automatica", "fuera de (?:la )?oficina", "ausente de la oficina", "risposta automatica",
    "fuori sede", "fuori ufficio", "assente dall'ufficio", "automatisch antwoord", "afwezigheidsbericht", "afwezig",
    "niet aanwezig", "resposta automatica", "ausencia temporaria", "autoodpowiedz", "automatyczna odpowiedz",
    "poza biurem", "nieobecnosc", "automatiskt svar", "automatisk svar", "poissa toimistosta",
)  # fmt: skip
_VACATION_WORDS = pattern(
    "(?:i am|i'm|i will be|i'll be) (?:currently )?(?:out of (?:the )?office|on vacation|on holiday)",
    "(?:i am|i'm|i will be|i'll be) (?:currently )?(?:on annual leave|on leave|away from|away until|away on)",
    "limited access to (?:my )?e-?mail", "(?:your|this) (?:message|e-?mail) (?:will|is) not (?:be )?forwarded",
    "i will (?:reply|respond|answer|get back)[a-z ]{0,40} (?:when|upon|after|once) (?:i|my) (?:return|am back)",
    "in urgent cases,? please contact",
    "ich bin (?:derzeit |zurzeit |zur zeit |aktuell |momentan )?(?:nicht im (?:haus|buro)|im urlaub)",
    "ich bin (?:derzeit |zurzeit |zur zeit |aktuell |momentan )?(?:abwesend|nicht erreichbar)",
    "(?:ihre )?(?:nachricht|e-?mail|mail) wird nicht (?:weitergeleitet|gelesen)",
    "ab dem [0-9.]{1,10} wieder (?:erreichbar|im buro)", "je suis (?:actuellement )?(?:absent|absente|en conges?)",
    "estoy (?:actualmente )?(?:fuera de la oficina|de vacaciones)", "estare (?:fuera de la oficina|de vacaciones)",
    "sono (?:attualmente )?(?:assente|fuori (?:sede|ufficio)|in ferie)",
    "ik ben (?:momenteel |op dit moment )?(?:afwezig|niet aanwezig|met vakantie|op vakantie)",
    "this is an automat(?:ed|ic) (?:reply|response|message|e-?mail)",
    "dies ist eine automatisch(?:e|(?: erzeugte| generierte))", "do not reply to this (?:e-?mail|message)",
    "bitte antworten sie nicht auf diese",
)  # fmt: skip
_RECEIPT_WORDS = pattern(
    "we have received your (?:e-?mail|request|message|enquiry|inquiry|ticket)",
    "your (?:ticket|request|case) (?:has been )?(?:created|received|opened|registered)",
    "a ticket has been (?:created|opened)",
    "has been (?:created|received) (?:with|under) (?:the )?(?:ticket|reference|case) (?:number|id)",
    "ihre anfrage ist bei uns eingegangen", "ihre ticketnummer",
)  # fmt: skip


def says_it_is_automatic(clues: Clues) -> Evidence | None:
    """Auto-Submitted with any keyword but `no` (RFC 3834 §5)."""
    keyword = auto_submitted(clues.message)
    return None if keyword is None else evidence("says_it_is_automatic", 0.9, f"Auto-Submitted: {keyword}")


def has_an_autoresponders_header(clues: Clues) -> Evidence | None:
    """The fields that autoresponders wrote before RFC 3834, and Precedence: auto_reply."""
    for name in _FLAG_HEADERS:
        for value in clues.message.header(name)[:1]:
            if value.strip().lower() not in ("no", "false", "0"):
                return evidence("has_an_autoresponders_header", 0.8, f"{name}: {value}")
    for name in ("precedence", "x-precedence"):
        if any(value.strip().lower() in ("auto_reply", "auto-reply") for value in clues.message.header(name)[:5]):
            return evidence("has_an_autoresponders_header", 0.8, f"{name}: auto_reply")
    return None


def has_a_vacation_subject(clues: Clues) -> Evidence | None:
    """A subject that vacation programs write, in ten languages."""
    return evidence_in("has_a_vacation_subject", 0.5, _VACATION_SUBJECTS, clues.subject)


def is_worded_like_a_vacation_note(clues: Clues) -> Evidence | None:
    """What people write into their vacation notes."""
    return evidence_in("is_worded_like_a_vacation_note", 0.4, _VACATION_WORDS, clues.typed)


def is_worded_like_a_receipt(clues: Clues) -> Evidence | None:
    """What ticket systems write."""
    return evidence_in("is_worded_like_a_receipt", 0.4, _RECEIPT_WORDS, clues.typed)


def has_a_null_return_path(clues: Clues) -> Evidence | None:
    """MAIL FROM:<>, as RFC 3834 §3.3 asks of automatic answers."""
    return evidence("has_a_null_return_path", 0.4, "Return-Path: <>") if clues.message.return_path == "" else None


SIGNALS: tuple[Callable[[Clues], Evidence | None], ...] = (
    says_it_is_automatic,
    has_an_autoresponders_header,
    has_a_vacation_subject,
    is_worded_like_a_vacation_note,
    is_worded_like_a_receipt,
    has_a_null_return_path,
)


def automatic_evidence(clues: Clues) -> tuple[Evidence, ...]:
    """The evidence that a machine answered; empty where a person wrote.

    The subject alone decides only where no CV came with it: an applicant's phone may add "out of office" to nothing.
    """
    found = tuple(finding for finding in (signal(clues) for signal in SIGNALS) if finding is not None)
    weight = sum(finding.weight for finding in found)
    stated = any(finding.rule in ("says_it_is_automatic", "has_an_autoresponders_header") for finding in found)
    subject_only = not clues.has_cv and any(finding.rule == "has_a_vacation_subject" for finding in found)
    return found if stated or weight >= CERTAIN or subject_only else ()
