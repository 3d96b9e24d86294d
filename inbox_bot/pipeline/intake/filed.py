"""A batch's documents and bytes, put where they belong before anything refers to them."""

from collections.abc import Mapping

from inbox_bot.core.message.values import RawMail
from inbox_bot.core.plan.filed.layout import layout_of
from inbox_bot.core.plan.values import FiledMail, Planned
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.filing import Filing, FilingFailed
from inbox_bot.pipeline.shelves import shelf_for


def file_mails(planned: Planned, mails: Mapping[str, RawMail], filing: Filing) -> dict[str, FiledMail]:
    """Keep each planned mail's bytes and its applications' documents; `mails` by raw hash, and so is what comes back.

    When it returns, everything it names is durable; nothing refers to it yet. Raises FilingFailed.
    """
    filed: dict[str, FiledMail] = {}
    files: dict[str, bytes] = {}
    for number, mail in enumerate(planned.mails):
        raw_hash = mail.reading.raw_hash
        shelf = shelf_for(mail, filing, planned.mails[:number], filed, files)
        filed[raw_hash], documents = layout_of(mail, shelf, is_only_copy=mails[raw_hash].is_only_copy)
        files |= documents
        try:
            if (raw := filed[raw_hash].raw) is not None:
                files[raw] = mails[raw_hash].spool.read_bytes()
        except OSError as error:
            why = Sentence("a fetched mail can't be read: {why}", why=str(error.strerror or error))
            raise FilingFailed(why) from error
    filing.put(files)
    return filed
