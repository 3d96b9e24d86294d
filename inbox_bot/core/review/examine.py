"""What a mail that answers ours is worth: whose it is, whether it may order anything, and what it orders.

Pure. Three things have to be right, and each alone is worth nothing: the one address in From is a reviewer's of this
mailbox; a token of ours that was made for that reviewer (`tokens`); and our mail server's word that it is them
(`proof`). Where the server has no word, and the token is right, the reviewer is asked at the address in rules.yaml.

A reply token orders what the writer's own lines say. A link token orders the one thing that it was made for. Either is
looked for where a quote can't bring it back: the reply token in Subject, In-Reply-To and References, which say what the
mail answers; the link token in the writer's own lines.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from inbox_bot.core.domains import comparable, split_address
from inbox_bot.core.judgement.sender import auto_submitted
from inbox_bot.core.message.values import Address, Message
from inbox_bot.core.message_ids import Form, message_id_for
from inbox_bot.core.reply.checks.automatic import has_autoresponder_field
from inbox_bot.core.review.orders import Order, Unclear, Written, written_in
from inbox_bot.core.review.proof import PROVEN, Proof, one_sender, proof_of
from inbox_bot.core.review.reviewer_mail import Refusal
from inbox_bot.core.rules.model import MailboxSettings, Reviewer, Rules
from inbox_bot.core.tokens import GOOD_FOR, Keyed, Token, is_same, link_token, reply_token, tokens_in

#: Told once to a reviewer who is proven; to anybody else nothing is said.
TOLD_TO_THE_PROVEN = frozenset({Refusal.EXPIRED, Refusal.USED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """Nothing is done."""

    why: Refusal
    reviewer: Reviewer | None  #: whose address is in From
    proof: Proof


@dataclass(frozen=True, kw_only=True, slots=True)
class Confirmed:
    """The reviewer says yes to what they were asked."""

    reviewer: Reviewer
    token: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a reviewer wants done; where they are not proven, they confirm it first."""

    reviewer: Reviewer
    proof: Proof
    orders: tuple[Order, ...]  #: without those that contradict each other
    unclear: tuple[Unclear, ...]
    contradicted: tuple[int, ...]  #: mails of which two different things were wanted
    links: tuple[str, ...] = ()  #: the link tokens that are used up by it
    contradicted_proposals: tuple[int, ...] = ()  #: and of which proposals of the careers page's

    @property
    def is_proven(self) -> bool:
        """Whether our mail server says that it is them."""
        return self.proof in PROVEN


Examined = Refused | Confirmed | Asked


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What the ledger knows, and who is asked."""

    mailbox: MailboxSettings
    rules: Rules
    keyed: Keyed
    is_used: Callable[[str], bool] = lambda token: False  #: whether a link token was used before
    #: the token of the reviewer's open question, by their address in lower case; None where there is none
    open_question: Callable[[str], str | None] = lambda reviewer: None


def examine(message: Message, at: datetime, known: Circumstances) -> Examined:
    """What the mail is worth. `at` is when it arrived. Never raises, whatever the message holds."""
    proof = proof_of(message, known.mailbox)
    sender = one_sender(message)
    reviewer = _reviewer(sender, known) if sender is not None else None
    if sender is None:
        return Refused(why=Refusal.SEVERAL_SENDERS, reviewer=None, proof=proof)
    if reviewer is None:
        return Refused(why=Refusal.NOT_A_REVIEWER, reviewer=None, proof=proof)
    if is_automatic(message):
        return Refused(why=Refusal.AUTOMATIC, reviewer=reviewer, proof=proof)
    if proof is Proof.FORGED:
        return Refused(why=Refusal.FORGED, reviewer=reviewer, proof=proof)
    return _by_token(message, at, reviewer, proof, known)


def is_automatic(message: Message) -> bool:
    """Whether a machine says that it sent it: Auto-Submitted (RFC 3834 §5), an autoresponder's field, a null path."""
    return auto_submitted(message) is not None or has_autoresponder_field(message) or message.return_path == ""


