"""What has become of a reviewer's mail that orders something, and why nothing of it was done: the words for it."""

from inbox_bot.core.words import Word


class ReviewerMailState(Word):
    """Where a reviewer's mail stands."""

    WAITING = "waiting", "Nobody has looked yet what it orders."
    ASKED = "asked", "What it orders waits for the reviewer's yes."
    FOLLOWED = "followed", "What it orders was done, or asked back."
    REFUSED = "refused", "Nothing of it was done."


class Refusal(Word):
    """Why nothing that a mail orders is done."""

    SEVERAL_SENDERS = "several_senders", "It names several senders, or was sent in another's name."
    NOT_A_REVIEWER = "not_a_reviewer", "Its sender is no reviewer of this mailbox."
    AUTOMATIC = "automatic", "A machine sent it."
    FORGED = "forged", "Our mail server says that the sender's address is forged."
    NO_TOKEN = "no_token", "It answers no mail of ours to this reviewer."
    WRONG_TOKEN = "wrong_token", "Its code was not made for this reviewer and this decision."
    EXPIRED = "expired", "The mail that it answers is more than two weeks old."
    USED = "used", "This link was used before."
    UNPROVEN = "unproven", "Our mail server does not show who sent it, and it orders nothing."
    TOO_MANY = "too_many", "More than a hundred orders in an hour are not followed."
    UNREADABLE = "unreadable", "It could not be read."
