"""The tree against the model: what pydantic finds, told in our words and at our positions.

A misspelt key is one problem, though pydantic sees two (a key too many and one that is missing).
"""

from collections.abc import Iterable, Iterator
from typing import Any, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from inbox_bot.core.rules.model import RulesFile
from inbox_bot.core.rules.section import Section
from inbox_bot.core.rules.text.problems import Unspeakable, allowed_words, did_you_mean, nearest, shown, there_are
from inbox_bot.core.rules.text.synonyms import synonym
from inbox_bot.core.rules.text.yaml_tree import Node, Path, Report
from inbox_bot.core.wording import Sentence, said_by


def fit(root: Node, report: Report) -> RulesFile | None:
    """The model of a tree; None where there are problems, which have been reported."""
    if not isinstance(root.value, dict):
        what = Sentence("nothing") if root.value is None else shown(root.plain())
        report(
            root.index,
            Sentence("the file holds {what}; it has to hold keys like company:, mailbox: and vacancies:", what=what),
        )
        return None
    try:
        return RulesFile.model_validate(root.plain(), by_alias=True, by_name=False)
    except ValidationError as error:
        _tell(root, error.errors(include_url=False), report)
        return None


def spoken(root: Node, path: Path) -> str:
    """A path as it is written in a problem, in the file that it stands in: `vacancies[2].closes`."""
    words = ""
    for step in root.written(path):
        words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else str(step)
    return words or Sentence("the file")


def _tell(root: Node, errors: Iterable[ErrorDetails], report: Report) -> None:
    errors = list(errors)
    missing: dict[Path, list[str]] = {}
    for error in errors:
        if error["type"] == "missing":
            missing.setdefault(error["loc"][:-1], []).append(str(error["loc"][-1]))
    taken: set[Path] = set()
    for error in errors:
        if error["type"] == "extra_forbidden":
            parent, key = error["loc"][:-1], str(error["loc"][-1])
            meant = _tell_unknown_key(root, parent, key, missing.get(parent, []), report)
            if meant is not None:
                taken.add((*parent, meant))
    for error in errors:
        match error["type"]:
            case "extra_forbidden":
                continue
            case "missing":
                if error["loc"] not in taken:
                    _tell_missing_key(root, error["loc"], report)
            case _:
                _tell_wrong_value(root, error, report)


def _tell_unknown_key(root: Node, parent: Path, key: str, missing: list[str], report: Report) -> str | None:
    """Report it; the key that was probably meant, if there is one."""
    parent = _path_in(root, parent)
    node = root.nearest(parent)
    allowed = [name for name, _ in _keys_of(_section_at(parent))]
    near = nearest(key, missing) or synonym(key, allowed) or nearest(key, allowed)
    place = spoken(root, parent)
    elsewhere = _section_with(key)
    if near:
        remedy = did_you_mean(near)
    elif elsewhere:
        remedy = Sentence("it belongs under {place}", place=elsewhere)
    else:
        remedy = there_are(allowed)
    report(
        node.keys.get(key, node.index),
        Sentence("{place} has no key {value}; {remedy}", place=place, value=shown(key), remedy=remedy),
    )
    return near


def _tell_missing_key(root: Node, path: Path, report: Report) -> None:
    parent, key = _path_in(root, path[:-1]), path[-1]
    field = dict(_keys_of(_section_at(parent))).get(str(key))
    example = str(field.examples[0]) if field is not None and field.examples else "…"
    place = spoken(root, parent)
    report(
        root.nearest(parent).index,
        Sentence('{place} lacks the key "{key}"; add it, like {key}: {example}', place=place, key=key, example=example),
    )


def _tell_wrong_value(root: Node, error: ErrorDetails, report: Report) -> None:
    path = _path_in(root, error["loc"])
    node = root.nearest(path)
    if node.is_alias:
        return
    reason = error.get("ctx", {}).get("error")
    place = spoken(root, path)
    if isinstance(reason, Unspeakable):
        report(node.index, Sentence("{place} {problem}", place=place, problem=said_by(reason)))
    elif node.value is None:
        report(
            node.index,
            Sentence("{place} is empty; write a value, or take the line out where it may be left out", place=place),
        )
    elif (remedy := _remedy(error)) is not None and reason is None:
        value = shown(node.plain())
        report(node.index, Sentence("{place} is {value}; {remedy}", place=place, value=value, remedy=remedy))
    else:
        why = said_by(reason) if reason is not None else _why(error)
        report(node.index, Sentence("{place} is {value}, {why}", place=place, value=shown(node.plain()), why=why))


def _remedy(error: ErrorDetails) -> Sentence | None:
    """What to write instead, of an error that needs no other word."""
    match error["type"]:
        case "enum" | "literal_error":
            words = str(error["ctx"]["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
            near = nearest(error["input"].lower(), words) if isinstance(error["input"], str) else None
            return Sentence("write one of {words}", words=allowed_words(words, near))
        case "bool_parsing" | "bool_type":
            return Sentence("write true or false")
        case "tuple_type" | "list_type" | "frozen_set_type" | "set_type":
            return Sentence("write a list: one item a line, each after a dash")
        case "model_type" | "model_attributes_type" | "dict_type":
            return Sentence("write keys below it, one a line, indented, each with its value")
    return None


def _why(error: ErrorDetails) -> Sentence:
    """Why a value is not allowed, and what to do."""
    match error["type"]:
        case "int_parsing" | "int_type" | "int_from_float" | "int_parsing_size":
            return Sentence("which is not a whole number; write it in digits")
        case "greater_than_equal":
            return Sentence("which is too small; write at least {number:,}", number=error["ctx"]["ge"])
        case "less_than_equal":
            return Sentence("which is too large; write at most {number:,}", number=error["ctx"]["le"])
        case "string_type":
            return Sentence("where a word or a line of text belongs; write one value")
    return Sentence("which is not allowed ({why}); compare it with the example rules.yaml", why=error["msg"])


def _path_in(root: Node, loc: Path) -> Path:
    """The part of pydantic's path that exists in the file: where one value stands for a list of one, it adds a 0."""
    path: list[str | int] = []
    node = root
    for step in loc:
        below = node.at(step)
        if below is None and step == 0:
            continue
        if below is None:
            break
        path.append(step)
        node = below
    return tuple(path)


def _section_at(path: Path) -> type[Section]:
    section: type[Section] = RulesFile
    for step in path:
        if isinstance(step, str):
            field = dict(_keys_of(section)).get(step)
            if field is not None:
                section = section_in(field.annotation) or section
    return section


def section_in(annotation: Any) -> type[Section] | None:
    """The section that a field's annotation holds, however wrapped; None where it holds none."""
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return annotation
    return next((found for inner in get_args(annotation) if (found := section_in(inner)) is not None), None)


def _keys_of(section: type[Section]) -> Iterator[tuple[str, FieldInfo]]:
    for name, field in section.model_fields.items():
        yield field.alias or name, field


def _section_with(key: str) -> str | None:
    """Where at the top a key exists that is in the wrong place."""
    for name, field in _keys_of(RulesFile):
        section = section_in(field.annotation)
        if section is not None and key in dict(_keys_of(section)):
            return f"{name}:"
    return None
