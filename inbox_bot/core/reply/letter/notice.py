"""What a first letter says of the reader's data: where that is written, and how long what they sent is kept.

GDPR Art. 13 (2) (a): whoever gives us their data is told how long they are kept, when they give them. So it stands in
the first letter to a person, and says what `keep` in rules.yaml does with this very application: where that is nothing,
nothing is promised. No later letter says it, but for the page on data, which the question names whether they may be
kept longer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from inbox_bot.core.reply.letter.spoken import lasting
from inbox_bot.core.reply.proposal import TO_THE_SENDER, Proposal, is_to_the_sender
from inbox_bot.core.rules.written.quantities import Span
from inbox_bot.core.words import APPLICANTS_LETTERS, WENT_OUT, ActionState, Template

#: Letters about an application: what becomes of anything else is said by the page on data alone.
_OF_AN_APPLICATION = APPLICANTS_LETTERS | {Template.WITHDRAWAL}
_COUNTS = frozenset({*WENT_OUT, ActionState.PENDING})


class Since(Enum):
    """From when an application is kept."""

    CLOSING = auto()  #: from the day on which its vacancy closes
    ARRIVAL = auto()  #: from the day on which it came


#: "{span}" is a length of time, as it stands before "after".
_SENTENCES: Mapping[str, Mapping[Since, str]] = {
    "en": {
        Since.CLOSING: "We will delete your application {span} after the vacancy closes, unless something about it is "
        "still open by then.",
        Since.ARRIVAL: "We will delete your application {span} after it reached us, unless something about it is "
        "still open by then.",
    },
    "de": {
        Since.CLOSING: "Ihre Bewerbung löschen wir {span} nach dem Ende der Ausschreibung, sofern dann nichts mehr "
        "offen ist.",
        Since.ARRIVAL: "Ihre Bewerbung löschen wir {span} nach ihrem Eingang, sofern dann nichts mehr offen ist.",
    },
    "fr": {
        Since.CLOSING: "Nous supprimerons votre candidature {span} après la clôture de l’offre, sauf si un point reste "
        "alors en suspens.",
        Since.ARRIVAL: "Nous supprimerons votre candidature {span} après sa réception, sauf si un point reste alors en "
        "suspens.",
    },
    "es": {
        Since.CLOSING: "Eliminaremos su candidatura {span} después del cierre de la oferta, salvo que para entonces "
        "quede algo pendiente.",
        Since.ARRIVAL: "Eliminaremos su candidatura {span} después de haberla recibido, salvo que para entonces quede "
        "algo pendiente.",
    },
    "it": {
        Since.CLOSING: "Cancelleremo la Sua candidatura {span} dopo la chiusura della selezione, a meno che non ci sia "
        "ancora qualcosa in sospeso.",
        Since.ARRIVAL: "Cancelleremo la Sua candidatura {span} dopo averla ricevuta, a meno che non ci sia ancora "
        "qualcosa in sospeso.",
    },
    "nl": {
        Since.CLOSING: "Wij verwijderen uw sollicitatie {span} na de sluiting van de vacature, tenzij er dan nog iets "
        "openstaat.",
        Since.ARRIVAL: "Wij verwijderen uw sollicitatie {span} na ontvangst, tenzij er dan nog iets openstaat.",
    },
    "pl": {
        Since.CLOSING: "Zgłoszenie usuniemy {span} po zakończeniu rekrutacji, o ile nie pozostanie wtedy nic do "
        "wyjaśnienia.",
        Since.ARRIVAL: "Zgłoszenie usuniemy {span} po jego otrzymaniu, o ile nie pozostanie wtedy nic do wyjaśnienia.",
    },
    "pt": {
        Since.CLOSING: "Eliminaremos a sua candidatura {span} após o encerramento da vaga, salvo se nessa altura ainda "
        "houver algo pendente.",
        Since.ARRIVAL: "Eliminaremos a sua candidatura {span} após a termos recebido, salvo se nessa altura ainda "
        "houver algo pendente.",
    },
}


#: Beside them, where rules.yaml says that applicants are asked.
_ASKED: Mapping[str, str] = {
    "en": "Shortly before, we ask you by mail whether we may keep it longer.",
    "de": "Kurz davor fragen wir Sie per Mail, ob wir sie länger aufbewahren dürfen.",
    "fr": "Peu avant, nous vous demandons par mail si nous pouvons la conserver plus longtemps.",
    "es": "Poco antes le preguntamos por correo si podemos conservarla más tiempo.",
    "it": "Poco prima Le chiediamo per e-mail se possiamo conservarla più a lungo.",
    "nl": "Kort daarvoor vragen wij u per mail of wij die langer mogen bewaren.",
    "pl": "Krótko przedtem pytamy mailem, czy możemy je przechowywać dłużej.",
    "pt": "Pouco antes, perguntamos-lhe por e-mail se a podemos conservar por mais tempo.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """What is said; "" where nothing is."""

    privacy: str = ""  #: the address of the page on data
    retention: str = ""  #: a sentence


def notice_in(proposal: Proposal, template: Template, language: str) -> Notice:
    """What this letter says, where it is the first one to the applicant; in another language only the page."""
    rules = proposal.matter.rules
    if template is Template.KEEP_QUESTION:
        return Notice(privacy=rules.company.privacy or "")
    if is_to_the_sender(template, proposal.matter.verdict) or _was_written_to(proposal):
        return Notice()
    kept = _kept(proposal) if template in _OF_AN_APPLICATION else None
    said = "" if kept is None else retention_in(*kept, language)
    if said and rules.keep is not None and rules.keep.ask is not None:
        said = f"{said} {_ASKED[language]}"
    return Notice(privacy=rules.company.privacy or "", retention=said)


def retention_in(span: Span, counted: Since, language: str) -> str:
    """How long an application is kept, as a sentence; "" in a language that no letters are shipped in."""
    sentences = _SENTENCES.get(language)
    return "" if sentences is None else sentences[counted].format(span=lasting(span, language))


def _was_written_to(proposal: Proposal) -> bool:
    """Whether an earlier letter has told them; one of the batch at hand is not in the ledger yet."""
    return proposal.history.written_to or any(
        each.state in _COUNTS
        and each.template not in TO_THE_SENDER
        and (each.correspondent == proposal.correspondent or each.person == proposal.person)
        for each in proposal.history.answers
    )


def _kept(proposal: Proposal) -> tuple[Span, Since] | None:
    """How long `keep` keeps the application, and from when; None where it never lets it go.

    A vacancy that is closed without a date tells no day from which its applications could be counted.
    """
    rules, matter = proposal.matter.rules, proposal.matter
    if rules.keep is None:
        return None
    vacancy = rules.vacancy(proposal.vacancy) if proposal.vacancy else None
    if vacancy is None:
        span = rules.keep.speculative_for if proposal.vacancy is None else None
        return None if span is None else (span, Since.ARRIVAL)
    span = rules.keep.filed_for
    if span is None or (vacancy.closes is None and not vacancy.open):
        return None
    closed_before = vacancy.closes is not None and matter.arrived_on() > vacancy.closes
    return span, Since.ARRIVAL if closed_before else Since.CLOSING
