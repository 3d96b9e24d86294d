"""What has to fit together across the sections of rules.yaml: names that are unique, references that lead somewhere.

Works on the tree and not on the model, so that these problems come out together with those of shape.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from inbox_bot.core.rules.agencies.checks import doubts_come_before_flags
from inbox_bot.core.rules.model import OfficeHours
from inbox_bot.core.rules.sign_in.checks import check_sign_in
from inbox_bot.core.rules.text.problems import Wrong, did_you_mean, nearest, shown, there_are
from inbox_bot.core.rules.text.shape import spoken
from inbox_bot.core.rules.text.yaml_tree import Node, Path, Report
from inbox_bot.core.rules.written.names import JUNK, a_label_address, is_loopback
from inbox_bot.core.rules.written.quantities import time_of_day
from inbox_bot.core.wording import Sentence

NAMES_TOLD = 10  # of those that a wrong reference could have meant
PREFIX_BYTES = 400  # of the keys in a bucket
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
NESTED = ("any", "all", "not")  # keys of a condition that hold conditions


def check(root: Node, report: Report) -> None:
    """Report everything that does not fit together."""
    for one in CHECKS:
        one(root, report)


def one_way_to_name_mailboxes(root: Node, report: Report) -> None:
    """`mailbox:` for one, `mailboxes:` for several; never both, never none."""
    one, several = root.at("mailbox"), root.at("mailboxes")
    if one is not None and several is not None:
        report(
            _key(root, "mailboxes"),
            Sentence("mailbox and mailboxes both stand here; write one mailbox as mailbox:, several as mailboxes:"),
        )
    elif one is None and several is None:
        if nearest("mailbox", root.keys) is None:
            report(
                root.index,
                Sentence('the file lacks the key "mailbox"; add it, with address:, imap: and smtp: below it'),
            )
    elif several is not None and several.value == ():
        report(several.index, Sentence("mailboxes is an empty list; write at least one mailbox"))


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
            _key(keep, "ask"),
            Sentence(
                "keep.ask asks applicants before their application goes, and none does; write filed:, speculative: or "
                "country:"
            ),
        )
    if root.at("keep", "agreed") is not None and not asks:
        report(
            _key(keep, "agreed"),
            Sentence(
                "keep.agreed says how long whoever says yes is kept, and nobody is asked; write ask: 7 days before, too"
            ),
        )


def mail_is_read_from_somewhere(root: Node, report: Report) -> None:
    """A mailbox without a folder to look into would be polled, and nothing ever come of it."""
    for mailbox in mailboxes_in(root):
        node = root.at(*mailbox, "folders")
        if node is not None and node.value == ():
            report(
                node.index,
                Sentence(
                    "{place} is an empty list: no mail would be read; write at least one, or take the line "
                    "out for INBOX",
                    place=spoken(root, (*mailbox, "folders")),
                ),
            )


def folders_are_named_or_junk(root: Node, report: Report) -> None:
    """Of the special uses of folders (RFC 6154) one means something here, and not alone."""
    for mailbox in mailboxes_in(root):
        path: Path = (*mailbox, "folders")
        named = [(item, item.value) for item in root.items(*path) if isinstance(item.value, str)]
        for item, value in named:
            if value.startswith("\\") and value.lower() != JUNK:
                report(
                    item.index,
                    Sentence(
                        "{place} has {value}; write the folder's name as the mail server has it, or \\Junk for "
                        "the one that it marks for junk",
                        place=spoken(root, path),
                        value=shown(value),
                    ),
                )
        if named and all(value.lower() == JUNK for _, value in named):
            report(_at(root, path), Sentence("{place} has \\Junk alone: write INBOX as well", place=spoken(root, path)))


def names_are_unique(root: Node, report: Report) -> None:
    """Ids of vacancies, names of mailboxes, of rules and of hooks, addresses of reviewers."""
    _unique(root, [(*path, "id") for path in _each(root, "vacancies")], str, report)
    references = [(*path, "reference") for path in _each(root, "vacancies")]
    _unique(root, references, str.lower, report)
    _unique(root, [(*path, "email") for path in _each(root, "reviewers")], _same_address, report)
    _unique(root, [(*path, "name") for path in _each(root, "rules")], str, report)
    _unique(root, [(*path, "name") for path in _each(root, "hooks")], str, report)
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
            *_each(root, *path, "aliases"),
        ]
    ours += [(*path, "address") for path in _each(root, "vacancies")]
    taken = _unique(root, ours, _same_address, report)
    for path in _each(root, "reviewers"):
        email: Path = (*path, "email")
        address = _same_address(root.text(*email))
        if address in taken:
            report(
                _at(root, email),
                Sentence(
                    "{place} is {value}, which is {other}: the digest would come back as mail; write a "
                    "person's own address",
                    place=spoken(root, email),
                    value=shown(root.text(*email)),
                    other=spoken(root, taken[address]),
                ),
            )


def references_lead_somewhere(root: Node, report: Report) -> None:
    """Vacancies and reviewers that are named elsewhere are in their lists."""
    vacancies = _Known.of(root, "vacancies", "id", Sentence("a vacancy's id"), str)
    reviewers = _Known.of(root, "reviewers", "email", Sentence("a reviewer's email"), _same_address)
    for path in [*mailboxes_in(root), *_each(root, "reviewers"), *_each(root, "agencies", "approved")]:
        for named in _each(root, *path, "vacancies"):
            vacancies.refer(root, named, report)
    for path in mailboxes_in(root):
        for named in _each(root, *path, "reviewers"):
            reviewers.refer(root, named, report)
    for rule in _each(root, "rules"):
        vacancies.refer(root, (*rule, "then", "vacancy"), report)
        reviewers.refer(root, (*rule, "then", "tell"), report)
        for path in _conditions(root, (*rule, "when")):
            for named in _each(root, *path, "vacancy"):
                if root.text(*named) != "none":
                    vacancies.refer(root, named, report)


def rules_say_something(root: Node, report: Report) -> None:
    """An empty condition would hold of every mail, an empty `then` would hide the rules below it."""
    for rule in _each(root, "rules"):
        for path in [*_conditions(root, (*rule, "when")), (*rule, "then")]:
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


def secrets_travel_safely(root: Node, report: Report) -> None:
    """A connection without protection stays on this machine; user and password come together."""
    for mailbox in mailboxes_in(root):
        for server in ("imap", "smtp"):
            _check_server(root, (*mailbox, server), report, by_token=root.at(*mailbox, "signin") is not None)
    _check_server(root, ("alarm", "mail"), report)


def _check_server(root: Node, path: Path, report: Report, *, by_token: bool = False) -> None:
    host = root.text(*path, "host")
    if root.text(*path, "security") == "none" and host and not is_loopback(host.strip("[]").lower()):
        report(
            _at(root, (*path, "security")),
            Sentence(
                "{place} is none, and {value} is another machine: passwords and mail would go over the "
                "network in the clear; write tls or starttls",
                place=spoken(root, (*path, "security")),
                value=shown(host),
            ),
        )
    _check_pair(root, path, ("user", "password"), report, is_enough="user" if by_token else None)


def _check_pair(root: Node, path: Path, keys: tuple[str, str], report: Report, *, is_enough: str | None = None) -> None:
    """Two keys that say something together alone; `is_enough`: one that does by itself."""
    there = [key for key in keys if root.text(*path, key) != ""]
    if len(there) == 1 and there != [is_enough]:
        lacking = next(key for key in keys if key not in there)
        report(
            _at(root, (*path, *there)),
            Sentence(
                "{place} has a {key} and no {lacking}; write both, or neither where none is asked for",
                place=spoken(root, path),
                key=there[0],
                lacking=lacking,
            ),
        )


def sign_ins_are_whole(root: Node, report: Report) -> None:
    """Where tokens come from is said whole, by provider and flow."""
    for mailbox in mailboxes_in(root):
        node = root.at(*mailbox, "signin")
        if node is not None and isinstance(node.value, dict):
            check_sign_in(root, (*mailbox, "signin"), report)


def files_are_where_they_can_be(root: Node, report: Report) -> None:
    """Applications go into a folder or a bucket; the ledger is a file or a PostgreSQL URL without a password in it."""
    filing = root.at("filing", "to")
    if filing is not None and "://" in root.text("filing", "to") and not _is_bucket(root.text("filing", "to")):
        report(
            filing.index,
            Sentence(
                "filing.to is {value}, which is a URL of another kind; write a folder like ./applications, or "
                "s3://bucket/prefix",
                value=shown(filing.plain()),
            ),
        )
    _check_pair(root, ("filing", "s3"), ("key", "secret"), report)
    if root.text("filing", "s3", "encryption_key") and root.text("filing", "s3", "encryption") != "aws:kms":
        report(
            _at(root, ("filing", "s3", "encryption_key")),
            Sentence("filing.s3.encryption_key is used with encryption: aws:kms alone; write that, or take it out"),
        )
    ledger, url = root.at("ledger"), root.text("ledger")
    if ledger is None or "://" not in url:
        return
    try:
        parts = urlsplit(url)
        scheme, password = parts.scheme, parts.password
    except ValueError:
        scheme, password = "", None
    if scheme not in ("postgresql", "postgres", "postgresql+psycopg"):
        report(
            ledger.index,
            Sentence("ledger is a URL of another kind; write a file like ./ledger.db, or postgresql://host/name"),
        )
    elif password is not None:
        report(
            ledger.index,
            Sentence("ledger holds a password; take it out of the URL and put it into ~/.pgpass (PGPASSFILE)"),
        )


def _is_bucket(place: str) -> bool:
    """Whether a place is s3://bucket/prefix, by the rules for names of buckets and the length of a key.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html: 3 to 63 of a-z, 0-9, dots and
    hyphens. A key has 1,024 bytes at most, of which a path of ours needs some 400.
    """
    scheme, _, rest = place.partition("://")
    bucket, _, prefix = rest.partition("/")
    parts = prefix.strip("/").split("/")
    is_clean = prefix.isprintable() and not {".", ".."}.intersection(parts) and ("" not in parts or parts == [""])
    return (
        scheme == "s3" and _BUCKET.fullmatch(bucket) is not None and is_clean and len(prefix.encode()) <= PREFIX_BYTES
    )


def mail_does_not_move_in_a_circle(root: Node, report: Report) -> None:
    """A folder that mail is moved to is not one that mail is taken from."""
    for mailbox in mailboxes_in(root):
        watched = {item.value.lower() for item in root.items(*mailbox, "folders") if isinstance(item.value, str)}
        watched = watched or {"inbox"}
        moves = root.at(*mailbox, "move_to")
        for key in moves.value if moves is not None and isinstance(moves.value, dict) else ():
            path: Path = (*mailbox, "move_to", key)
            parts = [item.value for item in root.items(*path) if isinstance(item.value, str)]
            if "/".join(parts).lower() in watched:
                report(
                    _at(root, path),
                    Sentence(
                        "{place} is {value}, a folder that mail is taken from: it would be read again; write "
                        "another folder, or stay",
                        place=spoken(root, path),
                        value=shown("/".join(parts)),
                    ),
                )


def an_agency_is_one_thing(root: Node, report: Report) -> None:
    """An address, a domain or a name stands on one of the three lists."""
    lists = ("approved", "blocked", "never")
    paths = [path for name in lists for path in _each(root, "agencies", name)]
    paths = [(*path, "agency") if root.at(*path, "agency") is not None else path for path in paths]
    _unique(root, paths, lambda text: text.strip().removeprefix("@").lower(), report)


CHECKS: tuple[Callable[[Node, Report], None], ...] = (
    one_way_to_name_mailboxes,
    vacancies_and_reviewers_exist,
    an_office_closes_after_it_opens,
    whoever_is_asked_has_something_to_keep,
    mail_is_read_from_somewhere,
    folders_are_named_or_junk,
    names_are_unique,
    addresses_are_unique,
    references_lead_somewhere,
    rules_say_something,
    secrets_travel_safely,
    sign_ins_are_whole,
    files_are_where_they_can_be,
    mail_does_not_move_in_a_circle,
    an_agency_is_one_thing,
    doubts_come_before_flags,
)


def _unique(root: Node, paths: list[Path], same: Callable[[str], str], report: Report) -> dict[str, Path]:
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
                _at(root, path),
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
        names = tuple(root.text(*path, key) for path in _each(root, section))
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


def _conditions(root: Node, path: Path) -> Iterator[Path]:
    """A condition and all those nested in it."""
    node = root.at(*path)
    if node is None or not isinstance(node.value, dict):
        return
    yield path
    for key in NESTED:
        inner = node.at(key)
        if inner is not None and isinstance(inner.value, tuple):
            for index, _ in enumerate(inner.value):
                yield from _conditions(root, (*path, key, index))
        else:
            yield from _conditions(root, (*path, key))


def _each(root: Node, *path: str | int) -> list[Path]:
    """The paths of a list's items; of the one value that stands for a list of one; of nothing where there is none."""
    node = root.at(*path)
    if node is None or node.value is None:
        return []
    return [(*path, index) for index, _ in enumerate(node.value)] if isinstance(node.value, tuple) else [path]


def mailboxes_in(root: Node) -> list[Path]:
    """The paths of all mailboxes."""
    one: list[Path] = [("mailbox",)] if root.at("mailbox") is not None else []
    return one + _each(root, "mailboxes")


def _same_address(text: str) -> str:
    return (a_label_address(text) or text).strip().lower()


def _key(root: Node, key: str) -> int:
    return root.keys.get(key, root.index)


def _at(root: Node, path: Path) -> int:
    return root.nearest(path).index
