"""The one reminder of a CV that was asked for and has not come.

It is planned over the mail that the request answered, by the same stops and holds as any answer; but where one of them
applies nobody is reminded at all: a reminder that waits for a person would only be one more thing to decide. A missing
CV has a letter of its own for it, one with a password or one that can't be read is asked for as before.
"""

from dataclasses import replace

from inbox_bot.core.plan.actions import ANSWERED, after_further, family_key
from inbox_bot.core.plan.filed.joining import standing
from inbox_bot.core.plan.values import Action
from inbox_bot.core.reply.checks.threads import REQUESTS
from inbox_bot.core.reply.decide import may_answer
from inbox_bot.core.reply.letter.compose import answer_with, is_written, key_of
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.office_hours import first_due
from inbox_bot.core.reply.proposal import proposal_of
from inbox_bot.core.rules.model import Mode
from inbox_bot.core.words import WENT_OUT, ActionState, Template


def reminder(matter: Matter) -> tuple[Action, ...]:
    """The reminder, its copy in Sent and the mail's flag; nothing where none is due.

    `matter` is that of the mail whose answer asked for a CV; its history says what came since.
    """
    history, rules = matter.history, matter.rules
    own = [each for each in history.answers if each.answer_of == history.fingerprint and each.state in WENT_OUT]
    asked = [each for each in own if each.template in REQUESTS]
    if rules.mode is not Mode.LIVE or len(own) != 1 or not asked:
        return ()
    [request] = asked
    template = Template.CV_REMINDER if request.template is Template.MISSING_CV else request.template
    vacancy = rules.vacancy(request.vacancy) if request.vacancy else None
    if any(each.had_cv for each in standing(history.applications, request.vacancy)) or not matter.offers(template):
        return ()
    if vacancy is not None and not vacancy.is_open(matter.at.date()):
        return ()
    proposal = proposal_of(matter, template=template, vacancy=request.vacancy)
    proposal = replace(proposal, corrects=request)  # the one further letter about this mail
    if may_answer(proposal) is not None:
        return ()
    answer = answer_with(proposal, template)
    if answer is None or not is_written(answer):
        return ()
    key, at = key_of(proposal), matter.at
    mail = f"{matter.reading.mailbox}:{matter.reading.raw_hash}"
    letter = Action(
        effect=answer,
        once_keys=(key, family_key(answer, at)),
        state=ActionState.PENDING,
        due_at=first_due(template, rules, at),
    )
    return letter, *after_further(answer, key, f"flag:{mail}:{ANSWERED}:reminded", at)
