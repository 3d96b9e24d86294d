"""What would hold of nothing, or of everything: lists without items, empty conditions, hours of no length."""

from inbox_bot.core.rules.checks.paths import conditions_in, each_of, index_of_key
from inbox_bot.core.rules.model import OfficeHours
from inbox_bot.core.rules.text.problems import Wrong, shown
from inbox_bot.core.rules.text.shape import spoken
from inbox_bot.core.rules.text.yaml_tree import Node, Path, Report
from inbox_bot.core.rules.written.quantities import time_of_day
from inbox_bot.core.wording import Sentence


def vacancies_and_reviewers_exist(root: Node, report: Report) -> None:
    """Without a vacancy nothing can be filed; without a reviewer nobody would hear of it."""
    for key in ("vacancies", "reviewers"):
        node = root.at(key)
        if node is not None and node.value == ():
            report(node.index, Sentence("{key} is an empty list; write at least one", key=key))


def an_office_closes_after_it_opens(root: Node, report: Report) -> None:
    """Hours over midnight, or of no length, would never be open."""
    until = root.at("answers", "office_hours", "until")
    closes = root.text("answers", "office_hours", "until").strip() or f"{OfficeHours().until:%H:%M}"
    opens = root.text("answers", "office_hours", "from").strip() or f"{OfficeHours().from_:%H:%M}"
    try:
        in_order = str(time_of_day(opens)) < str(time_of_day(closes))
    except Wrong:
        return  # told by its shape
    if not in_order:
        report(
            until.index if until is not None else root.nearest(("answers", "office_hours", "from")).index,
            Sentence(
                "{place} is {value}, which is not after from; write the hour at which the office closes",
                place="answers.office_hours.until",
                value=shown(closes),
            ),
        )


def whoever_is_asked_has_something_to_keep(root: Node, report: Report) -> None:
    """A question before nothing goes, or an answer to a question that nobody is asked."""
    keep = root.at("keep")
    if keep is None:
        return
    asks = root.at("keep", "ask") is not None
    goes = any(root.at("keep", key) is not None for key in ("country", "filed", "speculative"))
    if asks and not goes:
        report(
            index_of_key(keep, "ask"),
            Sentence(
                "keep.ask asks applicants before their application goes, and none does; write filed:, speculative: or "
                "country:"
            ),
        )
    if root.at("keep", "agreed") is not None and not asks:
        report(
            index_of_key(keep, "agreed"),
            Sentence(
                "keep.agreed says how long whoever says yes is kept, and nobody is asked; write ask: 7 days before, too"
            ),
        )


def rules_say_something(root: Node, report: Report) -> None:
    """An empty condition would hold of every mail, an empty `then` would hide the rules below it."""
    for rule in each_of(root, "rules"):
        for path in [*conditions_in(root, (*rule, "when")), (*rule, "then")]:
            node = root.at(*path)
            if node is None or not isinstance(node.value, dict):
                continue
            if all(inner.value is None and not inner.is_alias for inner in node.value.values()):
                report(
                    node.index,
                    Sentence("{place} says nothing; write at least one key below it", place=spoken(root, path)),
                )
            headers = node.at("headers")
            header_fields = headers.value if headers is not None and isinstance(headers.value, dict) else {}
            values: dict[Path, Node] = {(key,): inner for key, inner in node.value.items()}
            values |= {("headers", name): inner for name, inner in header_fields.items()}
            for below, inner in values.items():
                if inner.value == () or (below == ("headers",) and inner.value == {}):
                    report(
                        inner.index,
                        Sentence(
                            "{place} is empty; write a value, or take the line out", place=spoken(root, (*path, *below))
                        ),
                    )
