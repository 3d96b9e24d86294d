"""Who filled in the web form whose mail this is: such mail comes from our own domain, and is the applicant's.

A form on the company's site sends from `wordpress@`, from `info@` or from the very mailbox we read, and has the person
in Reply-To, or only in its fields ("Name: …", "E-mail: …"). Whether such mail is answered is not asked here.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest

from inbox_bot.core.domains import is_in_domains
from inbox_bot.core.judgement.names.reading import display_name
from inbox_bot.core.judgement.text.addresses import addresses_in, base_address
from inbox_bot.core.judgement.text.wording import fold, pattern_of
from inbox_bot.core.lexicon.phrases import one_of, words
from inbox_bot.core.message.values import Address, Message
from inbox_bot.core.rules.model import Rules

LINES_LOOKED_AT = 200
LABEL_LIMIT = 40  # characters of a field's name

#: Local parts that no colleague writes from.
_SITES = re.compile(one_of("senders.sites_local_part"))
#: Local parts that colleagues share with the site: `info@`, `office-linz@`.
_DESKS = re.compile(rf"{one_of('senders.desks_local_part')}(?:[-_][a-z]{{2,20}})?")
_SCRIPTS = pattern_of("senders.scripts")
_NAMES = words("senders.label_name")
_FIRST_NAMES = words("senders.label_first_name")
_LAST_NAMES = words("senders.label_last_name")
_ADDRESS_WORDS = words("senders.address_word")
_SOMEBODY_ELSES = words("senders.somebody_elses")
_REPLIES = words("senders.label_reply")


def filled_in_by(message: Message, rules: Rules) -> Address | None:
    """The person who filled in a form of ours (their name may be empty); None where it is no form's mail."""
    sender = message.sender
    if sender is None or not is_ours(sender, rules) or _is_no_forms(message):
        return None
    local = fold(sender.local.partition("+")[0])
    of_a_site = _SITES.fullmatch(local) is not None or _by_a_script(message)
    shared = base_address(sender.address) in rules.own_addresses() or _DESKS.fullmatch(local) is not None
    outside = [reply for reply in message.reply_to[:10] if not is_ours(reply, rules)]
    if len(outside) == 1 and len(message.reply_to) == 1:
        if not (of_a_site or shared):
            return None
        fields = fields_in(message.typed)
        names = (outside[0].name, fields.get("name", ""))
        return Address(name=next(filter(display_name, names), ""), address=outside[0].address)
    if message.reply_to and outside:
        return None
    if not of_a_site and base_address(sender.address) not in rules.own_addresses():
        return None
    return _named_in_fields(message, rules)


def _is_no_forms(message: Message) -> bool:
    """Whether it passes another mail on, is one of ours that came back, or answers by a machine."""
    answered = any("auto-replied" in value.lower() for value in message.header("auto-submitted")[:5])
    return answered or bool(message.enclosed or message.header("x-inbox-bot"))


def _named_in_fields(message: Message, rules: Rules) -> Address | None:
    """The person whom a form without a Reply-To names in its fields, with name and address."""
    fields = fields_in(message.typed)
    named = Address(name=fields.get("name", ""), address=fields.get("address", ""))
    return named if named.name and named.address and not is_ours(named, rules) else None


def is_ours(address: Address, rules: Rules) -> bool:
    """Whether an address is one of ours, or of the company's domains."""
    return base_address(address.address) in rules.own_addresses() or is_in_domains(
        address.domain, rules.company.domains
    )


def _by_a_script(message: Message) -> bool:
    """Whether a site's program says that it wrote it."""
    if any("auto-generated" in value.lower() for value in message.header("auto-submitted")[:5]):
        return True
    if message.header("x-php-originating-script") or message.header("x-php-script"):
        return True
    programs = (*message.header("x-mailer")[:2], *message.header("user-agent")[:2])
    return any(_SCRIPTS.search(fold(program[:200])) is not None for program in programs)


def fields_in(text: str) -> dict[str, str]:
    """The person whom a form's fields name, in any order: "name" and "address", each only where it is there."""
    found: dict[str, str] = {}
    for label, value in _labelled(text):
        if _is_an_address(label) and (addresses := addresses_in(value, 500)):
            found.setdefault("address", addresses[0])
            value = value.partition("<")[0]
        for key, labels in (("name", _NAMES), ("first", _FIRST_NAMES), ("last", _LAST_NAMES)):
            if label in labels and value.strip() and "@" not in value:
                found.setdefault(key, value.strip(" \t\"'"))
    name = _whole_name(found)
    return {key: value for key, value in (("name", name), ("address", found.get("address", ""))) if value}


def _is_an_address(label: str) -> bool:
    """Whether a label asks for the writer's own address: "Ihre E-Mail", "adres e-mail", not "referee's e-mail"."""
    said = re.split(r"[\s'/()]+", label)
    return label in _REPLIES or (not _ADDRESS_WORDS.isdisjoint(said) and _SOMEBODY_ELSES.isdisjoint(said))


def _whole_name(found: dict[str, str]) -> str:
    """`Name: Ann Lee`; `First name: Ann`, `Last name: Lee`; in some languages the label of all is also that of one."""
    name, first, last = (found.get(key, "") for key in ("name", "first", "last"))
    if first and last:
        return f"{first} {last}"
    if name and " " not in name and (first or last):
        return f"{name} {last}" if last else f"{first} {name}"
    return name


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """Each `label: value`, also where the value stands on the next line that isn't empty."""
    lines = [line.strip(" \t*•|>_") for line in text[:20_000].split("\n")]
    lines = [line for line in lines if line][:LINES_LOOKED_AT]
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        label, mark, value = line.partition(":") if ":" in line[:LABEL_LIMIT] else line.partition("\t")
        folded = fold(label[:LABEL_LIMIT]).strip(" *()")
        if mark and value.strip(" *"):
            yield folded, value.strip(" *")
        elif len(label) < LABEL_LIMIT:
            yield folded, following
