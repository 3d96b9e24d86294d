"""What holds for every digest of the suite: nothing in it is the machine's own."""

import re

from inbox_bot.digest.values import Digest, Line

A_PATH = re.compile(r"(?<![\w:/.])(?:~|\.{1,2})?/[\w.-]+/|\.(?:db|eml|json)\b")


def everything_in(digest: Digest) -> list[Line]:
    """Every mail, in the order of the lists; those that are only counted come last."""
    return [
        *digest.needs_person,
        *(line for group in digest.applications for line in group.lines),
        *digest.agencies,
        *digest.others,
    ]


def assert_nothing_of_the_machines(digest: Digest, text: str) -> None:
    """No path of the server, no command for a shell, no number but a mail's behind `#`."""
    ours = text
    for line in everything_in(digest):
        for theirs in (line.who, line.subject, line.why, line.documents):
            ours = ours.replace(theirs, "") if theirs else ours
    assert "inbox-bot" not in ours
    assert not A_PATH.search(ours), A_PATH.search(ours)
    numbers = {number for met in digest.collisions for number in met.mails}
    numbers |= {line.number for line in everything_in(digest)} | {line.number for line in digest.decided}
    assert {int(number) for number in re.findall(r"#(\d+)", text)} <= numbers
