"""A person decides about a mail: it is read again from its kept bytes, planned under the decision, filed, committed.

The same way as a new mail's, in the same order (`pipeline/intake/take_in`), and beside a running daemon as well as
within it. `plan_decision` says what would change and what would be sent, and touches nothing; `carry` does it:

1. The files are put where they belong now. Nobody refers to them yet.
2. One transaction: the outcome, the applications, where their files are, the actions of the new plan in the place of
   those of the old one that have not been done, and the decision itself.
3. What was filed at the old place is deleted, by an action like others (`pipeline/outgoing/discarding`).

Killed before 2 it was not decided, and whoever decides again hits the same paths. Killed after 2 the daemon does the
rest. Whatever happens between planning and 2 (the letter goes out, somebody else decides) makes 2 refuse, and the
decision is planned again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from inbox_bot.core.judgement.judge import judge
from inbox_bot.core.judgement.taught import NOTHING_TAUGHT, Taught
from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.message.values import Reading
from inbox_bot.core.person.values import NOT_LINKED, Linked
from inbox_bot.core.plan import plan_for
from inbox_bot.core.plan.decided.decision import without_an_agency
from inbox_bot.core.plan.decided.moved_before import as_moved_before
from inbox_bot.core.plan.filed.layout import APPLICATION_JSON, layout_of
from inbox_bot.core.plan.filed.record import without
from inbox_bot.core.plan.values import PlannedMail, Silent
from inbox_bot.core.reply.values import History
from inbox_bot.core.reply.why import Silence
from inbox_bot.core.review.decision import (
    AsJudged,
    AskForCv,
    Decided,
    Decision,
    FileUnder,
    KeepLonger,
    LetGo,
    LookAgain,
    Means,
    NotTheSame,
    SameAs,
    Wish,
    in_force,
    says_no_agency,
)
from inbox_bot.core.review.learning import taught_by
from inbox_bot.core.wording import Sentence, said_by
from inbox_bot.core.words import Outcome, Problem, Reason, needs_a_person
from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.ledger import Bearing, MailRow, NoSuchAction, OnceConflict, StateChanged
from inbox_bot.edges.mailbox import MailboxDown
from inbox_bot.pipeline.decisions.admitted import check_decision, check_mail, check_numbers, check_vacancy
from inbox_bot.pipeline.decisions.correction import (
    Correction,
    Intent,
    as_committed,
    outcome_and_letter,
    replaced_letters,
)
from inbox_bot.pipeline.decisions.refused import NotDecided, NotNow, changed_meanwhile
from inbox_bot.pipeline.decisions.remembered import remembered
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.judged import as_known
from inbox_bot.pipeline.kept import fetched_file, read_wherever
from inbox_bot.pipeline.opened import with_opened
from inbox_bot.pipeline.restored import ledger_restored_at
from inbox_bot.pipeline.shelves import record_at, shelf_for

PLANNINGS = 5  # something else happens to the mail in the very moment; five times in a row is a bug


def plan_decision(
    message: int,
    decision: Decision,
    installation: Installation,
    at: datetime,
    *,
    replaces: frozenset[int] = frozenset(),
) -> Correction:
    """What the decision would change, and what would be sent; touches nothing.

    `replaces`: letters of the mail that went out perhaps, and are sent after all. Raises NotDecided, LedgerError,
    FilingFailed.
    """
    intent = Intent(message=message, decision=decision, by=decision.by, means=decision.means, replaces=replaces)
    return plan_intent(intent, installation, at)


def plan_undo(message: int, installation: Installation, at: datetime, *, by: str | None, means: Means) -> Correction:
    """What taking the last decision out would change. Raises NotDecided where nobody has decided, and as above."""
    return plan_intent(Intent(message=message, decision=None, by=by, means=means), installation, at)


def carry(correction: Correction, installation: Installation, at: datetime) -> None:
    """Carry it out. Where something has changed since it was planned, it is planned again.

    Raises NotDecided where what would be sent is no more what was planned, and LedgerError, FilingFailed: then nothing
    was decided.
    """
    goes_along = _moves(correction.intent.decision)
    added = installation.ledger.decisions.adding_to(correction.mail.id) if goes_along else ()
    for _ in range(PLANNINGS):
        try:
            carry_as_planned(correction, installation, at)
        except (StateChanged, OnceConflict):
            again = plan_intent(correction.intent, installation, at)
            if outcome_and_letter(again) != outcome_and_letter(correction):
                raise changed_meanwhile(correction.mail.id) from None
            correction = replace(again, put=correction.put | again.put)
        else:
            for message in added:
                _take_along(message, correction, installation, at)
            return
    raise NotNow(Sentence("mail #{number} changes all the time: try again later", number=correction.mail.id))


def _moves(decision: Decision | None) -> bool:
    """Whether a decision, or an undoing, may change whose and for what an application is."""
    if decision is None or decision.applicant is not None or decision.whose is not None:
        return True
    return not isinstance(decision.wanted, AsJudged | LookAgain | AskForCv | KeepLonger | LetGo)


def _take_along(message: int, correction: Correction, installation: Installation, at: datetime) -> None:
    """A mail that adds to the application of the one that was decided about goes where that goes.

    Where it can't be decided about now, it stays as it is: its documents are where the ledger says.
    """
    intent, decision = correction.intent, correction.intent.decision
    means = Means.COMMAND if intent.means is Means.DRAGGED else intent.means  # nobody moved this one
    by = intent.by
    try:
        if decision is not None:
            whole = isinstance(decision.wanted, FileUnder) and decision.number is None
            wanted = decision.wanted if whole else AsJudged()
            along = Decision(wanted=wanted, by=by, means=means, at=at)
            correction = plan_decision(message, along, installation, at)
        else:
            undone = next(row for row in correction.bearing.decisions if row.id == correction.undoes)
            own = installation.ledger.decisions.bearing(message).in_force
            if not own:  # it came after the decision
                along = Decision(wanted=AsJudged(), by=by, means=means, at=at)
                correction = plan_decision(message, along, installation, at)
            elif own[-1].at == undone.at:
                correction = plan_undo(message, installation, at, by=by, means=means)
            else:
                return
        carry_as_planned(correction, installation, at)
    except (NotDecided, StateChanged, OnceConflict):
        return


def carry_as_planned(correction: Correction, installation: Installation, at: datetime) -> None:
    """Carry it out as it was planned, or not at all. Raises StateChanged, OnceConflict, FilingFailed."""
    installation.filing.put(correction.files)
    installation.ledger.decisions.put_right(as_committed(correction), at)


def plan_intent(intent: Intent, installation: Installation, at: datetime) -> Correction:
    """What would change; touches nothing. Raises NotDecided, LedgerError, FilingFailed."""
    bearing, mail = _bearing(intent.message, installation), installation.ledger.reports.mail_by_number(intent.message)
    if mail is None:
        raise _no_mail(intent.message)
    check_mail(mail, bearing)
    correction = plan_reading(_read(mail, installation), mail, bearing, intent, installation, at)
    if isinstance(correction.wanted, LookAgain) or not (correction.kept or mail.applications):
        return correction
    lies_nowhere = not installation.ledger.intake.locations_of(mail.mailbox, mail.raw_hash)
    shelf = shelf_for(correction.planned, installation.filing)
    filed, files = layout_of(correction.planned, shelf, is_only_copy=lies_nowhere)
    files = _taken_out(mail, files, installation) | files
    if correction.kept and filed.raw is not None:
        files[filed.raw] = _bytes(mail, installation)
    else:
        filed = replace(filed, raw=None)
    return replace(correction, filed=filed, files=files, put=frozenset(files))


def plan_reading(
    reading: Reading | None, mail: MailRow, bearing: Bearing, intent: Intent, installation: Installation, at: datetime
) -> Correction:
    """What would change of a mail that was read again, but for its files; None: its bytes are kept no longer.

    Raises NotDecided, LedgerError.
    """
    undoes = _undone(intent, bearing)
    decisions = _decisions(intent, undoes, bearing, mail, installation)
    decided = _decided(decisions, intent, bearing, mail, installation)
    kept, linked = reading is not None, NOT_LINKED
    if reading is None:
        reading, verdict = remembered(mail, installation.filing)
        decided = replace(decided, answer=Wish.NONE)
    else:
        verdict = judge(reading, installation.rules, installation.ledger.history.known_of(reading))
        linked = _linked(reading, verdict, mail, decided, installation)
        verdict = as_known(verdict, linked, reading, installation.rules, installation.ledger)
    check_numbers(mail, decided, verdict.applications)
    history = _history(reading, verdict, bearing, intent, installation, at, linked)
    verdict = as_moved_before(verdict, history, installation.rules)
    plan = plan_for(reading, verdict, installation.rules, history, at, decided=decided)
    if plan.outcome is Outcome.DUPLICATE and plan.reason is not Reason.SENT_AGAIN:
        raise NotDecided(Sentence("mail #{number} is a further delivery of a mail that is known", number=mail.id))
    if isinstance(decided.wanted, KeepLonger | LetGo) and plan.consent is None:
        raise NotDecided(
            Sentence("mail #{number} is by nobody who was asked whether they may be kept longer", number=mail.id)
        )
    unasked = replace(decided, answer=Wish.AS_USUAL)
    said = plan if kept else replace(plan, reply=Silent(silence=Silence.KEPT_NO_LONGER))
    noted = without_an_agency(verdict) if says_no_agency(decided.wanted) else verdict
    planned = PlannedMail.over(history, reading, noted, said, linked)
    return Correction(
        mail=mail,
        intent=intent,
        undoes=undoes,
        at=at,
        bearing=bearing,
        planned=planned,
        kept=kept,
        taught=taught_by(decisions, reading, verdict, installation.rules) if kept else _left_of_lessons(intent),
        wanted=decided.wanted,
        unasked=plan_for(reading, verdict, installation.rules, history, at, decided=unasked).reply,
    )


def _history(
    reading: Reading,
    verdict: Verdict,
    bearing: Bearing,
    intent: Intent,
    installation: Installation,
    at: datetime,
    linked: Linked,
) -> History:
    """What was before, without those of the mail's letters that the new plan takes the place of."""
    replaced = replaced_letters(bearing, intent)
    history = installation.ledger.history.of(reading, verdict, at, but_actions=replaced, linked=linked)
    restored_at = ledger_restored_at(installation, reading.mailbox)
    if restored_at is not None and reading.received_at < restored_at:
        return replace(history, seen_before_rescan=True)
    return history


