"""Values as lists, and lists as values: what a worker may say, checked field by field against the values' own types.

The shapes are taken from the dataclasses of `core.message.values`, so a field that is added there travels at once. A
list that does not fit is `ShapeWrong`. No class is ever named by the sender.
"""

import dataclasses
import types
import typing
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

Value = TypeVar("Value")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_Decoder = Callable[[Any], Any]


class ShapeWrong(Exception):
    """What came does not have the shape of the value it is to be."""


def as_lists(value: Any) -> Any:
    """A frozen value as nested lists of plain values. Times keep whole seconds."""
    if value is None or isinstance(value, (bytes, int, float)):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple):
        return [as_lists(entry) for entry in value]
    if isinstance(value, datetime):
        return (value - _EPOCH) // timedelta(seconds=1)
    kind: Any = type(value)
    return [as_lists(getattr(value, name)) for name in _names(kind)]


def as_value(shape: type[Value], lists: Any) -> Value:
    """The value of class `shape` that the lists stand for. Raises ShapeWrong."""
    try:
        wanted: Any = shape
        value: Value = _decoder(wanted)(lists)
    except RecursionError as error:
        raise ShapeWrong("nested too deep") from error
    return value


@cache
def _names(shape: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(shape))


@cache
def _decoder(shape: Any) -> _Decoder:
    origin, arguments = typing.get_origin(shape), typing.get_args(shape)
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return _many(arguments[0])
        return _some(arguments)
    if origin in (types.UnionType, typing.Union):
        return _maybe(*(argument for argument in arguments if argument is not types.NoneType))
    if shape is datetime:
        return _time
    if dataclasses.is_dataclass(shape) and isinstance(shape, type):
        return _dataclass(shape)
    if isinstance(shape, type) and issubclass(shape, StrEnum):
        return _word(shape)
    if shape in (str, bytes, int, bool, float):
        return _plain(shape)
    raise TypeError(f"no shape for {shape}")


def _plain(shape: type) -> _Decoder:
    def decode(lists: Any) -> Any:
        if type(lists) is not shape:
            raise ShapeWrong(f"{type(lists).__name__} for {shape.__name__}")
        return lists

    return decode


def _many(entry: Any) -> _Decoder:
    def decode(lists: Any) -> Any:
        if type(lists) is not list:
            raise ShapeWrong("no list")
        decode_entry = _decoder(entry)  # looked up late: Message holds Messages
        return tuple([decode_entry(each) for each in lists])

    return decode


def _some(entries: tuple[Any, ...]) -> _Decoder:
    decoders = [_decoder(entry) for entry in entries]

    def decode(lists: Any) -> Any:
        if type(lists) is not list or len(lists) != len(decoders):
            raise ShapeWrong("a list of another length")
        return tuple([each_decoder(each) for each_decoder, each in zip(decoders, lists, strict=True)])

    return decode


def _maybe(entry: Any) -> _Decoder:
    decoder = _decoder(entry)
    return lambda lists: None if lists is None else decoder(lists)


def _word(shape: type[StrEnum]) -> _Decoder:
    def decode(lists: Any) -> Any:
        try:
            return shape(lists)
        except ValueError as error:
            raise ShapeWrong(f"no {shape.__name__}") from error

    return decode


def _dataclass(shape: type) -> _Decoder:
    hints = typing.get_type_hints(shape)
    names = _names(shape)
    decoders = [(name, _decoder(hints[name])) for name in names]

    def decode(lists: Any) -> Any:
        if type(lists) is not list or len(lists) != len(names):
            raise ShapeWrong(f"no {shape.__name__}")
        return shape(**{name: decoder(each) for (name, decoder), each in zip(decoders, lists, strict=True)})

    return decode


def _time(lists: Any) -> datetime:
    if type(lists) is not int:
        raise ShapeWrong("no time")
    try:
        return _EPOCH + timedelta(seconds=lists)
    except OverflowError as error:
        raise ShapeWrong("no time") from error
