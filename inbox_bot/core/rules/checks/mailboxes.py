"""How mailboxes are named, which folders mail is taken from, and where it goes."""

from inbox_bot.core.rules.checks.paths import index_of, index_of_key, mailboxes_in
from inbox_bot.core.rules.text.problems import nearest, shown
from inbox_bot.core.rules.text.shape import spoken
from inbox_bot.core.rules.text.yaml_tree import Node, Path, Report
from inbox_bot.core.rules.written.names import JUNK
from inbox_bot.core.wording import Sentence


def one_way_to_name_mailboxes(root: Node, report: Report) -> None:
    """`mailbox:` for one, `mailboxes:` for several; never both, never none."""
    one, several = root.at("mailbox"), root.at("mailboxes")
    if one is not None and several is not None:
        report(
            index_of_key(root, "mailboxes"),
            Sentence("mailbox and mailboxes both stand here; write one mailbox as mailbox:, several as mailboxes:"),
        )
    elif one is None and several is None:
        if nearest("mailbox", root.keys) is None:
            report(
                root.index,
                Sentence('the file lacks the key "mailbox"; add it, with address:, imap: and smtp: below it'),
            )
    elif several is not None and several.value == ():
        report(several.index, Sentence("mailboxes is an empty list; write at least one mailbox"))


def mail_is_read_from_somewhere(root: Node, report: Report) -> None:
    """A mailbox without a folder to look into would be polled, and nothing ever come of it."""
    for mailbox in mailboxes_in(root):
        node = root.at(*mailbox, "folders")
        if node is not None and node.value == ():
            report(
                node.index,
                Sentence(
                    "{place} is an empty list: no mail would be read; write at least one, or take the line "
                    "out for INBOX",
                    place=spoken(root, (*mailbox, "folders")),
                ),
            )


def folders_are_named_or_junk(root: Node, report: Report) -> None:
    """Of the special uses of folders (RFC 6154) one means something here, and not alone."""
    for mailbox in mailboxes_in(root):
        path: Path = (*mailbox, "folders")
        named = [(item, item.value) for item in root.items(*path) if isinstance(item.value, str)]
        for item, value in named:
            if value.startswith("\\") and value.lower() != JUNK:
                report(
                    item.index,
                    Sentence(
                        "{place} has {value}; write the folder's name as the mail server has it, or \\Junk for "
                        "the one that it marks for junk",
                        place=spoken(root, path),
                        value=shown(value),
                    ),
                )
        if named and all(value.lower() == JUNK for _, value in named):
            report(
                index_of(root, path),
                Sentence("{place} has \\Junk alone: write INBOX as well", place=spoken(root, path)),
            )


def mail_does_not_move_in_a_circle(root: Node, report: Report) -> None:
    """A folder that mail is moved to is not one that mail is taken from."""
    for mailbox in mailboxes_in(root):
        watched = {item.value.lower() for item in root.items(*mailbox, "folders") if isinstance(item.value, str)}
        watched = watched or {"inbox"}
        moves = root.at(*mailbox, "move_to")
        for key in moves.value if moves is not None and isinstance(moves.value, dict) else ():
            path: Path = (*mailbox, "move_to", key)
            parts = [item.value for item in root.items(*path) if isinstance(item.value, str)]
            if "/".join(parts).lower() in watched:
                report(
                    index_of(root, path),
                    Sentence(
                        "{place} is {value}, a folder that mail is taken from: it would be read again; write "
                        "another folder, or stay",
                        place=spoken(root, path),
                        value=shown("/".join(parts)),
                    ),
                )
