"""Statements that are asked again and again on SQLite: what SQLAlchemy works out for them anew each time is kept.

SQLAlchemy takes ten times as long to ask one of ours as SQLite to answer it, and a hundred times at the first asking. A
statement that is a constant is the same at each: its text, the order of its parameters, how each is written for the
database and read back. All that is made once, by SQLAlchemy's compiler, and kept, a text for each length of its lists.
Rows and errors are those of SQLAlchemy.

What is not kept: inserts, statements of several rows, what is asked outside a transaction, and all on PostgreSQL, whose
way takes longer than that. Where somebody listens to what is asked, SQLAlchemy asks.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Delete, Dialect, Engine, Select, Update
from sqlalchemy.engine import IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.exc import DBAPIError, InvalidRequestError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import CompoundSelect

LENGTHS_KEPT = 100  # of a statement's lists: most have one or two

Statement = Select[Any] | CompoundSelect[Any] | Update | Delete
Written = Callable[[Any], Any]  # a value as the database takes it, or as it gives it back


class Rows(IteratorResult[Any]):
    """What a statement gave, as SQLAlchemy's own results are asked for it."""

    def __init__(self, names: SimpleResultMetaData, rows: Iterable[Sequence[Any]], changed: int) -> None:
        super().__init__(names, iter(rows))
        self.rowcount = changed  #: how many rows were changed; -1 where it only reads


@dataclass(frozen=True, slots=True)
class _Given:
    """A value of a text, or a list of them: by which name it is given, from which place on, and how it is written."""

    name: str
    place: int
    length: int | None  #: of a list, which stands in one piece; None: a value
    written: Written | None


@dataclass(frozen=True, slots=True)
class _Text:
    """The statement for lists of certain lengths."""

    sql: str
    fixed: tuple[Any, ...]  #: the values, in their order; `None` where one is given
    given: tuple[_Given, ...]

    def values(self, parameters: Mapping[str, Any]) -> list[Any]:
        """The values as the driver takes them."""
        values = list(self.fixed)
        for one in self.given:
            value, place = parameters[one.name], one.place
            if one.length is None:
                values[place] = value if one.written is None else one.written(value)
            else:
                values[place : place + one.length] = value if one.written is None else map(one.written, value)
        return values


@dataclass(slots=True)
class _Prepared:
    """What is known of a statement."""

    compiled: SQLCompiler
    parameters: frozenset[str]
    lists: tuple[str, ...]  #: the parameters that are lists
    read: tuple[tuple[int, Written], ...]  #: the columns whose values are read otherwise than the driver gives them
    texts: dict[tuple[int, ...], _Text] = field(default_factory=dict)
    names: SimpleResultMetaData | None = None  #: of its columns, once it was asked

    def text(self, parameters: Mapping[str, Any]) -> _Text | None:
        """The text for these parameters; None where it isn't kept."""
        lengths = tuple([len(parameters[name]) for name in self.lists])
        if lengths not in self.texts:
            if len(self.texts) >= LENGTHS_KEPT:
                return None
            self.texts[lengths] = _text(self.compiled, parameters)
        return self.texts[lengths]


#: By statement: what is kept of it; None where it can't be kept.
_KNOWN: WeakKeyDictionary[Statement, "_Prepared | None"] = WeakKeyDictionary()


