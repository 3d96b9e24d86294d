"""What holds between the thresholds of agencies, beyond what each of them may be."""

from inbox_bot.core.rules.agencies.settings import AgencyThresholds
from inbox_bot.core.rules.text.problems import Wrong, shown
from inbox_bot.core.rules.text.yaml_tree import Node, Path, Report
from inbox_bot.core.rules.written.quantities import share
from inbox_bot.core.wording import Sentence


def doubts_come_before_flags(root: Node, report: Report) -> None:
    """A mail that is set apart was doubtful on the way there: the score of a doubt is the lower one."""
    thresholds: Path = ("agencies", "thresholds")
    left_out = AgencyThresholds()
    try:
        doubt = share(root.text(*thresholds, "doubt") or left_out.doubt)
        flag = share(root.text(*thresholds, "flag") or left_out.flag)
    except Wrong:
        return  # told by its shape
    if isinstance(doubt, float) and isinstance(flag, float) and doubt > flag:
        written = root.at(*thresholds, "doubt") or root.at(*thresholds, "flag")
        report(
            written.index if written is not None else root.index,
            Sentence(
                "{place} is {value}, which is above flag ({flag}): nothing would be left to doubt; write a lower one",
                place="agencies.thresholds.doubt",
                value=shown(str(doubt)),
                flag=str(flag),
            ),
        )
