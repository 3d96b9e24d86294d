"""The tables, as SQLAlchemy Core sees them; `migrations/` makes them, and a test holds the two together.

Times go in and come out as aware UTC datetimes (`Utc`). What says something of a person carries
`info={"personal": True}`: retention, export and erasure go by this mark. No text of a mail is kept, only one safe
line of its subject.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from inbox_bot.core.alarms import AlarmKind
from inbox_bot.core.careers.proposals import Change, Standing
from inbox_bot.core.erasure.retention import Kept
from inbox_bot.core.erasure.values import Why
from inbox_bot.core.judgement.taught import Teaches
from inbox_bot.core.person.values import KeyKind, Says
from inbox_bot.core.reply.keeping import QuestionState
from inbox_bot.core.review.decision import Means
from inbox_bot.core.review.declining import ApplicantState, DecliningState
from inbox_bot.core.review.moves import DragState, Question
from inbox_bot.core.review.reviewer_mail import Refusal, ReviewerMailState
from inbox_bot.core.words import ActionKind, ActionState, Kind, Outcome, Problem, Reason, Right, Role, Template
from inbox_bot.edges.ledger.columns import Spelled, Utc

PERSONAL = {"personal": True}

# Spelled out, also in the queries that use them: SQLite takes a partial index only where the words of its condition
# stand in the query, not where a parameter would say the same.
IN_HAND = text("in_hand")
READY = text("state = 'pending' AND ready")
AFTER = text("after_action IS NOT NULL")
LETTERS_ONLY = text("message_id IS NOT NULL")
REFUSED = text("refused_at IS NOT NULL")
REMEMBERED = text("subject IS NOT NULL")
REQUEST = text("template IN ('missing_cv', 'encrypted_cv', 'unreadable_cv')")
UNSURE = text("says IN ('suggestion', 'question')")
JOINED = text("joins IS NOT NULL")
TAUGHT_OF_A_DOMAIN = text("domain IS NOT NULL")
UNDOING = text("undoes IS NOT NULL")
BOUNCED = text("bounced_at IS NOT NULL")
LIVE = text("gone_at IS NULL")
LEFT = text("gone_at IS NOT NULL")
UNFOLLOWED = text("state = 'waiting'")
BY_A_PERSON = text("wanted IS NOT NULL")
CONFIRMED = text("state = 'waiting'")
STANDING = text("standing IN ('seen', 'proposed', 'left')")
UNRECOGNISED = text("recognised_at IS NULL")
UNSETTLED = text("state IN ('noticed', 'asked')")
UNFINISHED = text("done_at IS NULL")
UNSETTLED_REQUEST = text("settled_at IS NULL")
TO_BE_ASKED = text("state = 'waiting'")
#: What `words.needs_a_person` says, as SQL.
OPEN_OUTCOMES = text(
    "(outcome IN ('review', 'failed') OR outcome = 'correspondence' "
    "AND reason IN ('applicant_writes', 'unsure_consent', 'withdrawal'))"
)
#: Those of them that may lie somewhere yet: who has dealt with a mail moved or deleted it.
OPEN_SOMEWHERE = text(f"{OPEN_OUTCOMES.text} AND NOT nowhere")
FAILED = text("outcome = 'failed'")
HELD_ANSWER = text("kind = 'answer' AND state = 'held'")
REFUSED_ANSWER = text("kind = 'answer' AND state = 'refused'")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

#: `key`: the secret of the fingerprints, made with the ledger and never shown.
meta = Table(
    "meta",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)

#: A mailbox of rules.yaml, and how polling it went.
mailboxes = Table(
    "mailboxes",
    metadata,
    Column("name", String, primary_key=True),
    Column("tried_at", Utc),
    Column("polled_at", Utc),  # the last poll that went well
    Column("problem", Text),
    Column("problem_since", Utc),
)

#: A watched folder: its cursor.
folders = Table(
    "folders",
    metadata,
    Column("mailbox", ForeignKey("mailboxes.name"), primary_key=True),
    Column("folder", String, primary_key=True),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("start_uid", BigInteger, nullable=False),  # below it lies what was there at first contact
    Column(
        "next_uid", BigInteger, nullable=False
    ),  # every UID below it, from start_uid on, has a row or is proven empty
    Column("highestmodseq", Text),  # RFC 7162: up to 63 bits, kept as digits
    Column("messages", Integer, nullable=False),
    Column("left_alone", Integer, nullable=False),
    Column("first_contact_at", Utc, nullable=False),
    Column("start", String),  # what `mailbox.start` said then; null: a version that did not note it was there first
    Column("last_arrival_at", Utc),
    # Listed anew, and not to its end yet: that a mail is found in it says nothing of who put it there.
    Column("anew", Boolean, nullable=False, server_default=false()),
    Column("ours", Boolean, nullable=False, server_default=false()),  # mail goes there; none is taken from it
)

#: A stored mail, whatever its copies and moves: counts once a mailbox.
messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("mailbox", ForeignKey("mailboxes.name"), nullable=False),
    Column("raw_hash", String, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("received_at", Utc, nullable=False),
    Column("seen_at", Utc, nullable=False),
    Column("attempts", Integer, nullable=False),  # how often reading it was begun
    Column("in_hand", Boolean, nullable=False),  # a daemon reads it now, or died while it did
    Column("alone", Boolean, nullable=False),  # to be read with no other mail in hand
    Column("answered_flag", Boolean, nullable=False),  # \Answered was set when we first saw it
    Column("fingerprint", String),
    Column(
        "substance", String
    ),  # keyed, as the fingerprint is: the letter's words and its papers; of applications only
    Column("wording", String),  # keyed, too: the words that were typed; null where they are few
    # Hashed with the fingerprint: what the way wrote on it. Null: it wrote nothing, or a version that kept none saw it.
    Column("trace", String),
    Column("message_id", String, info=PERSONAL),
    Column("correspondent", String, info=PERSONAL),  # canonical address of the sender
    Column("sender", Text, info=PERSONAL),  # one safe line
    Column("subject", Text, info=PERSONAL),  # one safe line
    Column("kind", Spelled(Kind)),
    Column("outcome", Spelled(Outcome)),  # null: it waits
    Column("first_outcome", Spelled(Outcome)),
    Column("outcome_at", Utc),
    Column("reason", Spelled(Reason)),
    Column("quote", Text, info=PERSONAL),  # the words behind the reason, one safe line: where what isn't here is
    Column("rule", Text),
    Column("reply_why", Text),
    Column("raw_path", Text, info=PERSONAL),  # where its bytes are kept, relative to the filing root
    Column("erased_at", Utc),  # null: it is not erased
    # True only where no place of it is live; false says nothing. Of mails that need a person alone (`locations`).
    Column("nowhere", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("mailbox", "raw_hash"),
    Index(
        "ix_messages_waiting",
        "mailbox",
        "id",
        sqlite_where=text("outcome IS NULL"),
        postgresql_where=text("outcome IS NULL"),
    ),
    Index("ix_messages_in_hand", "id", sqlite_where=IN_HAND, postgresql_where=IN_HAND),
    Index("ix_messages_seen_at", "seen_at"),
    Index("ix_messages_fingerprint", "fingerprint"),
    Index("ix_messages_substance", "substance"),
    Index("ix_messages_message_id", "message_id"),
    Index("ix_messages_correspondent", "correspondent", "received_at"),
    Index(
        "ix_messages_open",
        "seen_at",
        "id",
        sqlite_where=OPEN_SOMEWHERE,
        postgresql_where=OPEN_SOMEWHERE,
    ),
    Index("ix_messages_failed", "seen_at", "id", sqlite_where=FAILED, postgresql_where=FAILED),
)

#: Mails that waited, or wait, until their scans were recognised.
scans = Table(
    "scans",
    metadata,
    Column("message", ForeignKey("messages.id"), primary_key=True),
    Column("attempts", Integer, nullable=False),  # how often recognising it was begun
    Column("queued_at", Utc, nullable=False),
    Column("recognised_at", Utc),  # null: not yet, or judged without in the end
    Index("ix_scans_waiting", "message", sqlite_where=UNRECOGNISED, postgresql_where=UNRECOGNISED),
)

#: What is filed of a mail, or is about to be, that nothing refers to: yet, or any more.
filed_ahead = Table(
    "filed_ahead",
    metadata,
    Column("message", ForeignKey("messages.id"), primary_key=True),
    Column("paths", Text, nullable=False, info=PERSONAL),  # below the filing root, as JSON
)

#: What a mail's writer asks for about their data (GDPR, articles 15 to 17 and 21), until a person settled it.
requests = Table(
    "requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message", ForeignKey("messages.id"), nullable=False),
    Column("asks_for", Spelled(Right), nullable=False),
    Column("asked_at", Utc, nullable=False),  # when the mail came
    Column("quote", Text, nullable=False, info=PERSONAL),  # one safe line
    Column("settled_at", Utc),
    Column("settled_by", Text, info=PERSONAL),  # a reviewer's address, or a command's user; null: nobody known
    Column("reopened_at", Utc),  # when that was taken back
    UniqueConstraint("message", "asks_for"),
    Index("ix_requests_open", "asked_at", sqlite_where=UNSETTLED_REQUEST, postgresql_where=UNSETTLED_REQUEST),
    Index("ix_requests_settled_at", "settled_at"),
)

#: Where a mail lies, or lay.
locations = Table(
    "locations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message", ForeignKey("messages.id"), nullable=False),
    Column("mailbox", String, nullable=False),
    Column("folder", String, nullable=False),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("seen_at", Utc, nullable=False),
    Column("gone_at", Utc),
    Index(
        "ux_locations_live",
        "mailbox",
        "folder",
        "uidvalidity",
        "uid",
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    ),
    Index("ix_locations_message", "message"),
    # Of places that are left alone: whoever asks for those that are live must not be led through a year of others.
    Index("ix_locations_left", "mailbox", "folder", "uidvalidity", "uid", sqlite_where=LEFT, postgresql_where=LEFT),
)

#: Bytes that are a known mail, as another server or program stores it: they are read once.
stored_otherwise = Table(
    "stored_otherwise",
    metadata,
    Column("mailbox", ForeignKey("mailboxes.name"), primary_key=True),
    Column("raw_hash", String, primary_key=True),
    Column("message", ForeignKey("messages.id"), nullable=False),
    Index("ix_stored_otherwise_message", "message"),
)

#: A known mail that was met in another folder than before, and not by our doing, until it is known what that means;
#: those that decided something, and those that a person is asked about, are kept.
drags = Table(
    "drags",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message", ForeignKey("messages.id"), nullable=False),
    Column("location", ForeignKey("locations.id"), nullable=False),  # where it was met
    Column("was", String),  # the folder that the ledger last had it in; null: none
    Column("folder", String, nullable=False),
    Column("seen_at", Utc, nullable=False),
    Column("state", Spelled(DragState), nullable=False),
    Column("question", Spelled(Question)),  # what a person is asked
    Column("asked_first", Boolean, nullable=False),  # a letter that follows from it is held for a person
    Index("ix_drags_message", "message", "id"),
    Index("ix_drags_location", "location"),
    Index("ix_drags_open", "state", "id", sqlite_where=UNSETTLED, postgresql_where=UNSETTLED),
)

#: A later outcome than the first: told apart from what was received.
outcome_changes = Table(
    "outcome_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message", ForeignKey("messages.id"), nullable=False),
    Column("was", Spelled(Outcome), nullable=False),
    Column("became", Spelled(Outcome), nullable=False),
    Column("at", Utc, nullable=False),
    Index("ix_outcome_changes_at", "at"),
    Index("ix_outcome_changes_message", "message"),
)

#: Somebody who applies, by canonical address.
persons = Table(
    "persons",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("canonical", String, nullable=False, unique=True, info=PERSONAL),
    Column("first_seen_at", Utc, nullable=False),
)

#: One person's request for one vacancy, or for none.
applications = Table(
    "applications",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message", ForeignKey("messages.id"), nullable=False),
    Column("number", Integer, nullable=False),  # 0: the mail's first
    Column("person", ForeignKey("persons.id"), nullable=False),
    Column("vacancy", String),
    Column("name", Text, info=PERSONAL),
    Column("email", Text, info=PERSONAL),
    Column("phone", Text, info=PERSONAL),
    Column("language", String, nullable=False),
    Column("source", Text, info=PERSONAL),
    Column("folder", Text, info=PERSONAL),  # relative to the filing root
    Column("had_cv", Boolean, nullable=False),
    Column("at", Utc, nullable=False),
    # The application that it adds to, by the same person and for the same vacancy; null: it is a person's first.
    Column("joins", Integer),
    UniqueConstraint("message", "number"),
    Index("ix_applications_person", "person", "at"),
    Index("ix_applications_vacancy", "vacancy", "id"),
    Index("ix_applications_joins", "joins", sqlite_where=JOINED, postgresql_where=JOINED),
)

#: What an applicant's own mail told of who they are: looked up for each later one.
person_keys = Table(
    "person_keys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message", ForeignKey("messages.id"), nullable=False),
    Column("person", ForeignKey("persons.id"), nullable=False, info=PERSONAL),
    Column("key", String, nullable=False, info=PERSONAL),  # its kind, a colon, its value
    Column("name", Text, info=PERSONAL),  # that the applicant bore in this mail, one safe line
    Column("sketch", Text, info=PERSONAL),  # of a CV's text, of a key of that kind
    Column("hashed", String, info=PERSONAL),  # the key as `introduced_keys` has it; null: none is ever looked up
    Index("ix_person_keys_message", "message"),
    Index("ix_person_keys_hashed", "hashed", "id"),
    Index("ix_person_keys_key", "key", "id"),
)

#: Two mails of one applicant, or perhaps of one: and by what that shows.
person_links = Table(
    "person_links",
    metadata,
    Column("message", ForeignKey("messages.id"), primary_key=True),
    Column("other", ForeignKey("messages.id"), nullable=False),  # the earlier of the two
    Column("says", Spelled(Says), nullable=False),
    Column("because", Text, nullable=False),  # what they have in common, with a space between; "": a person said so
    Index("ix_person_links_other", "other"),
    Index("ix_person_links_unsure", "message", sqlite_where=UNSURE, postgresql_where=UNSURE),
)

#: A letter that belongs to somebody's application, and is none itself.
correspondence = Table(
    "correspondence",
    metadata,
    Column("message", ForeignKey("messages.id"), primary_key=True),
    Column("application", ForeignKey("applications.id"), nullable=False),
    Index("ix_correspondence_application", "application"),
)

#: A document of a mail; once more for each application it belongs to.
documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message", ForeignKey("messages.id"), nullable=False),
    Column("application", ForeignKey("applications.id")),
    Column("number", Integer, nullable=False),  # its index in the reading
    Column("filename", Text, nullable=False, info=PERSONAL),  # one safe line
    Column("type", String, nullable=False),
    Column("role", Spelled(Role), nullable=False),
    Column("problem", Spelled(Problem)),
    Column("characters", Integer, nullable=False),
    Column("path", Text, info=PERSONAL),  # relative to the filing root; null where it was not filed
    Column("sha256", String, nullable=False),
    Column("remarks", Text, info=PERSONAL),  # what was remarked on it, each with its detail, as JSON; null: nothing
    Index("ix_documents_message", "message"),
    Index("ix_documents_application", "application"),
)

#: What an agency's mail said and when it came, for a dispute: stays when the mail is gone.
agency_mails = Table(
    "agency_mails",
    metadata,
    Column("message", ForeignKey("messages.id"), primary_key=True),
    Column("stands", Boolean, nullable=False),  # false: a person decided since that no agency wrote it
    Column("domain", String, nullable=False, info=PERSONAL),
    Column("firm", Text, nullable=False, info=PERSONAL),  # one safe line; "": it signs with none
    Column("consultant", Text, nullable=False, info=PERSONAL),  # one safe line
    Column("listed", String, nullable=False),  # the entry of rules.yaml that approved it then; "": none did
    Column("terms", Text, nullable=False),  # sentences, percentages and sums, as JSON
    Column("received_at", Utc, nullable=False),
    Column("received_line", Text, nullable=False),  # our server's Received field; "": it is the mailbox's own date
    Column("header", Text, info=PERSONAL),  # a line each; null: a version that kept none took the mail in
    Column("settled_at", Utc),  # what was in dispute by then is no longer
    Column("settled_by", Text, info=PERSONAL),  # a command's user; null: nobody known
    Index("ix_agency_mails_received_at", "received_at", "message"),
)

#: An agency presenting a candidate; who that is, only hashes tell that this ledger alone can make.
introductions = Table(
    "introductions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message", ForeignKey("messages.id"), nullable=False),
    Column("number", Integer, nullable=False),  # which of the mail's candidates, from 0
    Column("agency", Text, nullable=False, info=PERSONAL),  # canonical address
    Column("vacancy", String),
    Column("sketch", Text),  # of the CV's text, each of its numbers keyed
    Column("at", Utc, nullable=False),
    UniqueConstraint("message", "number"),
)

#: One thing that tells of an introduced candidate, as a keyed hash: who has none of the originals learns nothing of it.
introduced_keys = Table(
    "introduced_keys",
    metadata,
    Column("introduction", ForeignKey("introductions.id"), primary_key=True),
    Column("hashed", String, primary_key=True),
    Column("kind", Spelled(KeyKind), nullable=False),
    Index("ix_introduced_keys_hashed", "hashed", "introduction"),
)

#: A refusal as it went to the server, written before it went: what became of it is its action's to say.
refusals = Table(
    "refusals",
    metadata,
    Column("action", ForeignKey("actions.id"), primary_key=True),
    Column("letter", Text, nullable=False, info=PERSONAL),  # whole, header and all
    Column("at", Utc, nullable=False),
)

#: What was decided about a mail, by whom, and on what: the machine's own decisions too. Kept when its bytes are gone.
decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message", ForeignKey("messages.id"), nullable=False),
    Column("turn", Integer, nullable=False),  # counted for each mail: 0 is the first
    Column("at", Utc, nullable=False),
    Column("means", Spelled(Means)),  # how a person said it; null: a machine decided
    Column("by", Text, info=PERSONAL),  # a reviewer, or a command's user; null: nobody known
    Column("wanted", Text, info=PERSONAL),  # the person's decision, as JSON; null: a machine's, or an undoing
    Column("undoes", ForeignKey("decisions.id")),
    Column("judge", String),  # the version that judged; null: a person decided
    Column("rule", Text),  # of rules.yaml, by its name, where one decided
    Column("evidence", Text, info=PERSONAL),  # the findings as they were, as JSON
    Column("changed", Text, nullable=False),  # what the mail was and became, as JSON
    UniqueConstraint("message", "turn"),
    Index("ix_decisions_at", "at"),
    Index("ix_decisions_undoes", "undoes", sqlite_where=UNDOING, postgresql_where=UNDOING),
    Index("ix_decisions_people", "message", sqlite_where=BY_A_PERSON, postgresql_where=BY_A_PERSON),
)

#: What a decision says of later mails, as long as it stands: written anew with each decision about its mail.
lessons = Table(
    "lessons",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message", ForeignKey("messages.id"), nullable=False),  # that was decided about
    Column("teaches", Spelled(Teaches), nullable=False),
    Column("about", String, nullable=False, info=PERSONAL),  # a canonical address; of a title its words
    Column("means", String, info=PERSONAL),  # of a title the vacancy; of a person the applicant's canonical address
    Column("domain", String, info=PERSONAL),  # of an agency's address; null: a public mail service's
    Column("who", Text, nullable=False, info=PERSONAL),  # whose mail it was, one safe line
    Column("at", Utc, nullable=False),  # when it was decided
    Column("moved", Boolean, nullable=False),  # by moving the mail
    Index("ix_lessons_message", "message"),
    Index("ix_lessons_about", "about", "id"),
    Index(
        "ix_lessons_domain",
        "domain",
        "id",
        sqlite_where=TAUGHT_OF_A_DOMAIN,
        postgresql_where=TAUGHT_OF_A_DOMAIN,
    ),
    Index("ix_lessons_at", "at"),
)

#: One side effect; the only truth about what was done. What it holds is in `payloads`, as long as it may be done.
actions = Table(
    "actions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message", ForeignKey("messages.id")),  # null: to a reviewer, or to a hook
    Column("mailbox", String),  # whose turn it is carried out in; of a hook `hook:` and its name
    Column("location", ForeignKey("locations.id")),  # only where one certain copy is meant
    Column("kind", Spelled(ActionKind), nullable=False),
    Column("state", Spelled(ActionState), nullable=False),
    Column("ready", Boolean, nullable=False),  # false: waits for `after_action`
    Column("after_action", ForeignKey("actions.id")),
    Column("released", Boolean, nullable=False),  # a person wants it
    Column("why", Text),
    Column("note", Text),  # what the server said
    Column("planned_at", Utc, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("tried_at", Utc),
    Column("done_at", Utc),
    Column("attempts", Integer, nullable=False),
    # Of letters only, answers and mails to reviewers:
    Column("message_id", String),
    Column("to_address", Text, info=PERSONAL),
    Index("ix_actions_due", "kind", "due_at", "id", sqlite_where=READY, postgresql_where=READY),
    # The kind leads, so that SQLite does not take this index for what asks for states alone; PostgreSQL would.
    Index("ix_actions_kind", "kind", "state", "planned_at", "id"),
    Index("ix_actions_held", "mailbox", "why", sqlite_where=HELD_ANSWER, postgresql_where=HELD_ANSWER),
    Index(
        "ix_actions_refused",
        "kind",
        "state",
        "due_at",
        sqlite_where=REFUSED_ANSWER,
        postgresql_where=REFUSED_ANSWER,
    ),
    Index("ix_actions_message", "message"),
    Index("ix_actions_after", "after_action", sqlite_where=AFTER, postgresql_where=AFTER),
    Index("ix_actions_message_id", "message_id"),
    Index("ix_actions_tried", "tried_at", sqlite_where=LETTERS_ONLY, postgresql_where=LETTERS_ONLY),
)

#: What an action needs to be carried out, as JSON: deleted when it is done, cancelled or refused for good.
payloads = Table(
    "payloads",
    metadata,
    Column("action", ForeignKey("actions.id"), primary_key=True),
    Column("effect", Text, nullable=False, info=PERSONAL),
    # Of an answer that was refused, and of what waited for it: until it is known that the refusal was not about us.
    Column("refused_at", Utc),
    Index("ix_payloads_refused", "refused_at", sqlite_where=REFUSED, postgresql_where=REFUSED),
)

#: What later plans need to know of an answer: whom it counts for, and for eight days how it may be recognised.
answers = Table(
    "answers",
    metadata,
    Column("action", ForeignKey("actions.id"), primary_key=True),
    Column("answer_of", String),  # the fingerprint of the mail it answers
    Column("template", Spelled(Template), nullable=False),
    Column("correspondent", String, nullable=False, info=PERSONAL),
    Column("person", String, nullable=False, info=PERSONAL),
    Column("domain", String, nullable=False, info=PERSONAL),
    Column("vacancy", String),
    Column("likeness", String, nullable=False),
    Column("counted_at", Utc, nullable=False),  # done, or being tried; else planned: what the limits go by
    Column("bounced_at", Utc),
    Column("subject", Text, info=PERSONAL),  # null: forgotten
    Column("passages", Text),  # keyed hashes of its long lines, with a space between; null: forgotten
    Index("ix_answers_answer_of", "answer_of"),
    Index("ix_answers_person", "person", "counted_at"),
    Index("ix_answers_correspondent", "correspondent", "counted_at"),
    Index("ix_answers_domain", "domain", "counted_at"),
    Index("ix_answers_likeness", "likeness", "counted_at"),
    Index("ix_answers_counted", "counted_at"),
    Index("ix_answers_requests", "counted_at", "action", sqlite_where=REQUEST, postgresql_where=REQUEST),
    Index("ix_answers_bounced", "bounced_at", sqlite_where=BOUNCED, postgresql_where=BOUNCED),
    Index("ix_answers_remembered", "counted_at", sqlite_where=REMEMBERED, postgresql_where=REMEMBERED),
)

#: A document that goes, or went, to a reviewer with a mail: a copy that an erasure is to tell of.
enclosures = Table(
    "enclosures",
    metadata,
    Column("action", ForeignKey("actions.id"), primary_key=True),
    Column("message", ForeignKey("messages.id"), primary_key=True),
    Column("document", Integer, primary_key=True),  # which of the mail's, from 0
    Index("ix_enclosures_message", "message"),
)

#: What may happen once: a second action that holds the same key is refused.
once_keys = Table(
    "once_keys",
    metadata,
    # In the order of its characters on PostgreSQL too, whatever its language: keys are asked for by how they begin.
    Column("key", String().with_variant(String(collation="C"), "postgresql"), primary_key=True, info=PERSONAL),
    Column("action", ForeignKey("actions.id"), nullable=False),
    Index("ix_once_keys_action", "action"),
)

#: A mail that is in a Sent folder: somebody answered by hand, or our own copy.
sent_mails = Table(
    "sent_mails",
    metadata,
    Column("message_id", String, primary_key=True, info=PERSONAL),
    Column("mailbox", String, nullable=False),
    Column("to_addresses", Text, nullable=False, info=PERSONAL),
    Column("at", Utc, nullable=False),
    Index("ix_sent_mails_at", "at"),
)

#: The ids that a sent mail names in In-Reply-To and References.
sent_references = Table(
    "sent_references",
    metadata,
    Column("message_id", ForeignKey("sent_mails.message_id"), primary_key=True, info=PERSONAL),
    Column("refers_to", String, primary_key=True, info=PERSONAL),
    Index("ix_sent_references_refers_to", "refers_to"),
)

#: Whom our mail does not reach.
correspondents = Table(
    "correspondents",
    metadata,
    Column("canonical", String, primary_key=True, info=PERSONAL),
    Column("bounced_at", Utc, nullable=False),
)

#: What an operator must act on, told once until it clears.
alarms = Table(
    "alarms",
    metadata,
    Column("name", String, primary_key=True),
    Column("kind", Spelled(AlarmKind), nullable=False),
    Column("about", String, nullable=False),
    Column("parameters", Text, nullable=False),  # what its sentence is made with, as JSON
    Column("written", Text),  # the sentence itself, of an alarm that a version without parameters raised
    Column("since", Utc, nullable=False),
    Column("notified_at", Utc),
    Column("cleared_at", Utc),
)

#: The breaker: one row, made with the ledger.
breaker = Table(
    "breaker",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("open", Boolean, nullable=False),
    Column("since", Utc),
    Column("why", Text),
    CheckConstraint("id = 1", name="one_row"),
)

#: A reviewer's mail that orders something, and what became of it.
reviewer_mails = Table(
    "reviewer_mails",
    metadata,
    Column("message", ForeignKey("messages.id"), primary_key=True),
    Column("mailbox", String, nullable=False),
    Column("state", Spelled(ReviewerMailState), nullable=False),
    Column("at", Utc, nullable=False),  # when it came; what it decides is decided at that time
    Column("reviewer", Text, info=PERSONAL),  # whose address is in From; null: nobody's, or nobody has looked
    Column("why", Spelled(Refusal)),  # why nothing of it was done
    Column("orders", Integer, nullable=False),  # how many it has: what an hour's limit counts
    Index("ix_reviewer_mails_waiting", "mailbox", "message", sqlite_where=UNFOLLOWED, postgresql_where=UNFOLLOWED),
    Index("ix_reviewer_mails_at", "at"),
)

#: A link that was used: it is good once.
used_tokens = Table(
    "used_tokens",
    metadata,
    Column("token", String, primary_key=True),  # a keyed hash of it
    Column("message", ForeignKey("messages.id"), nullable=False),
    Column("at", Utc, nullable=False),
)

#: What a reviewer was asked to say yes to; one question a reviewer.
questions = Table(
    "questions",
    metadata,
    Column("reviewer", String, primary_key=True, info=PERSONAL),
    Column("asked", String, nullable=False),  # what its token is made of: the mails and the moment
    Column("at", Utc, nullable=False),
)

#: A mail that a reviewer does not want to see among what needs them for a while.
put_off = Table(
    "put_off",
    metadata,
    Column("message", ForeignKey("messages.id"), primary_key=True),
    Column("reviewer", String, primary_key=True, info=PERSONAL),
    Column("until", Utc, nullable=False),
    Index("ix_put_off_until", "until"),
)

#: Applicants that a person turns down: those of a vacancy that is closed, or one mail's.
declinings = Table(
    "declinings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("vacancy", String),  # null: of a mail that applies for none in particular
    Column("message", ForeignKey("messages.id")),  # of one mail only; null: of a vacancy
    Column("by", Text, nullable=False, info=PERSONAL),  # a reviewer's address, or a command's user
    Column("state", Spelled(DecliningState), nullable=False),
    Column("why", String),  # why it was not begun
    Column("asked_at", Utc, nullable=False),
    Column("confirmed_at", Utc),
    Column("begins_at", Utc),  # until then nothing goes out
    Column("ended_at", Utc),
    Column("ended_by", Text, info=PERSONAL),  # who stopped it
    Index("ix_declinings_vacancy", "vacancy", "id"),
    Index("ix_declinings_message", "message"),
    Index("ix_declinings_ended_at", "ended_at"),
    Index("ix_declinings_confirmed", "begins_at", sqlite_where=CONFIRMED, postgresql_where=CONFIRMED),
)

#: Whom a list named that was shown, and what became of each.
declined_applicants = Table(
    "declined_applicants",
    metadata,
    Column("declining", ForeignKey("declinings.id"), primary_key=True),
    Column("person", ForeignKey("persons.id"), primary_key=True, info=PERSONAL),
    Column("vacancy", String, primary_key=True),  # "": none in particular
    Column("mailbox", String, nullable=False),
    Column("message", ForeignKey("messages.id"), nullable=False),  # the mail that they wrote last
    Column("state", Spelled(ApplicantState), nullable=False),
    Column("why", String),
    Column("action", ForeignKey("actions.id")),
    Index("ix_declined_applicants_message", "message"),
    Index("ix_declined_applicants_action", "action"),
    Index("ix_declined_applicants_person", "person"),
)

#: The careers page, and how reading it went.
careers_pages = Table(
    "careers_pages",
    metadata,
    Column("page", String, primary_key=True),
    Column("asked_on", String, nullable=False),  # the local day of the last attempt: it is asked once a day
    Column("read_at", Utc),  # the last time that it was understood
    Column("problem", Text),  # what the last attempt ended with, as JSON
    Column("problem_since", Utc),
)

#: What the careers page says otherwise than rules.yaml, and what reviewers said to that.
careers_changes = Table(
    "careers_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("page", ForeignKey("careers_pages.page"), nullable=False),
    Column("change", Spelled(Change), nullable=False),
    Column("vacancy", String, nullable=False),
    Column("key", String, nullable=False),
    Column("said", Text, nullable=False),  # what of it, as JSON
    Column("standing", Spelled(Standing), nullable=False),
    Column("since", String, nullable=False),  # the local day on which it was first seen
    Column("proposed_at", Utc),
    Column("by_hand", Text, nullable=False),  # the lines for a rules.yaml that we may not write; "" where we may
    Column("decided_at", Utc),
    Column("by", Text, info=PERSONAL),
    Column("piece", Text),  # what was changed in rules.yaml, as JSON: to take it back
    Index("ix_careers_changes_standing", "page", "id", sqlite_where=STANDING, postgresql_where=STANDING),
    Index("ix_careers_changes_decided_at", "decided_at"),
)

#: An erasure: what leads to the copies outside the ledger as long as there are any, and what was done, without a name.
erasures = Table(
    "erasures",
    metadata,
    Column("reference", String, primary_key=True),
    Column("why", Spelled(Why), nullable=False),
    Column("by", Text, info=PERSONAL),  # a command's user; null: nobody known
    Column("asked_at", Utc, nullable=False),
    Column("done_at", Utc),
    Column("trail", Text, info=PERSONAL),  # as JSON; null: nothing is left to do
    Column("receipt", Text, nullable=False, info=PERSONAL),  # as JSON; it names those that copies went to
    Index("ix_erasures_asked_at", "asked_at"),
    Index("ix_erasures_unfinished", "asked_at", sqlite_where=UNFINISHED, postgresql_where=UNFINISHED),
)

#: How it stands with `keep` in rules.yaml: one row.
retention = Table(
    "retention",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fingerprint", String, nullable=False),  # of what it says
    Column("since", Utc, nullable=False),
    Column("looked_at", Utc, nullable=False),
    Column("confirmed_at", Utc),  # null: nothing goes
    Column("confirmed_by", Text, info=PERSONAL),
    CheckConstraint("id = 1", name="one_row"),
)

#: That somebody is asked, over one of their mails, whether they may be kept longer: once.
keep_questions = Table(
    "keep_questions",
    metadata,
    Column("message", ForeignKey("messages.id"), primary_key=True),
    Column("mailbox", String, nullable=False),
    Column("state", Spelled(QuestionState), nullable=False),
    Column("why", String),  # why nobody is asked
    Column("noted_at", Utc, nullable=False),
    Column("asked_at", Utc),  # when the letter was planned
    Column("answer_by", Utc),  # until then it is waited for an answer, and longer by what the letter took to go
    Column("action", ForeignKey("actions.id")),
    Index("ix_keep_questions_waiting", "noted_at", sqlite_where=TO_BE_ASKED, postgresql_where=TO_BE_ASKED),
    Index("ix_keep_questions_action", "action"),
)

#: What a mail says to such a question; the last of several is in force.
keep_answers = Table(
    "keep_answers",
    metadata,
    Column("message", ForeignKey("messages.id"), primary_key=True),  # that says it
    Column("question", ForeignKey("keep_questions.message"), nullable=False),
    Column("agrees", Boolean, nullable=False),
    Column("at", Utc, nullable=False),
    Column("kept_until", Utc),  # null: they don't agree
    Index("ix_keep_answers_question", "question", "at"),
    Index("ix_keep_answers_at", "at"),
)

#: A mail that is about to be erased, since it was kept as long as rules.yaml says.
expiring = Table(
    "expiring",
    metadata,
    Column("message", ForeignKey("messages.id"), primary_key=True),
    Column("kept", Spelled(Kept), nullable=False),
    Column("announced_at", Utc, nullable=False),
)