class Asking(Connection):
    """A connection to SQLite that remembers what it was asked."""

    def execute(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """As SQLAlchemy's."""
        if (
            execution_options is not None
            or not isinstance(statement, Statement)
            or not (parameters is None or type(parameters) is dict)
            or self.dispatch.before_cursor_execute
            or not self.in_transaction()
        ):
            return super().execute(statement, parameters, execution_options=execution_options)
        given = parameters or {}
        if statement not in _KNOWN:
            _KNOWN[statement] = _prepared(statement, given, self.dialect)
        known = _KNOWN[statement]
        if known is None or known.parameters != given.keys():
            return super().execute(statement, parameters)
        return self._ask(statement, known, given)

    def scalar(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """As SQLAlchemy's."""
        return self.execute(statement, parameters, execution_options=execution_options).scalar()

    def scalars(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """As SQLAlchemy's."""
        return self.execute(statement, parameters, execution_options=execution_options).scalars()

    def _ask(self, statement: Statement, known: _Prepared, given: Mapping[str, Any]) -> Any:
        try:
            text = known.text(given)
            values = None if text is None else text.values(given)
        except (TypeError, ValueError, LookupError, AttributeError, InvalidRequestError):
            # A value of the wrong type, or one that is missing: SQLAlchemy says so.
            values = None
        if text is None or values is None:
            return super().execute(statement, dict(given))
        driver = self.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        try:
            cursor = driver.execute(text.sql, values)
            rows = cursor.fetchall()
        except sqlite3.Error as error:
            raise _named(error, text.sql, values) from error
        if known.names is None:
            known.names = SimpleResultMetaData([name for name, *_ in cursor.description or ()])
        return Rows(known.names, _read(rows, known.read) if known.read else rows, cursor.rowcount)


def connected(engine: Engine) -> Connection:
    """A connection to this database."""
    return Asking(engine) if engine.dialect.name == "sqlite" else engine.connect()


def begin(connection: Connection, statement: str) -> None:
    """Begin a transaction on SQLite by this statement. Raises DBAPIError."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    try:
        driver.execute(statement)
    except sqlite3.Error as error:
        raise _named(error, statement, ()) from error


def _named(error: sqlite3.Error, sql: str, values: Sequence[Any]) -> BaseException:
    """As SQLAlchemy names it."""
    return DBAPIError.instance(sql, tuple(values), error, sqlite3.Error)


def _prepared(statement: Statement, given: Mapping[str, Any], dialect: Dialect) -> _Prepared | None:
    """What is kept of a statement; None where it isn't one that can be."""
    compiled = statement.compile(dialect=dialect, column_keys=sorted(given))
    if not isinstance(compiled, SQLCompiler) or compiled.literal_execute_params or compiled.update_prefetch:
        return None
    read = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in statement.exported_columns]
    return _Prepared(
        compiled=compiled,
        parameters=frozenset(given),
        lists=tuple(sorted({bind.key for bind in compiled.binds.values() if bind.expanding and bind.key in given})),
        read=tuple((at, process) for at, process in enumerate(read) if process is not None),
    )


def _text(compiled: SQLCompiler, parameters: Mapping[str, Any]) -> _Text:
    """The text as SQLAlchemy makes it for these parameters."""
    state = compiled.construct_expanded_state(dict(parameters))
    written = {}
    for bind, name in compiled.bind_names.items():  # of several with one name, some may have no type
        process = bind.type.dialect_impl(compiled.dialect).bind_processor(compiled.dialect)
        if process is not None:
            written[name] = process
    lists = {one: (name, at) for name, them in state.parameter_expansion.items() for at, one in enumerate(them)}
    fixed: list[Any] = []
    given: list[_Given] = []
    for place, one in enumerate(state.positiontup or ()):
        name, at = lists.get(one, (one, None))
        bind = compiled.binds[name]
        if bind.key not in parameters:
            value = state.parameters[one]
            fixed.append(written[name](value) if name in written else value)
        else:
            fixed.append(None)
            length = None if at is None else len(state.parameter_expansion[name])
            if not at:  # else one more of a list
                given.append(_Given(bind.key, place, length, written.get(name)))
    return _Text(state.statement, tuple(fixed), tuple(given))


def _read(rows: list[tuple[Any, ...]], read: Sequence[tuple[int, Written]]) -> Iterable[Sequence[Any]]:
    for row in rows:
        values = list(row)
        for at, process in read:
            values[at] = process(values[at])
        yield tuple(values)
