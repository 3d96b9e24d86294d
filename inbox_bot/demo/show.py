"""What the demo prints: each mail, the sum, what was filed, what was answered, and what to try next."""

from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from inbox_bot.core.plan.values import PlannedMail
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


def header(console: Console) -> None:
    """Before the first mail."""
    console.print(
        f"[bold]inbox_bot, the demo[/]: {len(samples())} sample mails on a mail server of its own.\n"
        "Nothing leaves this machine. Who wrote, what became of it, for which vacancy, and why:\n",
        highlight=False,
        soft_wrap=True,
    )


def mail_line(console: Console, mail: PlannedMail, wrong: tuple[str, ...] = ()) -> None:
    """One mail, as soon as it is taken in; `wrong` names where it is not as expected."""
    cells = summary_of(mail)
    style = _COLOURS.get(mail.plan.outcome, "dim")
    table = Table.grid(padding=(0, 1))
    for width in (_WHO, _OUTCOME, _VACANCY):
        table.add_column(width=width, no_wrap=True, overflow="ellipsis")
    shown = [Text(cells.who), Text(cells.outcome.replace("_", " "), style=style), Text(cells.vacancy)]
    because = Text(_answered(cells), style="dim").append(f"; {cells.why.rstrip('.')}" if cells.why else "")
    if console.width >= WIDE:
        table.add_column(width=console.width - _WHO - _OUTCOME - _VACANCY - 4, no_wrap=True, overflow="ellipsis")
        shown.append(because)
    table.add_row(*shown)
    console.print(table)
    if console.width < WIDE:
        console.print(Text("  ").append_text(because), no_wrap=True, overflow="ellipsis", soft_wrap=False)
    for difference in wrong:
        console.print(Text(f"  not as expected: {difference}", style="bold red"), soft_wrap=True)


def result(console: Console, run: DemoRun, command: str, as_expected: int) -> None:
    """After the last mail."""
    digest, number = run.digest, len(samples())
    console.print(f"\n[bold]{digest.received} received[/], in {run.seconds:.1f} s:", highlight=False)
    for count in digest.counts:
        console.print(f"  {count.number:>3} {OUTCOMES_IN_WORDS[count.outcome]}", highlight=False)
    style = "bold green" if as_expected == number else "bold red"
    console.print(Text(f"{as_expected} of {number} as expected", style=style), end="")
    console.print(" (the table is inbox_bot/demo/expected.py)\n", style="dim", highlight=False)
    console.print(_tree(run.folder / "applications"))
    _answers(console, "Answered", [row for row in run.answers if row.state is ActionState.DONE])
    _answers(console, "Ready, and held for a person", [row for row in run.answers if row.state is ActionState.HELD])
    _line(console, "\n[bold]The day's digest[/], as its reviewers get it; open it in a browser:")
    console.print(Text(f"  {run.folder / 'digest.html'}"), soft_wrap=True)
    _line(console, "\n[bold]Try next[/]")
    mail = "inbox_bot/demo/mails/17-agency-softly.eml"
    tries = [("which words made that mail an agency's", f"explain {mail}")] if Path(mail).is_file() else []
    tries += [
        ("your own mailbox, once rules.yaml names it", "check --rules rules.yaml"),
        ("all commands", "--help"),
    ]
    for why, what in tries:
        _line(console, f"  [dim]{why}[/]")
        console.print(Text(f"    {command} {what}"), soft_wrap=True)


def _answered(cells: Summary) -> str:
    answer = cells.answer.replace("_", " ")
    if answer.startswith("held: "):
        return f"answer {answer}"
    return f"not answered{answer.removeprefix('none')}" if answer.startswith("none") else f"answered: {answer}"


def _line(console: Console, markup: str) -> None:
    console.print(markup, highlight=False, soft_wrap=True)


def _answers(console: Console, title: str, rows: list[AnswerRow]) -> None:
    _line(console, f"\n[bold]{title}[/] ({len(rows)})")
    for (template, why), number in sorted(Counter((row.template.value, row.why) for row in rows).items(), key=str):
        reason = f": {sentence_of(why)}" if why else ""
        console.print(Text(f"  {number:>2} × {template.replace('_', ' ')}{reason}"), soft_wrap=True)


def _tree(root: Path) -> Tree:
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
                    ", ".join(shown) or "(no document yet)", style="dim"
                )
            )
    return tree
