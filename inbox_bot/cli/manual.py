"""The manual page, made of the commands' help: `python -m inbox_bot.cli.manual > deploy/inbox-bot.1`.

Macros are those of man(7); what stands in a line is escaped, so that no text of ours is taken for a request.
"""

import os
import sys
from collections.abc import Iterator

from inbox_bot.cli.described import Described, Parameter, described

_HEAD = r""".\" Made of the commands' help by `python -m inbox_bot.cli.manual`.
.TH INBOX\-BOT 1 "" "inbox_bot" "User Commands"
.SH NAME
inbox\-bot \- looks after a company's recruitment mailbox
.SH SYNOPSIS
.B inbox\-bot
.I COMMAND
.RI [ OPTIONS ]
.SH DESCRIPTION
Reads every mail of a recruitment mailbox, files applications, answers applicants once, sets agencies apart, and tells
reviewers once a day what happened. All that it has to be told is in rules.yaml.
.SH COMMANDS
"""
_TAIL = r""".SH EXIT STATUS
.TP
0
It is done.
.TP
1
Something needs a person.
.TP
2
Wrong use, or a broken rules.yaml.
.TP
3
A server is down, or another daemon holds the ledger.
.SH ENVIRONMENT
.TP
.B INBOX_BOT_RULES
The rules.yaml in force, where
.B \-\-rules
does not say.
"""


def page() -> str:
    """The page, as troff."""
    return _HEAD + "".join(line + "\n" for each in described() for line in _command(each)) + _TAIL


def _command(command: Described) -> Iterator[str]:
    yield f".SS {_text(command.name)}"
    for number, paragraph in enumerate(command.paragraphs):
        if number:
            yield ".PP"
        yield _text(paragraph)
    for parameter in (*command.arguments, *command.options):
        if parameter.help:
            yield ".TP"
            yield _head_of(parameter)
            yield _text(parameter.help)
    if command.example:
        yield from (".PP", "Example:", ".PP", ".EX", _text(command.example), ".EE")


def _head_of(parameter: Parameter) -> str:
    names = ", ".join(rf"\fB{_text(name)}\fR" for name in parameter.names)
    value = rf"\fI{_text(parameter.value)}\fR" if parameter.value else ""
    return " ".join(filter(None, (names, value)))


def _text(text: str) -> str:
    r"""One line that troff shows as it is: a dash a minus, no request at its begin (\& hides a dot there)."""
    line = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-")
    line = "".join(each if each.isascii() else f"\\[u{ord(each):04X}]" for each in line)
    return f"\\&{line}" if line.startswith((".", "'")) else line


if __name__ == "__main__":
    os.environ["LC_ALL"] = "C"  # in English, whatever the terminal's language is
    sys.stdout.write(page())
