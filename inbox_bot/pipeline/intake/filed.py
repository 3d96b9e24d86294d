"""Where a batch's documents and bytes go: put there before anything refers to them, and noted before they are put."""

from collections.abc import Mapping

from inbox_bot.core.message.values import RawMail
from inbox_bot.core.plan.filed.layout import filed_paths, layout_of
from inbox_bot.core.plan.values import FiledMail, Planned
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.filing import Filing, FilingFailed
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.shelves import shelf_for


def file_mails(planned: Planned, mails: Mapping[str, RawMail], installation: Installation) -> dict[str, FiledMail]:
    """Keep each planned mail's bytes and its applications' documents; `mails` by raw hash, and so is what comes back.

    When it returns, everything it names is durable; nothing refers to it yet. Raises FilingFailed, LedgerError.
    """
    filed, files = _laid_out(planned, mails, installation.filing)
    if files:
        [mailbox] = {mail.reading.mailbox for mail in planned.mails}
        paths = {raw_hash: filed_paths(each) for raw_hash, each in filed.items()}
        installation.ledger.intake.file_ahead(mailbox, paths)
        installation.filing.put(files)
    return filed


def clear_left_over(installation: Installation, mailbox: str) -> None:
    """Delete what was filed for plans of the mailbox's mails that came out otherwise, where nothing refers to it.

    By the one that files, between its batches: nothing is about to be referred to. What can't be deleted now is the
    next time. Raises LedgerError.
    """
    for left in installation.ledger.intake.left_over(mailbox):
        kept = installation.ledger.decisions.referred_to(left.paths)
        try:
            for path in left.paths:
                if path not in kept:
                    installation.filing.delete(path)
        except FilingFailed:
            continue
        installation.ledger.intake.cleared(left)


def _laid_out(
    planned: Planned, mails: Mapping[str, RawMail], filing: Filing
) -> tuple[dict[str, FiledMail], dict[str, bytes]]:
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
    return filed, files