def _reviewer(sender: Address, known: Circumstances) -> Reviewer | None:
    wanted = _compared(sender.address)
    reviewers = known.rules.reviewers_of(known.mailbox.name)
    return next((each for each in reviewers if _compared(each.email) == wanted), None)


def _compared(address: str) -> tuple[str, str]:
    # No plus-tags, no dots: a reviewer's address is the one in rules.yaml, in any case of its letters.
    local, domain = split_address(address)
    return local.lower(), comparable(domain)


def _by_token(message: Message, at: datetime, reviewer: Reviewer, proof: Proof, known: Circumstances) -> Examined:
    written = written_in(message.typed)
    subject = tokens_in(message.subject)
    question = known.open_question(reviewer.email.lower())
    if question is not None and written.confirms and any(is_same(token, question) for token in subject):
        return Confirmed(reviewer=reviewer, token=question)
    answered = _answers_ours(message, subject, at, reviewer, known)
    if answered is None:
        return _asked(written, reviewer, proof)
    links = tokens_in(message.typed)
    if not links:
        return Refused(why=answered, reviewer=reviewer, proof=proof)
    return _by_link(written, links, at, reviewer, proof, known)


def _answers_ours(
    message: Message, subject: tuple[Token, ...], at: datetime, reviewer: Reviewer, known: Circumstances
) -> Refusal | None:
    """None where it answers a mail of ours to this reviewer, of the last two weeks; else why that is not shown."""
    made = [token for token in subject if is_same(token, reply_token(known.keyed, reviewer.email, token.day))]
    if any(token.is_good(at) for token in made) or _names_our_digest(message, at, reviewer, known):
        return None
    if made:
        return Refusal.EXPIRED
    return Refusal.WRONG_TOKEN if subject else Refusal.NO_TOKEN


def _names_our_digest(message: Message, at: datetime, reviewer: Reviewer, known: Circumstances) -> bool:
    """Whether it answers a digest of the last two weeks by its Message-ID, which is a keyed hash as well."""
    named = {*message.in_reply_to, *message.references}
    if not named:
        return False
    days = [at.date() - timedelta(days=back) for back in range(-1, GOOD_FOR.days + 1)]
    keys = (f"digest:{reviewer.email.lower()}:{day.isoformat()}" for day in days)
    return any(message_id_for(Form.DIGEST, known.keyed(key), known.mailbox.address) in named for key in keys)


def _asked(written: Written, reviewer: Reviewer, proof: Proof) -> Asked:
    contradicted, proposals = written.contradicted(), written.contradicted_proposals()
    return Asked(
        reviewer=reviewer,
        proof=proof,
        orders=tuple(
            order for order in written.orders if order.number not in contradicted and order.proposal not in proposals
        ),
        unclear=written.unclear,
        contradicted=tuple(sorted(contradicted)),
        contradicted_proposals=tuple(sorted(proposals)),
    )


def _by_link(
    written: Written,
    links: tuple[Token, ...],
    at: datetime,
    reviewer: Reviewer,
    proof: Proof,
    known: Circumstances,
) -> Examined:
    """What the link tokens in the writer's own lines order: each the one thing that it was made for."""
    made: dict[Order, Token] = {}
    for order in written.orders:
        number = order.number or 0
        for token in links:
            if is_same(token, link_token(known.keyed, reviewer.email, token.day, number, order.action)):
                made[order] = token
    good = {order: token for order, token in made.items() if token.is_good(at)}
    if not good:
        return Refused(why=Refusal.EXPIRED if made else Refusal.WRONG_TOKEN, reviewer=reviewer, proof=proof)
    fresh = {order: token for order, token in good.items() if not known.is_used(token.written)}
    if not fresh:
        return Refused(why=Refusal.USED, reviewer=reviewer, proof=proof)
    asked = _asked(Written(orders=tuple(fresh)), reviewer, proof)
    return Asked(
        reviewer=reviewer,
        proof=proof,
        orders=asked.orders,
        unclear=(),
        contradicted=asked.contradicted,
        contradicted_proposals=asked.contradicted_proposals,
        links=tuple(fresh[order].written for order in asked.orders),
    )