def _linked(reading: Reading, verdict: Verdict, mail: MailRow, decided: Decided, installation: Installation) -> Linked:
    """Who applies: as a person says, else as the mail shows. Raises NotDecided, LedgerError."""
    past, whose = installation.ledger.history, decided.whose
    if isinstance(whose, SameAs):
        linked = past.linked_with(whose.mail, reading, verdict, installation.rules)
        if linked is None or whose.mail == mail.id:
            why = Sentence("mail #{other} brings no application", other=whose.mail)
            raise NotDecided(Sentence("mail #{number} stays as it is: {why}", number=mail.id, why=why))
        return linked
    return past.linked(reading, verdict, installation.rules, apart=isinstance(whose, NotTheSame))


def _taken_out(mail: MailRow, files: Mapping[str, bytes], installation: Installation) -> dict[str, bytes]:
    """The records of applications that the mail adds to no more, without what it added. Raises FilingFailed."""
    left: dict[str, bytes] = {}
    for application in mail.applications:
        path = f"{application.folder}/{APPLICATION_JSON}"
        if application.folder is not None and path not in files:
            record = without(record_at(path, installation.filing), mail.raw_hash)
            left |= {} if record is None else {path: record}
    return left


def _undone(intent: Intent, bearing: Bearing) -> int | None:
    """Which decision is taken out. Raises NotDecided where there is none."""
    if intent.decision is not None:
        return None
    if not bearing.in_force:
        raise NotDecided(Sentence("nobody has decided anything about mail #{number}", number=intent.message))
    return bearing.in_force[-1].id


