"""Which columns of the ledger are about people: what an erasure, a disclosure and the record of processing go by."""

from collections.abc import Mapping

from inbox_bot.edges.ledger.schema import metadata


def personal_columns() -> Mapping[str, tuple[str, ...]]:
    """The personal columns of each table that has any, by the tables' names."""
    marked = {
        table.name: tuple(column.name for column in table.columns if column.info.get("personal"))
        for table in metadata.sorted_tables
    }
    return {name: columns for name, columns in marked.items() if columns}
