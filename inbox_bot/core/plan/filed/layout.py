"""Where a mail and its documents are filed: `<vacancy>|speculative|review/<year>/<applicant>-<id>[-n]/`.

Pure: which paths, and which safe names. The id is the start of the content hash, so that one
sending always goes to one place; `-n` counts from a mail's second application on. A mail's bytes are kept once: as
`message.eml` of its first application, else under `.raw/` by hash; of an agency's mail, or what may be one, not at all:
what isn't kept can't be passed on, and it lies in the mailbox. What a later mail adds to an application goes into the
same folder, under names that are free there.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Document
from inbox_bot.core.plan.filed.record import record_of, with_added
from inbox_bot.core.plan.values import FiledApplication, FiledMail, PlannedApplication, PlannedMail
from inbox_bot.core.words import DANGEROUS, Outcome, Reason

RAW = ".raw"  # copies of mails that belong to no application
SCANS = ".scans"  # below it, what was made out on scans, by the mail's hash
APPLICATION_JSON, MESSAGE = "application.json", "message.eml"
ID_LENGTH = 8  # hexadecimal digits of the content hash in a folder's name


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelf:
    """The folder of the application that a mail's adds to, as it is now."""

    folder: str
    taken: frozenset[str]  #: the names in it
    record: bytes | None  #: its application.json; None: there is none


def recognised_path(raw_hash: str) -> str:
    """Where is kept what was made out on the scans of the mail with these bytes."""
    return f"{SCANS}/{raw_hash[:2]}/{raw_hash}.json"


def layout_of(
    mail: PlannedMail, shelf: Shelf | None = None, *, is_only_copy: bool = False
) -> tuple[FiledMail, dict[str, bytes]]:
    """Where a mail goes, and what is to be put there by path; its own bytes go to `FiledMail.raw`, and aren't here.

    `shelf`: of the application that it adds to, where it does. `is_only_copy`: the mail lies in no mailbox any more.
    """
    files: dict[str, bytes] = {}
    if shelf is not None:
        [application] = mail.plan.applications
        added = _added(mail, application, shelf, files)
        [message] = _free([MESSAGE], {*shelf.taken, APPLICATION_JSON, *map(_name_of, added.documents)})
        return FiledMail(raw=f"{shelf.folder}/{message}", applications=(added,)), files
    filed = tuple(_application(mail, application, files) for application in mail.plan.applications)
    raw_hash = mail.reading.raw_hash
    if filed:
        return FiledMail(raw=f"{filed[0].folder}/{MESSAGE}", applications=filed), files
    kept = is_only_copy or not is_kept_in_the_mailbox_alone(mail.plan.outcome, mail.plan.reason)
    return FiledMail(raw=f"{RAW}/{raw_hash[:2]}/{raw_hash}.eml" if kept else None), files


def filed_paths(filed: FiledMail) -> frozenset[str]:
    """Everything that is filed of a mail."""
    documents = (path for application in filed.applications for path in application.documents)
    records = (f"{application.folder}/{APPLICATION_JSON}" for application in filed.applications)
    return frozenset(path for path in (filed.raw, *documents, *records) if path is not None)


def is_kept_in_the_mailbox_alone(outcome: Outcome | None, reason: Reason | None) -> bool:
    """Whether nothing of a mail is kept: an agency's that nobody approved, or one that may be an agency's."""
    return outcome is Outcome.AGENCY or (outcome is Outcome.REVIEW and reason is Reason.UNSURE_AGENCY)


def _application(mail: PlannedMail, application: PlannedApplication, files: dict[str, bytes]) -> FiledApplication:
    folder = "/".join(folder_parts(mail, application))
    documents = [mail.reading.documents[index] for index in application.documents]
    names = file_names(documents)
    _put(mail, documents, names, folder, files)
    files[f"{folder}/{APPLICATION_JSON}"] = record_of(mail, application, documents, names)
    return FiledApplication(folder=folder, documents=tuple(name and f"{folder}/{name}" for name in names))


def _added(
    mail: PlannedMail, application: PlannedApplication, shelf: Shelf, files: dict[str, bytes]
) -> FiledApplication:
    """Documents beside those that are there: `cv-2.pdf`."""
    documents = [mail.reading.documents[index] for index in application.documents]
    names = file_names(documents, shelf.taken)
    _put(mail, documents, names, shelf.folder, files)
    record = with_added(shelf.record, mail, application, documents, names)
    files[f"{shelf.folder}/{APPLICATION_JSON}"] = record
    return FiledApplication(folder=shelf.folder, documents=tuple(name and f"{shelf.folder}/{name}" for name in names))


def _put(
    mail: PlannedMail, documents: list[Document], names: list[str | None], folder: str, files: dict[str, bytes]
) -> None:
    for document, name in zip(documents, names, strict=True):
        if name is not None:
            files[f"{folder}/{name}"] = mail.reading.part(document).content


def _name_of(path: str | None) -> str:
    return (path or "").rpartition("/")[2]


def folder_parts(mail: PlannedMail, application: PlannedApplication) -> tuple[str, str, str]:
    """The parts of an application's folder: top, year, applicant."""
    if mail.plan.outcome is Outcome.REVIEW:
        top = "review"
    else:
        top = safe.filename(application.vacancy, "vacancy") if application.vacancy else "speculative"
    applicant = application.applicant
    who = safe.filename(applicant.name or (applicant.email or "").partition("@")[0], "applicant")
    suffix = f"-{application.number + 1}" if application.number else ""
    identity = (mail.reading.content_hash or mail.reading.raw_hash)[:ID_LENGTH]
    return top, str(mail.reading.received_at.year), f"{who}-{identity}{suffix}"


def file_names(documents: list[Document], there: Collection[str] = ()) -> list[str | None]:
    """A safe name for each document, no two equal but for case; None for one whose bytes get no name.

    `there`: names that are taken by what was filed before.
    """
    named = [None if document.problem in DANGEROUS else safe.filename(document.filename) for document in documents]
    free = iter(_free([name for name in named if name is not None], {MESSAGE, APPLICATION_JSON, *there}))
    return [None if name is None else next(free) for name in named]


def _free(names: Iterable[str], there: Iterable[str]) -> list[str]:
    """The names, each with a number where it is taken: `cv-2.pdf`."""
    taken = {name.casefold() for name in there}
    found: list[str] = []
    for wanted in names:
        name = wanted
        stem, dot, suffix = name.rpartition(".")
        count = 1
        while name.casefold() in taken:
            count += 1
            name = f"{stem}-{count}.{suffix}" if dot else f"{suffix}-{count}"
        taken.add(name.casefold())
        found.append(name)
    return found