def _decisions(
    intent: Intent, undoes: int | None, bearing: Bearing, mail: MailRow, installation: Installation
) -> list[Decision]:
    """What is in force about the mail with this decision, or without the one that is undone, oldest first."""
    decisions = [row.decision for row in bearing.in_force if row.decision is not None and row.id != undoes]
    if intent.decision is not None:
        check_decision(mail, intent.decision, installation.rules)
        decisions.append(intent.decision)
    return decisions


def _left_of_lessons(intent: Intent) -> Taught | None:
    """Of a mail whose bytes are gone nothing is learned anew; what it taught stands as long as its decision."""
    letter_alone = intent.decision is not None and isinstance(intent.decision.wanted, AsJudged)
    return None if letter_alone else NOTHING_TAUGHT


def _decided(
    decisions: Sequence[Decision], intent: Intent, bearing: Bearing, mail: MailRow, installation: Installation
) -> Decided:
    in_all = in_force(decisions, turn=bearing.turn + 1, was_flagged=needs_a_person(mail.outcome, mail.reason))
    decided = replace(in_all, means=intent.means)
    for decision in decisions:
        if decision.wanted in (decided.wanted, *decided.one_by_one.values()):
            check_vacancy(mail, decision, installation.rules)
    return decided


def _read(mail: MailRow, installation: Installation) -> Reading | None:
    """The mail, read again from its kept bytes, of an agency's from the mailbox; None where it is nowhere any more.

    Raises NotDecided where the mailbox can't be reached.

    Of one that was too large to fetch only the header was kept.
    """
    try:
        reading = read_wherever(mail, installation)
    except MailboxDown as down:
        raise _out_of_reach(mail, down) from down
    if reading is None:
        return None
    if reading.raw_hash == mail.raw_hash:
        return with_opened(reading, installation)
    return replace(reading, raw_hash=mail.raw_hash, documents=(), problem=Problem.TOO_LARGE)


def _bytes(mail: MailRow, installation: Installation) -> bytes:
    if mail.raw_path is None:
        try:
            raw = fetched_file(mail, installation)
        except MailboxDown as down:
            raise _out_of_reach(mail, down) from down
        if raw is not None:
            try:
                return raw.spool.read_bytes()
            finally:
                raw.spool.unlink(missing_ok=True)
        raise FilingFailed(Sentence("what mail #{number} said is kept no longer: answer it by hand", number=mail.id))
    with installation.filing.open(mail.raw_path) as kept:
        return kept.read()


def _out_of_reach(mail: MailRow, down: MailboxDown) -> NotDecided:
    sentence = Sentence(
        "mail #{number} lies in the mailbox alone, which can't be asked for it: {why}",
        number=mail.id,
        why=said_by(down),
    )
    return NotNow(sentence) if down.temporary else NotDecided(sentence)


def _bearing(message: int, installation: Installation) -> Bearing:
    try:
        return installation.ledger.decisions.bearing(message)
    except NoSuchAction:
        raise _no_mail(message) from None


def _no_mail(message: int) -> NotDecided:
    return NotDecided(Sentence("there is no mail #{number}", number=message))
