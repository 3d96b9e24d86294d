"""What a template may ask for: Jinja2's sandbox, and an end to everything within it.

A template is its author's, who means well and slips, or has pasted it from somewhere. The sandbox keeps it from the
machine; it does not keep it from a loop without an end, or a text that fills the memory. So each rendering has an
allowance of steps (turns of loops, calls, included files) and of characters, every text that is made by an expression
is short, and there are only the filters and methods that a letter needs. Nothing is worked out while a template is
compiled, where no allowance is counted.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateSyntaxError, nodes, pass_context, pass_eval_context
from jinja2.exceptions import SecurityError
from jinja2.filters import do_join, do_replace
from jinja2.runtime import Context, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

LONGEST_LOOP = 1_000  # numbers that are counted in one
LONGEST_REPETITION = 10_000  # characters
LONGEST_TEXT = 100_000  # characters that an expression may join
LARGEST_NUMBER = 10**12
_TOO_LONG = "no letter is as long as that, nor needs such a number"
_COUNTED, _JOINED = "_counted", "_joined"
FILTERS = (
    "abs", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first", "float", "int", "items", "join",
    "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "replace", "reverse", "safe",
    "select", "selectattr", "sort", "title", "trim", "truncate", "unique", "upper", "wordcount",
)  # fmt: skip
_TEXTS_METHODS = frozenset({
    "capitalize", "casefold", "count", "endswith", "find", "isdigit", "islower", "isupper", "lower", "lstrip",
    "partition", "removeprefix", "removesuffix", "rpartition", "rstrip", "split", "splitlines", "startswith", "strip",
    "title", "upper",
})  # fmt: skip


@dataclass(kw_only=True, slots=True)
class _Allowance:
    """What a rendering has left."""

    steps: int
    characters: int


_ALLOWANCE: ContextVar[_Allowance | None] = ContextVar("_ALLOWANCE", default=None)


@contextmanager
def allowance(*, steps: int, characters: int) -> Iterator[None]:
    """Within it, a rendering that takes more steps or characters fails with SecurityError."""
    token = _ALLOWANCE.set(_Allowance(steps=steps, characters=characters))
    try:
        yield
    finally:
        _ALLOWANCE.reset(token)


def environment(loader: BaseLoader | None) -> Environment:
    """The environment that templates are compiled and rendered in: undefined names are errors, `.html` escapes."""
    made = _Bounded(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=lambda name: name is not None and name.endswith(".html"),
        finalize=_written,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        optimized=False,
        cache_size=-1,
    )
    made.globals = {"range": _range}
    made.filters = {name: made.filters[name] for name in FILTERS} | {
        "join": _join,
        "replace": _replace,
        _COUNTED: _counted,
        _JOINED: _joined,
    }
    return made


def bounded(tree: nodes.Template) -> None:
    """Have the turns of every loop counted, and joined texts measured. Raises TemplateSyntaxError for what has no end.

    Jinja has no hook for either, but its tree may be changed before it is compiled.
    """
    for loop in tree.find_all(nodes.For):
        if loop.recursive:
            raise TemplateSyntaxError("a letter has no loop that calls itself; write it out", loop.lineno)
        loop.iter = _filtered(loop.iter, _COUNTED)
    _with_joins_measured(tree)


def _with_joins_measured(node: nodes.Node) -> None:
    for name, value in node.iter_fields():
        if isinstance(value, list):
            value[:] = [_measured(each) for each in value]
        elif isinstance(value, nodes.Node):
            setattr(node, name, _measured(value))


def _measured(value: Any) -> Any:
    if not isinstance(value, nodes.Node):
        return value
    _with_joins_measured(value)
    if isinstance(value, nodes.Concat):
        return _filtered(nodes.List(value.nodes, lineno=value.lineno), _JOINED)
    return value


def _filtered(node: nodes.Node, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


class _Bounded(ImmutableSandboxedEnvironment):
    """The sandbox, with an end to what a slip can ask for: Jinja's own bounds each loop, not loops within loops."""

    intercepted_binops = frozenset({"*", "**", "+", "%"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Sums and products of numbers, short texts and repetitions; no power, which may have a billion digits."""
        if not _ends(operator, left, right):
            raise SecurityError(_TOO_LONG)
        return super().call_binop(context, operator, left, right)

    def call(self, context: Context, called: Any, /, *arguments: Any, **named: Any) -> Any:
        """A call is a step: macros that call each other twice would double with each."""
        _step()
        return super().call(context, called, *arguments, **named)

    def wrap_str_format(self, value: Any) -> None:
        """No `format`: a width that it is given may be a billion."""

    def is_safe_attribute(self, holder: Any, name: str, value: Any) -> bool:
        """Of texts and numbers only what makes nothing longer: `ljust` and `to_bytes` would."""
        if isinstance(holder, str) and callable(value):
            return name in _TEXTS_METHODS
        return not isinstance(holder, int | float | bytes) and super().is_safe_attribute(holder, name, value)

    def get_template(self, *arguments: Any, **named: Any) -> Any:
        """An included file is a step."""
        _step()
        return super().get_template(*arguments, **named)

    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        """The whole of what is rendered, no longer than the allowance."""
        return "".join(_within_allowance(pieces))


def _ends(operator: str, left: Any, right: Any) -> bool:
    if isinstance(left, int | float) and isinstance(right, int | float):
        return operator != "**" and abs(left) <= LARGEST_NUMBER and abs(right) <= LARGEST_NUMBER
    if operator == "+":
        return _length(left) + _length(right) <= (LONGEST_TEXT if isinstance(left, str) else LONGEST_LOOP)
    return operator == "*" and (_is_short(left, right) or _is_short(right, left))


def _length(value: Any) -> int:
    return len(value) if isinstance(value, str | list | tuple) else 0


def _is_short(repeated: Any, times: Any) -> bool:
    return isinstance(times, int) and isinstance(repeated, str) and len(repeated) * times <= LONGEST_REPETITION


def _step() -> None:
    left = _ALLOWANCE.get()
    if left is not None:
        left.steps -= 1
        if left.steps < 0:
            raise SecurityError("takes more steps than any letter; take a loop, a call or an include away")


def _within_allowance(pieces: Iterable[str]) -> Iterator[str]:
    left = _ALLOWANCE.get()
    room = left.characters if left is not None else LONGEST_TEXT
    for piece in pieces:
        room -= len(piece)
        if room < 0:
            raise SecurityError(_TOO_LONG)
        yield piece


@pass_context
def _written(_context: Context, value: Any) -> Any:
    """What an expression writes; given the context, so that Jinja works nothing out while it compiles."""
    if isinstance(value, list | tuple | dict | set | range):
        raise SecurityError("a list can't be written; write each of its items, or {{ … | join(', ') }}")
    left = _ALLOWANCE.get()
    if left is not None and isinstance(value, str):
        left.characters -= len(value)
        if left.characters < 0:
            raise SecurityError(_TOO_LONG)
    return value


def _range(*bounds: int) -> range:
    counted = range(*bounds)
    if len(counted) > LONGEST_LOOP:
        raise OverflowError("range is too big: a letter has no loop as long as that")
    return counted


def _counted(items: Iterable[Any]) -> Iterator[Any]:
    for item in items:
        _step()
        yield item


def _joined(parts: Sequence[Any]) -> str:
    if sum(len(part) for part in parts if isinstance(part, str)) > LONGEST_TEXT:
        raise SecurityError(_TOO_LONG)
    return markup_join(parts)


@pass_eval_context
def _join(evaluated: nodes.EvalContext, parts: Iterable[Any], by: str = "") -> str:
    listed = list(parts)
    if sum(len(str(part)) + len(by) for part in listed) > LONGEST_TEXT:
        raise SecurityError(_TOO_LONG)
    joined: str = do_join(evaluated, listed, by)
    return joined


@pass_eval_context
def _replace(evaluated: nodes.EvalContext, text: str, old: str, new: str) -> str:
    if len(text) + text.count(old) * len(new) > LONGEST_TEXT:
        raise SecurityError(_TOO_LONG)
    return do_replace(evaluated, text, old, new)
