"""Who applies: read from 200 heads of CVs and ends of letters of 27 countries, written for this in `people.txt`.

    make bench-people [ARGS=--wrong]        (which shows each that is read otherwise)

Each head comes twice: with a short letter from an address that says no name, and passed on by a colleague, so that the
mail address is the CV's too. Each end of a letter comes as a mail without a display name. Ends with one `name=value` a
line: shares of exact names, addresses and numbers; how often a name was given where the text has none; how many
numbers were said to be another country's.
"""

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inbox_bot.core.judgement.verdict import Applicant
from inbox_bot.core.message.values import Document
from inbox_bot.core.words import Role
from tests.unit.core.judgement.building import letter, verdict_of

FILE = Path(__file__).with_name("people.txt")
NOBODYS = "box17@example.net"
COLLEAGUE = "Kim Poe <kim.poe@example.com>"


@dataclass(frozen=True, kw_only=True)
class Written:
    """One text, and what is right."""

    country: str
    signature: bool
    name: str | None
    email: str | None
    phone: str | None
    text: str


@dataclass(frozen=True, kw_only=True)
class Measured:
    """How many of all came out right, and the two faults of which there must be none."""

    texts: int
    names: float
    emails: float
    phones: float
    headings: int
    wrong_countries: int
    wrong: tuple[str, ...]  #: a line each


def written(path: Path = FILE) -> Iterator[Written]:
    """All texts of the file."""
    for block in re.split(r"(?m)^=== ", path.read_text(encoding="utf-8"))[1:]:
        first, _, text = block.partition("\n")
        kind, *said = (field.strip() for field in first.split("|"))
        name, email, phone = (None if value == "-" else value for value in said)
        country, what = kind.split()
        yield Written(
            country=country, signature=what == "signature", name=name, email=email, phone=phone, text=text.rstrip("\n")
        )


def measure(texts: list[Written]) -> Measured:
    """Judge each, and compare."""
    names = emails = phones = headings = countries = 0
    wrong = []
    for each in texts:
        name, email, phone = read(each)
        names += name == each.name
        emails += email == each.email
        phones += phone == each.phone
        headings += each.name is None and name is not None
        countries += phone is not None and phone.startswith("+") and phone != each.phone
        if (name, email, phone) != (each.name, each.email, each.phone):
            wrong.append(
                f"{each.country}: {name} | {email} | {phone}; right: {each.name} | {each.email} | {each.phone}"
            )
    return Measured(
        texts=len(texts),
        names=names / len(texts),
        emails=emails / len(texts),
        phones=phones / len(texts),
        headings=headings,
        wrong_countries=countries,
        wrong=tuple(wrong),
    )


def read(text: Written) -> tuple[str | None, str | None, str | None]:
    """Name, address and number that judgement finds."""
    if text.signature:
        found = _applicant(letter("Application", text.text).from_(text.email or NOBODYS))
        return found.name, found.email, found.phone
    cv = Document(section="2", filename="cv.pdf", type="application/pdf", role=Role.CV, text=text.text)
    direct = _applicant(letter("Application", "My CV is attached.").from_(NOBODYS), cv)
    passed_on = _applicant(letter("A CV", "Have a look?").from_(COLLEAGUE), cv)
    return (
        (direct.name if direct.name == passed_on.name else f"{direct.name}, {passed_on.name}"),
        (passed_on.email),
        (direct.phone if direct.phone == passed_on.phone else f"{direct.phone}, {passed_on.phone}"),
    )


def _applicant(mail: object, *documents: Document) -> Applicant:
    return verdict_of(mail, *documents).applicant  # type: ignore[arg-type]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--wrong", action="store_true", help="show what is read otherwise")
    measured = measure(list(written()))
    if parser.parse_args().wrong:
        print(*measured.wrong, sep="\n")
    print(f"texts={measured.texts}")
    print(f"names={measured.names:.3f}")
    print(f"emails={measured.emails:.3f}")
    print(f"phones={measured.phones:.3f}")
    print(f"headings_as_names={measured.headings}")
    print(f"wrong_countries={measured.wrong_countries}")


if __name__ == "__main__":
    main()
