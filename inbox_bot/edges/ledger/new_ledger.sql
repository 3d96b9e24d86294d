CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE breaker (
	id INTEGER NOT NULL, 
	open BOOLEAN NOT NULL, 
	since DATETIME, 
	why TEXT, 
	CONSTRAINT pk_breaker PRIMARY KEY (id), 
	CONSTRAINT ck_breaker_one_row CHECK (id = 1)
);
CREATE TABLE correspondents (
	canonical VARCHAR NOT NULL, 
	bounced_at DATETIME NOT NULL, 
	CONSTRAINT pk_correspondents PRIMARY KEY (canonical)
);
CREATE TABLE mailboxes (
	name VARCHAR NOT NULL, 
	tried_at DATETIME, 
	polled_at DATETIME, 
	problem TEXT, 
	problem_since DATETIME, 
	CONSTRAINT pk_mailboxes PRIMARY KEY (name)
);
CREATE TABLE meta (
	name VARCHAR NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_meta PRIMARY KEY (name)
);
CREATE TABLE persons (
	id INTEGER NOT NULL, 
	canonical VARCHAR NOT NULL, 
	first_seen_at DATETIME NOT NULL, 
	CONSTRAINT pk_persons PRIMARY KEY (id), 
	CONSTRAINT uq_persons_canonical UNIQUE (canonical)
);
CREATE TABLE sent_mails (
	message_id VARCHAR NOT NULL, 
	mailbox VARCHAR NOT NULL, 
	to_addresses TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_sent_mails PRIMARY KEY (message_id)
);
CREATE TABLE folders (
	mailbox VARCHAR NOT NULL, 
	folder VARCHAR NOT NULL, 
	uidvalidity BIGINT NOT NULL, 
	start_uid BIGINT NOT NULL, 
	next_uid BIGINT NOT NULL, 
	highestmodseq TEXT, 
	messages INTEGER NOT NULL, 
	left_alone INTEGER NOT NULL, 
	first_contact_at DATETIME NOT NULL, 
	last_arrival_at DATETIME, start VARCHAR, anew BOOLEAN DEFAULT 0 NOT NULL, ours BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_folders PRIMARY KEY (mailbox, folder), 
	CONSTRAINT fk_folders_mailbox FOREIGN KEY(mailbox) REFERENCES mailboxes (name)
);
CREATE TABLE messages (
	id INTEGER NOT NULL, 
	mailbox VARCHAR NOT NULL, 
	raw_hash VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	received_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	attempts INTEGER NOT NULL, 
	in_hand BOOLEAN NOT NULL, 
	alone BOOLEAN NOT NULL, 
	answered_flag BOOLEAN NOT NULL, 
	fingerprint VARCHAR, 
	message_id VARCHAR, 
	correspondent VARCHAR, 
	sender TEXT, 
	subject TEXT, 
	kind VARCHAR, 
	outcome VARCHAR, 
	first_outcome VARCHAR, 
	outcome_at DATETIME, 
	reason VARCHAR, 
	rule TEXT, 
	reply_why TEXT, 
	raw_path TEXT, quote TEXT, nowhere BOOLEAN DEFAULT 0 NOT NULL, substance VARCHAR, trace VARCHAR, erased_at DATETIME, wording VARCHAR, 
	CONSTRAINT pk_messages PRIMARY KEY (id), 
	CONSTRAINT fk_messages_mailbox FOREIGN KEY(mailbox) REFERENCES mailboxes (name), 
	CONSTRAINT uq_messages_mailbox_raw_hash UNIQUE (mailbox, raw_hash)
);
CREATE INDEX ix_messages_correspondent ON messages (correspondent, received_at);
CREATE INDEX ix_messages_fingerprint ON messages (fingerprint);
CREATE INDEX ix_messages_message_id ON messages (message_id);
CREATE INDEX ix_messages_seen_at ON messages (seen_at);
CREATE INDEX ix_messages_waiting ON messages (mailbox, id) WHERE outcome IS NULL;
CREATE TABLE sent_references (
	message_id VARCHAR NOT NULL, 
	refers_to VARCHAR NOT NULL, 
	CONSTRAINT pk_sent_references PRIMARY KEY (message_id, refers_to), 
	CONSTRAINT fk_sent_references_message_id FOREIGN KEY(message_id) REFERENCES sent_mails (message_id)
);
CREATE INDEX ix_sent_references_refers_to ON sent_references (refers_to);
CREATE TABLE applications (
	id INTEGER NOT NULL, 
	message INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	vacancy VARCHAR, 
	name TEXT, 
	email TEXT, 
	phone TEXT, 
	language VARCHAR NOT NULL, 
	source TEXT, 
	folder TEXT, 
	had_cv BOOLEAN NOT NULL, 
	at DATETIME NOT NULL, joins INTEGER, 
	CONSTRAINT pk_applications PRIMARY KEY (id), 
	CONSTRAINT fk_applications_message FOREIGN KEY(message) REFERENCES messages (id), 
	CONSTRAINT fk_applications_person FOREIGN KEY(person) REFERENCES persons (id), 
	CONSTRAINT uq_applications_message_number UNIQUE (message, number)
);
CREATE INDEX ix_applications_person ON applications (person, at);
CREATE TABLE locations (
	id INTEGER NOT NULL, 
	message INTEGER NOT NULL, 
	mailbox VARCHAR NOT NULL, 
	folder VARCHAR NOT NULL, 
	uidvalidity BIGINT NOT NULL, 
	uid BIGINT NOT NULL, 
	seen_at DATETIME NOT NULL, 
	gone_at DATETIME, 
	CONSTRAINT pk_locations PRIMARY KEY (id), 
	CONSTRAINT fk_locations_message FOREIGN KEY(message) REFERENCES messages (id)
);
CREATE INDEX ix_locations_message ON locations (message);
CREATE UNIQUE INDEX ux_locations_live ON locations (mailbox, folder, uidvalidity, uid) WHERE gone_at IS NULL;
CREATE TABLE outcome_changes (
	id INTEGER NOT NULL, 
	message INTEGER NOT NULL, 
	was VARCHAR NOT NULL, 
	became VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_outcome_changes PRIMARY KEY (id), 
	CONSTRAINT fk_outcome_changes_message FOREIGN KEY(message) REFERENCES messages (id)
);
CREATE INDEX ix_outcome_changes_at ON outcome_changes (at);
CREATE INDEX ix_outcome_changes_message ON outcome_changes (message);
CREATE TABLE actions (
	id INTEGER NOT NULL, 
	message INTEGER, 
	mailbox VARCHAR, 
	location INTEGER, 
	kind VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	ready BOOLEAN NOT NULL, 
	after_action INTEGER, 
	released BOOLEAN NOT NULL, 
	why TEXT, 
	note TEXT, 
	planned_at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	tried_at DATETIME, 
	done_at DATETIME, 
	attempts INTEGER NOT NULL, 
	message_id VARCHAR, 
	to_address TEXT, 
	CONSTRAINT pk_actions PRIMARY KEY (id), 
	CONSTRAINT fk_actions_after_action FOREIGN KEY(after_action) REFERENCES actions (id), 
	CONSTRAINT fk_actions_location FOREIGN KEY(location) REFERENCES locations (id), 
	CONSTRAINT fk_actions_message FOREIGN KEY(message) REFERENCES messages (id)
);
CREATE INDEX ix_actions_due ON actions (kind, due_at, id) WHERE state = 'pending' AND ready;
CREATE INDEX ix_actions_message ON actions (message);
CREATE INDEX ix_actions_message_id ON actions (message_id);
CREATE TABLE documents (
	id INTEGER NOT NULL, 
	message INTEGER NOT NULL, 
	application INTEGER, 
	number INTEGER NOT NULL, 
	filename TEXT NOT NULL, 
	type VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	problem VARCHAR, 
	characters INTEGER NOT NULL, 
	path TEXT, 
	sha256 VARCHAR NOT NULL, remarks TEXT, 
	CONSTRAINT pk_documents PRIMARY KEY (id), 
	CONSTRAINT fk_documents_application FOREIGN KEY(application) REFERENCES applications (id), 
	CONSTRAINT fk_documents_message FOREIGN KEY(message) REFERENCES messages (id)
);
CREATE INDEX ix_documents_application ON documents (application);
CREATE INDEX ix_documents_message ON documents (message);
CREATE TABLE once_keys (
	"key" VARCHAR NOT NULL, 
	action INTEGER NOT NULL, 
	CONSTRAINT pk_once_keys PRIMARY KEY ("key"), 
	CONSTRAINT fk_once_keys_action FOREIGN KEY(action) REFERENCES actions (id)
);
CREATE INDEX ix_once_keys_action ON once_keys (action);
CREATE TABLE correspondence (
	message INTEGER NOT NULL, 
	application INTEGER NOT NULL, 
	CONSTRAINT pk_correspondence PRIMARY KEY (message), 
	CONSTRAINT fk_correspondence_message FOREIGN KEY(message) REFERENCES messages (id), 
	CONSTRAINT fk_correspondence_application FOREIGN KEY(application) REFERENCES applications (id)
);
CREATE INDEX ix_correspondence_application ON correspondence (application);
CREATE TABLE alarms (
	name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	about VARCHAR NOT NULL, 
	parameters TEXT NOT NULL, 
	written TEXT, 
	since DATETIME NOT NULL, 
	notified_at DATETIME, 
	cleared_at DATETIME, 
	CONSTRAINT pk_alarms PRIMARY KEY (name)
);
CREATE TABLE payloads (
	action INTEGER NOT NULL, 
	effect TEXT NOT NULL, 
	refused_at DATETIME, 
	CONSTRAINT pk_payloads PRIMARY KEY (action), 
	CONSTRAINT fk_payloads_action FOREIGN KEY(action) REFERENCES actions (id)
);
CREATE TABLE answers (
	action INTEGER NOT NULL, 
	answer_of VARCHAR, 
	template VARCHAR NOT NULL, 
	correspondent VARCHAR NOT NULL, 
	person VARCHAR NOT NULL, 
	domain VARCHAR NOT NULL, 
	vacancy VARCHAR, 
	likeness VARCHAR NOT NULL, 
	counted_at DATETIME NOT NULL, 
	bounced_at DATETIME, 
	subject TEXT, 
	passages TEXT, 
	CONSTRAINT pk_answers PRIMARY KEY (action), 
	CONSTRAINT fk_answers_action FOREIGN KEY(action) REFERENCES actions (id)
);
CREATE INDEX ix_payloads_refused ON payloads (refused_at) WHERE refused_at IS NOT NULL;
CREATE INDEX ix_answers_answer_of ON answers (answer_of);
CREATE INDEX ix_answers_person ON answers (person, counted_at);
CREATE INDEX ix_answers_correspondent ON answers (correspondent, counted_at);
CREATE INDEX ix_answers_domain ON answers (domain, counted_at);
CREATE INDEX ix_answers_likeness ON answers (likeness, counted_at);
CREATE INDEX ix_answers_counted ON answers (counted_at);
CREATE INDEX ix_answers_bounced ON answers (bounced_at) WHERE bounced_at IS NOT NULL;
CREATE INDEX ix_answers_remembered ON answers (counted_at) WHERE subject IS NOT NULL;
CREATE INDEX ix_actions_tried ON actions (tried_at) WHERE message_id IS NOT NULL;
CREATE INDEX ix_messages_in_hand ON messages (id) WHERE in_hand;
CREATE INDEX ix_actions_after ON actions (after_action) WHERE after_action IS NOT NULL;
CREATE INDEX ix_messages_failed ON messages (seen_at, id) WHERE outcome = 'failed';
CREATE INDEX ix_actions_kind ON actions (kind, state, planned_at, id);
CREATE INDEX ix_actions_held ON actions (mailbox, why) WHERE kind = 'answer' AND state = 'held';
CREATE INDEX ix_actions_refused ON actions (kind, state, due_at) WHERE kind = 'answer' AND state = 'refused';
CREATE INDEX ix_locations_left ON locations (mailbox, folder, uidvalidity, uid) WHERE gone_at IS NOT NULL;
CREATE TABLE decisions (
	id INTEGER NOT NULL, 
	message INTEGER NOT NULL, 
	turn INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	means VARCHAR, 
	"by" TEXT, 
	wanted TEXT, 
	undoes INTEGER, 
	judge VARCHAR, 
	rule TEXT, 
	evidence TEXT, 
	changed TEXT NOT NULL, 
	CONSTRAINT pk_decisions PRIMARY KEY (id), 
	CONSTRAINT fk_decisions_message FOREIGN KEY(message) REFERENCES messages (id), 
	CONSTRAINT fk_decisions_undoes FOREIGN KEY(undoes) REFERENCES decisions (id), 
	CONSTRAINT uq_decisions_message_turn UNIQUE (message, turn)
);
CREATE INDEX ix_decisions_at ON decisions (at);
CREATE INDEX ix_decisions_undoes ON decisions (undoes) WHERE undoes IS NOT NULL;
CREATE TABLE enclosures (
	action INTEGER NOT NULL, 
	message INTEGER NOT NULL, 
	document INTEGER NOT NULL, 
	CONSTRAINT pk_enclosures PRIMARY KEY (action, message, document), 
	CONSTRAINT fk_enclosures_action FOREIGN KEY(action) REFERENCES actions (id), 
	CONSTRAINT fk_enclosures_message FOREIGN KEY(message) REFERENCES messages (id)
);
CREATE INDEX ix_enclosures_message ON enclosures (message);
CREATE TABLE reviewer_mails (
	message INTEGER NOT NULL, 
	mailbox VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	reviewer TEXT, 
	why VARCHAR, 
	orders INTEGER NOT NULL, 
	CONSTRAINT pk_reviewer_mails PRIMARY KEY (message), 
	CONSTRAINT fk_reviewer_mails_message FOREIGN KEY(message) REFERENCES messages (id)
);
CREATE INDEX ix_reviewer_mails_waiting ON reviewer_mails (mailbox, message) WHERE state = 'waiting';
CREATE INDEX ix_reviewer_mails_at ON reviewer_mails (at);
CREATE TABLE used_tokens (
	token VARCHAR NOT NULL, 
	message INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_used_tokens PRIMARY KEY (token), 
	CONSTRAINT fk_used_tokens_message FOREIGN KEY(message) REFERENCES messages (id)
);
CREATE TABLE questions (
	reviewer VARCHAR NOT NULL, 
	asked VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_questions PRIMARY KEY (reviewer)
);
CREATE TABLE put_off (
	message INTEGER NOT NULL, 
	reviewer VARCHAR NOT NULL, 
	until DATETIME NOT NULL, 
	CONSTRAINT pk_put_off PRIMARY KEY (message, reviewer), 
	CONSTRAINT fk_put_off_message FOREIGN KEY(message) REFERENCES messages (id)
);
CREATE INDEX ix_decisions_people ON decisions (message) WHERE wanted IS NOT NULL;
CREATE INDEX ix_put_off_until ON put_off (until);
CREATE INDEX ix_messages_substance ON messages (substance);
CREATE TABLE drags (
	id INTEGER NOT NULL, 
	message INTEGER NOT NULL, 
	location INTEGER NOT NULL, 
	was VARCHAR, 
	folder VARCHAR NOT NULL, 
	seen_at DATETIME NOT NULL, 
	state VARCHAR NOT NULL, 
	question VARCHAR, 
	asked_first BOOLEAN NOT NULL, 
	CONSTRAINT pk_drags PRIMARY KEY (id), 
	CONSTRAINT fk_drags_message FOREIGN KEY(message) REFERENCES messages (id), 
	CONSTRAINT fk_drags_location FOREIGN KEY(location) REFERENCES locations (id)
);
CREATE INDEX ix_drags_message ON drags (message, id);
CREATE INDEX ix_drags_location ON drags (location);
CREATE INDEX ix_drags_open ON drags (state, id) WHERE state IN ('noticed', 'asked');
CREATE TABLE lessons (
	id INTEGER NOT NULL, 
	message INTEGER NOT NULL, 
	teaches VARCHAR NOT NULL, 
	about VARCHAR NOT NULL, 
	means VARCHAR, 
	domain VARCHAR, 
	who TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	moved BOOLEAN NOT NULL, 
	CONSTRAINT pk_lessons PRIMARY KEY (id), 
	CONSTRAINT fk_lessons_message FOREIGN KEY(message) REFERENCES messages (id)
);
CREATE INDEX ix_lessons_message ON lessons (message);
CREATE INDEX ix_lessons_about ON lessons (about, id);
CREATE INDEX ix_lessons_domain ON lessons (domain, id) WHERE domain IS NOT NULL;
CREATE INDEX ix_lessons_at ON lessons (at);
CREATE TABLE stored_otherwise (
	mailbox VARCHAR NOT NULL, 
	raw_hash VARCHAR NOT NULL, 
	message INTEGER NOT NULL, 
	CONSTRAINT pk_stored_otherwise PRIMARY KEY (mailbox, raw_hash), 
	CONSTRAINT fk_stored_otherwise_mailbox FOREIGN KEY(mailbox) REFERENCES mailboxes (name), 
	CONSTRAINT fk_stored_otherwise_message FOREIGN KEY(message) REFERENCES messages (id)
);
CREATE INDEX ix_stored_otherwise_message ON stored_otherwise (message);
CREATE TABLE careers_pages (
	page VARCHAR NOT NULL, 
	asked_on VARCHAR NOT NULL, 
	read_at DATETIME, 
	problem TEXT, 
	problem_since DATETIME, 
	CONSTRAINT pk_careers_pages PRIMARY KEY (page)
);
CREATE TABLE careers_changes (
	id INTEGER NOT NULL, 
	page VARCHAR NOT NULL, 
	change VARCHAR NOT NULL, 
	vacancy VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	said TEXT NOT NULL, 
	standing VARCHAR NOT NULL, 
	since VARCHAR NOT NULL, 
	proposed_at DATETIME, 
	by_hand TEXT NOT NULL, 
	decided_at DATETIME, 
	"by" TEXT, 
	piece TEXT, 
	CONSTRAINT pk_careers_changes PRIMARY KEY (id), 
	CONSTRAINT fk_careers_changes_page FOREIGN KEY(page) REFERENCES careers_pages (page)
);
CREATE INDEX ix_careers_changes_standing ON careers_changes (page, id) WHERE standing IN ('seen', 'proposed', 'left');
CREATE INDEX ix_careers_changes_decided_at ON careers_changes (decided_at);
CREATE INDEX ix_applications_joins ON applications (joins) WHERE joins IS NOT NULL;
CREATE TABLE person_keys (
	id INTEGER NOT NULL, 
	message INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	name TEXT, 
	sketch TEXT, hashed VARCHAR, 
	CONSTRAINT pk_person_keys PRIMARY KEY (id), 
	CONSTRAINT fk_person_keys_message FOREIGN KEY(message) REFERENCES messages (id), 
	CONSTRAINT fk_person_keys_person FOREIGN KEY(person) REFERENCES persons (id)
);
CREATE TABLE person_links (
	message INTEGER NOT NULL, 
	other INTEGER NOT NULL, 
	says VARCHAR NOT NULL, 
	because TEXT NOT NULL, 
	CONSTRAINT pk_person_links PRIMARY KEY (message), 
	CONSTRAINT fk_person_links_message FOREIGN KEY(message) REFERENCES messages (id), 
	CONSTRAINT fk_person_links_other FOREIGN KEY(other) REFERENCES messages (id)
);
CREATE INDEX ix_person_links_other ON person_links (other);
CREATE INDEX ix_person_links_unsure ON person_links (message) WHERE says IN ('suggestion', 'question');
CREATE INDEX ix_answers_requests ON answers (counted_at, action) WHERE template IN ('missing_cv', 'encrypted_cv', 'unreadable_cv');
CREATE INDEX ix_person_keys_message ON person_keys (message);
CREATE INDEX ix_person_keys_key ON person_keys ("key", id);
CREATE INDEX ix_applications_vacancy ON applications (vacancy, id);
CREATE INDEX ix_sent_mails_at ON sent_mails (at);
CREATE TABLE declinings (
	id INTEGER NOT NULL, 
	vacancy VARCHAR, 
	message INTEGER, 
	"by" TEXT NOT NULL, 
	state VARCHAR NOT NULL, 
	why VARCHAR, 
	asked_at DATETIME NOT NULL, 
	confirmed_at DATETIME, 
	begins_at DATETIME, 
	ended_at DATETIME, 
	ended_by TEXT, 
	CONSTRAINT pk_declinings PRIMARY KEY (id), 
	CONSTRAINT fk_declinings_message FOREIGN KEY(message) REFERENCES messages (id)
);
CREATE INDEX ix_declinings_vacancy ON declinings (vacancy, id);
CREATE INDEX ix_declinings_message ON declinings (message);
CREATE INDEX ix_declinings_ended_at ON declinings (ended_at);
CREATE INDEX ix_declinings_confirmed ON declinings (begins_at) WHERE state = 'waiting';
CREATE TABLE declined_applicants (
	declining INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	vacancy VARCHAR NOT NULL, 
	mailbox VARCHAR NOT NULL, 
	message INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	why VARCHAR, 
	action INTEGER, 
	CONSTRAINT pk_declined_applicants PRIMARY KEY (declining, person, vacancy), 
	CONSTRAINT fk_declined_applicants_declining FOREIGN KEY(declining) REFERENCES declinings (id), 
	CONSTRAINT fk_declined_applicants_person FOREIGN KEY(person) REFERENCES persons (id), 
	CONSTRAINT fk_declined_applicants_message FOREIGN KEY(message) REFERENCES messages (id), 
	CONSTRAINT fk_declined_applicants_action FOREIGN KEY(action) REFERENCES actions (id)
);
CREATE INDEX ix_declined_applicants_message ON declined_applicants (message);
CREATE INDEX ix_declined_applicants_action ON declined_applicants (action);
CREATE INDEX ix_declined_applicants_person ON declined_applicants (person);
CREATE TABLE erasures (
	reference VARCHAR NOT NULL, 
	why VARCHAR NOT NULL, 
	"by" TEXT, 
	asked_at DATETIME NOT NULL, 
	done_at DATETIME, 
	trail TEXT, 
	receipt TEXT NOT NULL, 
	CONSTRAINT pk_erasures PRIMARY KEY (reference)
);
CREATE INDEX ix_erasures_asked_at ON erasures (asked_at);
CREATE INDEX ix_erasures_unfinished ON erasures (asked_at) WHERE done_at IS NULL;
CREATE TABLE agency_mails (
	message INTEGER NOT NULL, 
	stands BOOLEAN NOT NULL, 
	domain VARCHAR NOT NULL, 
	firm TEXT NOT NULL, 
	consultant TEXT NOT NULL, 
	listed VARCHAR NOT NULL, 
	terms TEXT NOT NULL, 
	received_at DATETIME NOT NULL, 
	received_line TEXT NOT NULL, 
	header TEXT, settled_at DATETIME, settled_by TEXT, 
	CONSTRAINT pk_agency_mails PRIMARY KEY (message), 
	CONSTRAINT fk_agency_mails_message FOREIGN KEY(message) REFERENCES messages (id)
);
CREATE INDEX ix_agency_mails_received_at ON agency_mails (received_at, message);
CREATE TABLE introductions (
	id INTEGER NOT NULL, 
	message INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	agency TEXT NOT NULL, 
	vacancy VARCHAR, 
	sketch TEXT, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_introductions PRIMARY KEY (id), 
	CONSTRAINT fk_introductions_message FOREIGN KEY(message) REFERENCES messages (id), 
	CONSTRAINT uq_introductions_message_number UNIQUE (message, number)
);
CREATE TABLE introduced_keys (
	introduction INTEGER NOT NULL, 
	hashed VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	CONSTRAINT pk_introduced_keys PRIMARY KEY (introduction, hashed), 
	CONSTRAINT fk_introduced_keys_introduction FOREIGN KEY(introduction) REFERENCES introductions (id)
);
CREATE TABLE refusals (
	action INTEGER NOT NULL, 
	letter TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_refusals PRIMARY KEY (action), 
	CONSTRAINT fk_refusals_action FOREIGN KEY(action) REFERENCES actions (id)
);
CREATE INDEX ix_introduced_keys_hashed ON introduced_keys (hashed, introduction);
CREATE INDEX ix_person_keys_hashed ON person_keys (hashed, id);
CREATE TABLE retention (
	id INTEGER NOT NULL, 
	fingerprint VARCHAR NOT NULL, 
	since DATETIME NOT NULL, 
	looked_at DATETIME NOT NULL, 
	confirmed_at DATETIME, 
	confirmed_by TEXT, 
	CONSTRAINT pk_retention PRIMARY KEY (id), 
	CONSTRAINT ck_retention_ck_retention_one_row CHECK (id = 1)
);
CREATE TABLE expiring (
	message INTEGER NOT NULL, 
	kept VARCHAR NOT NULL, 
	announced_at DATETIME NOT NULL, 
	CONSTRAINT pk_expiring PRIMARY KEY (message), 
	CONSTRAINT fk_expiring_message FOREIGN KEY(message) REFERENCES messages (id)
);
CREATE TABLE scans (
	message INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	queued_at DATETIME NOT NULL, 
	recognised_at DATETIME, 
	CONSTRAINT pk_scans PRIMARY KEY (message), 
	CONSTRAINT fk_scans_message FOREIGN KEY(message) REFERENCES messages (id)
);
CREATE INDEX ix_scans_waiting ON scans (message) WHERE recognised_at IS NULL;
CREATE TABLE requests (
	id INTEGER NOT NULL, 
	message INTEGER NOT NULL, 
	asks_for VARCHAR NOT NULL, 
	asked_at DATETIME NOT NULL, 
	quote TEXT NOT NULL, 
	settled_at DATETIME, 
	settled_by TEXT, 
	reopened_at DATETIME, 
	CONSTRAINT pk_requests PRIMARY KEY (id), 
	CONSTRAINT fk_requests_message FOREIGN KEY(message) REFERENCES messages (id), 
	CONSTRAINT uq_requests_message_asks_for UNIQUE (message, asks_for)
);
CREATE INDEX ix_requests_open ON requests (asked_at) WHERE settled_at IS NULL;
CREATE INDEX ix_requests_settled_at ON requests (settled_at);
CREATE TABLE keep_questions (
	message INTEGER NOT NULL, 
	mailbox VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	why VARCHAR, 
	noted_at DATETIME NOT NULL, 
	asked_at DATETIME, 
	answer_by DATETIME, 
	action INTEGER, 
	CONSTRAINT pk_keep_questions PRIMARY KEY (message), 
	CONSTRAINT fk_keep_questions_message FOREIGN KEY(message) REFERENCES messages (id), 
	CONSTRAINT fk_keep_questions_action FOREIGN KEY(action) REFERENCES actions (id)
);
CREATE INDEX ix_keep_questions_waiting ON keep_questions (noted_at) WHERE state = 'waiting';
CREATE INDEX ix_keep_questions_action ON keep_questions (action);
CREATE TABLE keep_answers (
	message INTEGER NOT NULL, 
	question INTEGER NOT NULL, 
	agrees BOOLEAN NOT NULL, 
	at DATETIME NOT NULL, 
	kept_until DATETIME, 
	CONSTRAINT pk_keep_answers PRIMARY KEY (message), 
	CONSTRAINT fk_keep_answers_message FOREIGN KEY(message) REFERENCES messages (id), 
	CONSTRAINT fk_keep_answers_question FOREIGN KEY(question) REFERENCES keep_questions (message)
);
CREATE INDEX ix_keep_answers_question ON keep_answers (question, at);
CREATE INDEX ix_keep_answers_at ON keep_answers (at);
CREATE INDEX ix_messages_open ON messages (seen_at, id) WHERE (outcome IN ('review', 'failed') OR outcome = 'correspondence' AND reason IN ('applicant_writes', 'unsure_consent', 'withdrawal')) AND NOT nowhere;
CREATE TABLE filed_ahead (
	message INTEGER NOT NULL, 
	paths TEXT NOT NULL, 
	CONSTRAINT pk_filed_ahead PRIMARY KEY (message), 
	CONSTRAINT fk_filed_ahead_message FOREIGN KEY(message) REFERENCES messages (id)
);
INSERT INTO alembic_version (version_num) VALUES ('0027');
