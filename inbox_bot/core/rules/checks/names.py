"""Names and addresses: each means one thing, and whatever is named elsewhere is in its list."""

from collections.abc import Callable
from dataclasses import dataclass

from inbox_bot.core.rules.checks.paths import conditions_in, each_of, index_of, mailboxes_in
from inbox_bot.core.rules.text.problems import did_you_mean, nearest, shown, there_are
from inbox_bot.core.rules.text.shape import spoken
from inbox_bot.core.rules.text.yaml_tree import Node, Path, Report
from inbox_bot.core.rules.written.names import a_label_address
from inbox_bot.core.wording import Sentence

NAMES_TOLD = 10  # of those that a wrong reference could have meant


def names_are_unique(root: Node, report: Report) -> None:
    """Ids of vacancies, names of mailboxes, of rules and of hooks, addresses of reviewers."""
    _report_repeated(root, [(*path, "id") for path in each_of(root, "vacancies")], str, report)
    references = [(*path, "reference") for path in each_of(root, "vacancies")]
    _report_repeated(root, references, str.lower, report)
    _report_repeated(root, [(*path, "email") for path in each_of(root, "reviewers")], _same_address, report)
    _report_repeated(root, [(*path, "name") for path in each_of(root, "rules")], str, report)
    _report_repeated(root, [(*path, "name") for path in each_of(root, "hooks")], str, report)
    seen: dict[str, Path] = {}
    for path in mailboxes_in(root):
        node = root.at(*path)
        if node is None or not isinstance(node.value, dict):
            continue
        name = root.text(*path, "name") or "recruitment"
        if name in seen:
            named = root.at(*path, "name") or node
            elsewhere = root.place(seen[name], path)
            values = {"place": spoken(root, path), "value": shown(name), "other": elsewhere}
            report(
                named.index,
                Sentence(
                    "{place} is called {value} like the one in {other}; give each mailbox a name: of its own", **values
                )
                if elsewhere
                else Sentence(
                    "{place} is called {value} like one before; give each mailbox a name: of its own", **values
                ),
            )
        seen.setdefault(name, path)


def addresses_are_unique(root: Node, report: Report) -> None:
    """An address of ours means one mailbox or one vacancy; a reviewer is a person and not the mailbox itself."""
    ours: list[Path] = []
    for path in mailboxes_in(root):
        ours += [
            (*path, "address"),
            *each_of(root, *path, "aliases"),
        ]
    ours += [(*path, "address") for path in each_of(root, "vacancies")]
    taken = _report_repeated(root, ours, _same_address, report)
    for path in each_of(root, "reviewers"):
        email: Path = (*path, "email")
        address = _same_address(root.text(*email))
        if address in taken:
            report(
                index_of(root, email),
                Sentence(
                    "{place} is {value}, which is {other}: the digest would come back as mail; write a "
                    "person's own address",
                    place=spoken(root, email),
                    value=shown(root.text(*email)),
                    other=spoken(root, taken[address]),
                ),
            )


def an_agency_is_one_thing(root: Node, report: Report) -> None:
    """An address, a domain or a name stands on one of the three lists."""
    lists = ("approved", "blocked", "never")
    paths = [path for name in lists for path in each_of(root, "agencies", name)]
    paths = [(*path, "agency") if root.at(*path, "agency") is not None else path for path in paths]
    _report_repeated(root, paths, lambda text: text.strip().removeprefix("@").lower(), report)


def references_lead_somewhere(root: Node, report: Report) -> None:
    """Vacancies and reviewers that are named elsewhere are in their lists."""
    vacancies = _Known.of(root, "vacancies", "id", Sentence("a vacancy's id"), str)
    reviewers = _Known.of(root, "reviewers", "email", Sentence("a reviewer's email"), _same_address)
    for path in [*mailboxes_in(root), *each_of(root, "reviewers"), *each_of(root, "agencies", "approved")]:
        for named in each_of(root, *path, "vacancies"):
            vacancies.refer(root, named, report)
    for path in mailboxes_in(root):
        for named in each_of(root, *path, "reviewers"):
            reviewers.refer(root, named, report)
    for rule in each_of(root, "rules"):
        vacancies.refer(root, (*rule, "then", "vacancy"), report)
        reviewers.refer(root, (*rule, "then", "tell"), report)
        for path in conditions_in(root, (*rule, "when")):
            for named in each_of(root, *path, "vacancy"):
                if root.text(*named) != "none":
                    vacancies.refer(root, named, report)


def _report_repeated(root: Node, paths: list[Path], same: Callable[[str], str], report: Report) -> dict[str, Path]:
    """Report the later of two equal texts; where each text stands first."""
    first: dict[str, Path] = {}
    for path in paths:
        text = root.text(*path)
        key = same(text)
        if not key:
            continue
        if key in first:
            elsewhere = root.place(first[key], path)
            values = {"place": spoken(root, path), "value": shown(text), "other": spoken(root, first[key])}
            report(
                index_of(root, path),
                Sentence(
                    "{place} is {value}, which is {other} in {file} already; change one of the two, or keep it in one "
                    "place and name it in the other",
                    **values,
                    file=elsewhere,
                )
                if elsewhere
                else Sentence("{place} is {value}, which is {other} already; change one of the two", **values),
            )
        else:
            first[key] = path
    return first


@dataclass(frozen=True, kw_only=True)
class _Known:
    """The names of a list that other places refer to."""

    what: str
    names: tuple[str, ...]
    same: Callable[[str], str]
    keys: frozenset[str]

    @classmethod
    def of(cls, root: Node, section: str, key: str, what: str, same: Callable[[str], str]) -> "_Known":
        names = tuple(root.text(*path, key) for path in each_of(root, section))
        return cls(what=what, names=names, same=same, keys=frozenset(same(name) for name in names))

    def refer(self, root: Node, path: Path, report: Report) -> None:
        """Report a reference that leads nowhere."""
        node = root.at(*path)
        if node is None or not isinstance(node.value, str) or self.same(node.value) in self.keys:
            return
        near = nearest(node.value, self.names)
        remedy = did_you_mean(near) if near else there_are(filter(None, self.names[:NAMES_TOLD]))
        report(
            node.index,
            Sentence(
                "{place} is {value}, which is not {what}; {remedy}",
                place=spoken(root, path),
                value=shown(node.value),
                what=self.what,
                remedy=remedy,
            ),
        )


def _same_address(text: str) -> str:
    return (a_label_address(text) or text).strip().lower()
