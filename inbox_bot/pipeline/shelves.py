"""The folders that mails add documents to, as they are when those are put there."""

from collections.abc import Mapping, Sequence

from inbox_bot.core.plan.filed.layout import APPLICATION_JSON, Shelf
from inbox_bot.core.plan.values import FiledMail, PlannedMail
from inbox_bot.edges.filing import Filing, NotFiled


def shelf_for(
    mail: PlannedMail,
    filing: Filing,
    before: Sequence[PlannedMail] = (),
    filed: Mapping[str, FiledMail] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> Shelf | None:
    """The folder of the application that a mail adds to; None where it adds to none.

    `before`: the batch's earlier mails, of which `filed` and `files` say where they go. Raises FilingFailed.
    """
    joins = next((each.joins for each in mail.plan.applications if each.joins is not None), None)
    if joins is None:
        return None
    folder, put = joins.folder, files or {}
    for earlier in before:
        if (earlier.reading.mailbox, earlier.reading.raw_hash) == (joins.mailbox, joins.raw_hash):
            numbers = [each.number for each in earlier.plan.applications]
            folder = (filed or {})[joins.raw_hash].applications[numbers.index(joins.number)].folder
    if folder is None:
        return None
    names = (path.removeprefix(f"{folder}/") for path in put if path.startswith(f"{folder}/"))
    path = f"{folder}/{APPLICATION_JSON}"
    record = put[path] if path in put else record_at(path, filing)
    return Shelf(folder=folder, taken=joins.files.union(names), record=record)


def record_at(path: str, filing: Filing) -> bytes | None:
    """An application's record as it lies there; None where there is none. Raises FilingFailed."""
    try:
        with filing.open(path) as file:
            return file.read()
    except NotFiled:
        return None
