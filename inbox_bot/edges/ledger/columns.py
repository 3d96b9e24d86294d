"""The two column types that both databases share: times that keep their zone, and words that stay words."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine

from inbox_bot.core.wording import Sentence
from inbox_bot.core.words import Word
from inbox_bot.edges.ledger.errors import LedgerDamaged


class Utc(TypeDecorator[datetime]):
    """An aware datetime in UTC. SQLite knows no time zones: there it is kept without offset, and comes back aware."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime]:
        """TIMESTAMP WITH TIME ZONE where there is one."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Raises ValueError for a naive datetime."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Spelled(TypeDecorator[Word]):
    """A word of the product, kept as its string: only members of its enumeration go in, and come out."""

    impl = String
    cache_ok = True

    def __init__(self, words: type[Word]) -> None:
        super().__init__()
        self.words = words
        self._members: dict[str, Word] = {member.value: member for member in words}

    def process_bind_param(self, value: Word | None, dialect: Dialect) -> str | None:
        """Raises ValueError for a word of another enumeration."""
        if value is None:
            return None
        if not isinstance(value, self.words):
            raise ValueError(f"{value!r} is not one of {self.words.__name__}")
        return value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Word | None:
        """Raises LedgerDamaged for a word that this version does not know."""
        if value is None:
            return None
        if value not in self._members:
            raise LedgerDamaged(
                Sentence(
                    "the ledger holds {value}, which is not one of {words}",
                    value=repr(value),
                    words=self.words.__name__,
                )
            )
        return self._members[value]
