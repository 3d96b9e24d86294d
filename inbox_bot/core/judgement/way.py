"""By which way a mail came: from its writer, through a list of ours, or from a form of ours for whoever filled it in.

Owns who is behind a mail whose From field names somebody else, and whom an answer reaches then. What a job board sends
for its applicants is told by what it writes of them (`boards`). Whether such mail may be answered, and what our border
must show for it, is reply's.
"""

import re

from inbox_bot.core.judgement.names.reading import display_name
from inbox_bot.core.judgement.text.addresses import base_address
from inbox_bot.core.judgement.verdict import Sending, Way
from inbox_bot.core.judgement.web_form import filled_in_by, is_ours
from inbox_bot.core.message import addresses, safe
from inbox_bot.core.message.lists import our_list
from inbox_bot.core.message.values import Address, Message
from inbox_bot.core.rules.model import Rules

#: In small letters, as lists write them: Per and Par are people's names, too.
_VIA = re.compile(
    r"^[\s'\"]*(?P<name>[^<>]{2,80}?)[\s'\"]*\b(?:[Vv]ia|über|ueber|par|per|por|durch|tramite|przez)\s+\S"
)
#: Fields in which a list that rewrites the From field keeps it, best first (Google Groups, Mailman, LISTSERV).
_KEPT = ("x-original-from", "x-original-sender", "x-mailman-original-from", "original-from")


def way_of(message: Message, rules: Rules) -> Sending:
    """The way of a mail by its header and its fields. Never raises, whatever the mail holds."""
    if message.sender is None or message.header("x-inbox-bot"):
        return Sending()
    own = rules.own_addresses()
    quote = our_list(message, own)
    via = via_name(message.sender) if is_ours(message.sender, rules) else None
    if via is not None and not message.enclosed and (person := _behind(message, via, rules)) is not None:
        quoted = quote or f"From: {message.sender.name} <{message.sender.address}>"
        return Sending(way=Way.OUR_LIST, person=person, answer_to=person, quote=safe.line(quoted))
    filled_in = filled_in_by(message, rules)
    if filled_in is not None:
        return Sending(way=Way.OUR_FORM, person=filled_in, answer_to=filled_in, quote=safe.line(message.sender.address))
    if quote is None:
        return Sending()
    munged = bool(message.reply_to) and all(base_address(reply.address) in own for reply in message.reply_to[:10])
    return Sending(way=Way.OUR_LIST, answer_to=message.sender if munged else None, quote=safe.line(quote))


def via_name(sender: Address) -> str | None:
    """The writer's name in a From field that a list rewrote: `'Ann Lee' via Recruitment`; None where it is none."""
    found = _VIA.match(sender.name[:200].strip())
    return found["name"].strip() if found else None


def _behind(message: Message, via: str, rules: Rules) -> Address | None:
    """Who wrote a mail whose From field was rewritten: the one address in Reply-To that isn't ours, else as kept."""
    outside = [reply for reply in message.reply_to[:10] if base_address(reply.address) not in rules.own_addresses()]
    if len(outside) > 1:
        return None
    if outside:
        return Address(name=_name(outside[0].name, via), address=outside[0].address)
    for field in _KEPT:
        for value in message.header(field)[:1]:
            kept = addresses.addresses(value)
            if len(kept) == 1 and base_address(kept[0].address) not in rules.own_addresses():
                return Address(name=_name(kept[0].name, via), address=kept[0].address)
    return None


def _name(*names: str) -> str:
    return next(filter(display_name, names), "")
