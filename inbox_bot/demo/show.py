"""What the demo prints: each mail, the sum, what was filed, what was answered, and what to try next."""

from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from inbox_bot.core.plan.values import PlannedMail
from inbox_bot.core.wording import ENGLISH, Wording
from inbox_bot.core.words import ActionState, Outcome
from inbox_bot.demo.run import DemoRun
from inbox_bot.demo.samples import samples
from inbox_bot.digest.wording import OUTCOMES_IN_WORDS, sentence_of
from inbox_bot.edges.ledger import AnswerRow
from inbox_bot.pipeline.summary import Summary, summary_of

WIDE = 128  # columns from which a mail takes one line; below it takes two
_WHO, _OUTCOME, _VACANCY = 21, 19, 30  # columns
_COLOURS = {
    Outcome.FILED: "green",
    Outcome.SPECULATIVE: "green",
    Outcome.REVIEW: "yellow",
    Outcome.AGENCY: "magenta",
    Outcome.FAILED: "red",
}


def header(console: Console, said: Wording = ENGLISH) -> None:
    """Before the first mail."""
    mails = said.say("{number} sample mails on a mail server of its own.", number=len(samples()))
    machine = said.say("Nothing leaves this machine.")
    shown = said.say("Who wrote, what became of it, for which vacancy, and why:")
    title = said.say("inbox_bot, the demo")
    console.print(Text(title, style="bold").append(f": {mails}\n{machine} {shown}\n", style="not bold"), soft_wrap=True)


def mail_line(console: Console, mail: PlannedMail, wrong: tuple[str, ...] = (), said: Wording = ENGLISH) -> None:
    """One mail, as soon as it is taken in; `wrong` names where it is not as expected."""
    cells = summary_of(mail, said)
    style = _COLOURS.get(mail.plan.outcome, "dim")
    table = Table.grid(padding=(0, 1))
    for width in (_WHO, _OUTCOME, _VACANCY):
        table.add_column(width=width, no_wrap=True, overflow="ellipsis")
    shown = [Text(cells.who), Text(cells.outcome.replace("_", " "), style=style), Text(cells.vacancy)]
    because = Text(_answered(cells, said), style="dim").append(f"; {cells.why.rstrip('.')}" if cells.why else "")
    if console.width >= WIDE:
        table.add_column(width=console.width - _WHO - _OUTCOME - _VACANCY - 4, no_wrap=True, overflow="ellipsis")
        shown.append(because)
    table.add_row(*shown)
    console.print(table)
    if console.width < WIDE:
        console.print(Text("  ").append_text(because), no_wrap=True, overflow="ellipsis", soft_wrap=False)
    for difference in wrong:
        found = said.say("not as expected: {difference}", difference=difference)
        console.print(Text(f"  {found}", style="bold red"), soft_wrap=True)


def result(console: Console, run: DemoRun, command: str, as_expected: int, said: Wording = ENGLISH) -> None:
    """After the last mail."""
    digest, say = run.digest, said.say
    received = say("{number} received, in {seconds:.1f} s:", number=digest.received, seconds=run.seconds)
    console.print(Text(f"\n{received}", style="bold"))
    for count in digest.counts:
        console.print(f"  {count.number:>3} {said.repeat(OUTCOMES_IN_WORDS[count.outcome])}", highlight=False)
    style = "bold green" if as_expected == len(samples()) else "bold red"
    right = say("{number} of {all} as expected", number=as_expected, all=len(samples()))
    table = say("(the table is {file})", file="inbox_bot/demo/expected.py")
    console.print(Text(right, style=style).append(f" {table}\n", style="not bold dim default"), soft_wrap=True)
    console.print(_tree(run.folder / "applications", said))
    done = [row for row in run.answers if row.state is ActionState.DONE]
    held = [row for row in run.answers if row.state is ActionState.HELD]
    _answers(console, say("Answered"), done, said)
    _answers(console, say("Ready, and held for a person"), held, said)
    _titled(console, say("The day's digest, as its reviewers get it; open it in a browser:"))
    console.print(Text(f"  {run.folder / 'digest.html'}"), soft_wrap=True)
    if run.dragged is not None:
        _titled(console, say("Somebody drags a mail to another folder, and it is filed there:"))
        moved = f"#{run.dragged.number} {run.dragged.who} → {run.dragged.folder}"
        became = said.of(run.dragged.outcome) if run.dragged.outcome else "-"
        console.print(Text(f"  {moved}: {became}"), soft_wrap=True)
    if run.answered is not None:
        _titled(console, say("A reviewer answers it by mail, and has this back:"))
        console.print(Text(f"  {run.answered.order}", style="bold"), soft_wrap=True)
        console.print(Text(f"  {run.answered.acknowledged}"), soft_wrap=True)
    _titled(console, say("Try next"))
    mail = "inbox_bot/demo/mails/17-agency-softly.eml"
    tries = [(say("which words made that mail an agency's"), f"explain {mail}")] if Path(mail).is_file() else []
    tries += [
        (say("your own mailbox, in six questions at most"), "init jobs"),
        (say("all commands"), "--help"),
    ]
    for why, what in tries:
        console.print(Text(f"  {why}", style="dim"), soft_wrap=True)
        console.print(Text(f"    {command} {what}"), soft_wrap=True)


def _answered(cells: Summary, said: Wording) -> str:
    answer = cells.answer.replace("_", " ")
    if answer.startswith("held: "):
        return said.say("answer held: {why}", why=answer.removeprefix("held: "))
    if answer.startswith("none"):
        why = answer.removeprefix("none").removeprefix(": ")
        return said.say("not answered: {why}", why=why) if why else said.say("not answered")
    return said.say("answered: {template}", template=answer)


def _titled(console: Console, title: str) -> None:
    console.print(Text(f"\n{title}", style="bold"), soft_wrap=True)


def _answers(console: Console, title: str, rows: list[AnswerRow], said: Wording) -> None:
    _titled(console, f"{title} ({len(rows)})")
    for (template, why), number in sorted(Counter((row.template.value, row.why) for row in rows).items(), key=str):
        reason = f": {sentence_of(why, said)}" if why else ""
        console.print(Text(f"  {number:>2} × {template.replace('_', ' ')}{reason}"), soft_wrap=True)


def _tree(root: Path, said: Wording) -> Tree:
    """What was filed, a line an application: its folder and the documents in it."""
    tree = Tree(Text(f"{root.name}/", style="bold"))
    for top in sorted(path for path in root.iterdir() if not path.name.startswith(".")):
        branch = tree.add(Text(f"{top.name}/"))
        for application in sorted(path for year in top.iterdir() for path in year.iterdir()):
            names = sorted(path.name for path in application.iterdir())
            shown = [name for name in names if name not in ("message.eml", "application.json")]
            place = f"{application.parent.name}/{application.name}/  "
            branch.add(
                Text(place, no_wrap=True, overflow="ellipsis").append(
                    ", ".join(shown) or said.say("(no document yet)"), style="dim"
                )
            )
    return tree
