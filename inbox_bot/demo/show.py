"""What the demo prints: a line a mail, the sum, what was filed, what was answered, and what to try next."""

from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from inbox_bot.core.plan.values import PlannedMail
from inbox_bot.core.words import ActionState, Outcome
from inbox_bot.demo.run import DemoRun
from inbox_bot.digest.wording import OUTCOMES_IN_WORDS, sentence_of
from inbox_bot.edges.ledger import AnswerRow
from inbox_bot.pipeline.summary import summary_of

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
        "[bold]inbox_bot, the demo[/]: 24 sample mails on a mail server of its own; nothing leaves this machine."
    )
    console.print()


def mail_line(console: Console, mail: PlannedMail) -> None:
    """One mail, as soon as it is taken in."""
    cells = summary_of(mail)
    table = Table.grid(padding=(0, 1), expand=False)
    for width in (21, 19, 30, 46):
        table.add_column(width=width, no_wrap=True, overflow="ellipsis")
    style = _COLOURS.get(mail.plan.outcome, "dim")
    table.add_row(Text(cells.who), Text(cells.outcome, style=style), Text(cells.vacancy), Text(cells.why, style="dim"))
    console.print(table, soft_wrap=False)


def result(console: Console, run: DemoRun, command: str) -> None:
    """After the last mail."""
    digest = run.digest
    sums = " + ".join(f"{count.number} {OUTCOMES_IN_WORDS[count.outcome]}" for count in digest.counts)
    console.print(f"\n[bold]{digest.received} received[/] = {sums}   ({run.seconds:.1f} s)\n")
    console.print(_tree(run.folder / "applications"))
    _answers(console, "Answered", [row for row in run.answers if row.state is ActionState.DONE])
    _answers(console, "Held for a person", [row for row in run.answers if row.state is ActionState.HELD])
    console.print(f"\nThe day's digest, as its reviewers get it: [bold]{run.folder / 'digest.html'}[/]", soft_wrap=True)
    console.print("\n[bold]Try next[/]", highlight=False)
    mail = "inbox_bot/demo/mails/17-agency-softly.eml"
    tries = [(f"{command} explain {mail}", "why it is an agency")] if Path(mail).is_file() else []
    tries += [
        (f"{command} check --rules rules.yaml", "your own mailbox, once rules.yaml names it"),
        (f"{command} --help", "all commands"),
    ]
    width = max(len(what) for what, _ in tries)
    for what, why in tries:
        console.print(f"  {what:{width}}   [dim]{why}[/]", highlight=False, soft_wrap=True)


def _answers(console: Console, title: str, rows: list[AnswerRow]) -> None:
    console.print(f"\n[bold]{title}[/] ({len(rows)})")
    for name, number in sorted(Counter((row.template.value, row.why) for row in rows).items(), key=str):
        template, why = name
        reason = f": {sentence_of(why)}" if why else ""
        console.print(Text(f"  {number} × {template.replace('_', ' ')}{reason}"), soft_wrap=True)


def _tree(root: Path) -> Tree:
    tree = Tree(Text(f"{root.name}/", style="bold"))
    for top in sorted(path for path in root.iterdir() if not path.name.startswith(".")):
        branch = tree.add(Text(f"{top.name}/"))
        for application in sorted(path for year in top.iterdir() for path in year.iterdir()):
            names = sorted(path.name for path in application.iterdir())
            shown = [name for name in names if name not in ("message.eml", "application.json")]
            branch.add(Text(f"{application.parent.name}/{application.name}/  ").append(", ".join(shown), style="dim"))
    return tree
