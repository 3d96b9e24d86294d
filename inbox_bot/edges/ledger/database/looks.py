"""Looks at the ledger: several questions of one thread that see one moment, and single questions.

What is asked of the ledger about one mail, or before one letter, is asked by several shelves. Each question in a
transaction of its own takes PostgreSQL three round trips more than its answer, and between two of them the ledger may
change. Within a look they share one transaction, that begins with the first question.

A look never hides what its own thread wrote: each write ends the moment, and the next question sees a new one.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError


class Look:
    """One thread's look. `begin` gives a connection whose transaction sees one moment."""

    def __init__(self, begin: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._begin = begin
        self._begun: ExitStack | None = None
        self._connection: Connection | None = None

    @contextmanager
    def moment(self) -> Iterator[Connection]:
        """The transaction. After an error nothing more can be asked in it: the next question begins another one."""
        if self._connection is None:
            begun = ExitStack()
            self._connection = begun.enter_context(self._begin())
            self._begun = begun
        try:
            yield self._connection
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """What is asked from now on sees another moment. Whatever is wrong with the transaction, it only read."""
        begun, self._begun, self._connection = self._begun, None, None
        if begun is not None:
            with suppress(SQLAlchemyError):
                begun.close()


class Looks(threading.local):
    """The look that each thread takes now."""

    now: Look | None = None

    @contextmanager
    def ended(self) -> Iterator[None]:
        """What this thread saw until now, or sees meanwhile, is not what it sees afterwards."""
        for_now = self.now
        if for_now is not None:
            for_now.end()
        try:
            yield
        finally:
            if for_now is not None:
                for_now.end()


class OneQuestion(Connection):
    """A connection of which one thing may be asked: a second answer might be of another moment."""

    def __init__(self, connection: Connection) -> None:  # the connection is another's: nothing of it is begun or ended
        self._asked: Connection | None = connection

    def execute(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """As SQLAlchemy's. Raises RuntimeError for a second question."""
        connection, self._asked = self._asked, None
        if connection is None:
            raise RuntimeError("two questions want a transaction (`Store.reading`)")
        return connection.execute(statement, parameters, execution_options=execution_options)

    def scalar(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """As SQLAlchemy's."""
        return self.execute(statement, parameters, execution_options=execution_options).scalar()

    def scalars(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """As SQLAlchemy's."""
        return self.execute(statement, parameters, execution_options=execution_options).scalars()
