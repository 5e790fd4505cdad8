-- The client file: everything known of a contact, the journal from which edits
-- are undone, imports, and what the law asks to be kept about all that.

-- The journal knows rows by their keys, so that a key once given out is never
-- given to another row: these tables are made anew with AUTOINCREMENT.

CREATE TABLE new_handle (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  rank       INTEGER NOT NULL,
  kind       TEXT NOT NULL,
  value      TEXT NOT NULL,
  norm       TEXT NOT NULL,
  label      TEXT NOT NULL DEFAULT ''
) STRICT;

INSERT INTO new_handle SELECT * FROM handle;
DROP TABLE handle;
ALTER TABLE new_handle RENAME TO handle;

CREATE INDEX handle_by_contact ON handle (contact_id, rank);
-- Mail is tied to its contact by these two, so each belongs to one contact only.
CREATE UNIQUE INDEX handle_owner ON handle (norm) WHERE kind IN ('email', 'domain');

CREATE TABLE new_case_record (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  number       TEXT NOT NULL UNIQUE,
  kind         TEXT NOT NULL,
  year         INTEGER NOT NULL,
  seq          INTEGER NOT NULL,
  contact_id   INTEGER REFERENCES contact (id),
  message_id   INTEGER REFERENCES message (id),
  received     INTEGER NOT NULL,
  received_on  TEXT NOT NULL,
  channel      TEXT NOT NULL,
  legal_type   TEXT NOT NULL DEFAULT '',
  product      TEXT NOT NULL DEFAULT '',
  subject      TEXT NOT NULL DEFAULT '',
  text         TEXT,                   -- NULL: the text of its message
  category     TEXT NOT NULL DEFAULT '',
  severity     INTEGER NOT NULL DEFAULT 2,
  demand       TEXT NOT NULL DEFAULT '',
  cause        TEXT NOT NULL DEFAULT '',
  decision     TEXT NOT NULL DEFAULT '',
  reason       TEXT NOT NULL DEFAULT '',
  cost         INTEGER NOT NULL DEFAULT 0,
  currency     TEXT NOT NULL DEFAULT '',
  state        TEXT NOT NULL,
  rule         TEXT NOT NULL DEFAULT '',
  safe         TEXT NOT NULL DEFAULT '',
  latest       TEXT NOT NULL DEFAULT '',
  acknowledged INTEGER,
  answered     INTEGER,
  closed       INTEGER,
  updated      INTEGER NOT NULL,
  UNIQUE (kind, year, seq)
) STRICT;

INSERT INTO new_case_record SELECT * FROM case_record;
DROP TABLE case_record;
ALTER TABLE new_case_record RENAME TO case_record;

CREATE INDEX case_by_contact ON case_record (contact_id);
CREATE INDEX case_by_message ON case_record (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX case_by_day ON case_record (kind, received_on);
CREATE INDEX case_open ON case_record (safe, id, contact_id)
  WHERE state NOT IN ('answered', 'closed', 'withdrawn');

CREATE TRIGGER case_month_insert AFTER INSERT ON case_record WHEN new.kind = 'complaint' BEGIN
  INSERT INTO r_month VALUES (substr(new.received_on, 1, 7), new.category, new.channel, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER case_month_delete AFTER DELETE ON case_record WHEN old.kind = 'complaint' BEGIN
  UPDATE r_month SET n = n - 1
   WHERE month = substr(old.received_on, 1, 7) AND category = old.category AND channel = old.channel;
  DELETE FROM r_month WHERE n = 0
     AND month = substr(old.received_on, 1, 7) AND category = old.category AND channel = old.channel;
END;

CREATE TRIGGER case_month_update AFTER UPDATE OF kind, received_on, category, channel ON case_record BEGIN
  UPDATE r_month SET n = n - 1 WHERE old.kind = 'complaint'
     AND month = substr(old.received_on, 1, 7) AND category = old.category AND channel = old.channel;
  INSERT INTO r_month
    SELECT substr(new.received_on, 1, 7), new.category, new.channel, 1 WHERE new.kind = 'complaint'
    ON CONFLICT DO UPDATE SET n = n + 1;
  DELETE FROM r_month WHERE n = 0
     AND month = substr(old.received_on, 1, 7) AND category = old.category AND channel = old.channel;
END;

CREATE TABLE new_interaction (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  at         INTEGER NOT NULL,
  channel    TEXT NOT NULL,
  direction  TEXT NOT NULL DEFAULT '',
  kind       TEXT NOT NULL DEFAULT '',
  category   TEXT NOT NULL DEFAULT '',
  subject    TEXT NOT NULL DEFAULT '', -- '' for mail: its message has it
  text       TEXT NOT NULL DEFAULT '', -- the same
  note       TEXT NOT NULL DEFAULT '',
  minutes    INTEGER NOT NULL DEFAULT 0,
  case_id    INTEGER REFERENCES case_record (id) ON DELETE SET NULL,
  message_id INTEGER UNIQUE REFERENCES message (id),
  automatic  INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO new_interaction SELECT * FROM interaction;
DROP TABLE interaction;
ALTER TABLE new_interaction RENAME TO interaction;

CREATE INDEX interaction_timeline ON interaction (contact_id, at DESC, id DESC);
CREATE INDEX interaction_by_time ON interaction (at, direction, automatic, kind, channel);
CREATE INDEX interaction_by_case ON interaction (case_id) WHERE case_id IS NOT NULL;

CREATE TRIGGER interaction_last_insert AFTER INSERT ON interaction WHEN new.automatic = 0 BEGIN
  UPDATE contact SET last_contact = new.at
   WHERE id = new.contact_id AND (last_contact IS NULL OR last_contact < new.at);
END;

CREATE TRIGGER interaction_last_delete AFTER DELETE ON interaction WHEN old.automatic = 0 BEGIN
  UPDATE contact SET last_contact =
    (SELECT at FROM interaction WHERE contact_id = old.contact_id AND automatic = 0 ORDER BY at DESC LIMIT 1)
   WHERE id = old.contact_id;
END;

CREATE TRIGGER interaction_last_update AFTER UPDATE OF contact_id, at, automatic ON interaction BEGIN
  UPDATE contact SET last_contact =
    (SELECT at FROM interaction WHERE contact_id = contact.id AND automatic = 0 ORDER BY at DESC LIMIT 1)
   WHERE id IN (old.contact_id, new.contact_id);
END;

CREATE TABLE new_opinion (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER REFERENCES contact (id),
  message_id INTEGER REFERENCES message (id),
  source     TEXT NOT NULL DEFAULT '',
  rating     INTEGER NOT NULL DEFAULT 0,
  tone       TEXT NOT NULL,
  text       TEXT,                     -- NULL: the text of its message
  at         INTEGER NOT NULL,
  answered   INTEGER
) STRICT;

INSERT INTO new_opinion SELECT * FROM opinion;
DROP TABLE opinion;
ALTER TABLE new_opinion RENAME TO opinion;

CREATE INDEX opinion_by_time ON opinion (at);
CREATE INDEX opinion_by_contact ON opinion (contact_id);
CREATE INDEX opinion_by_message ON opinion (message_id) WHERE message_id IS NOT NULL;

CREATE TABLE new_sale_order (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER REFERENCES contact (id),
  message_id INTEGER REFERENCES message (id),
  on_day     TEXT NOT NULL,
  amount     INTEGER NOT NULL DEFAULT 0,
  currency   TEXT NOT NULL DEFAULT '',
  what       TEXT NOT NULL DEFAULT ''
) STRICT;

INSERT INTO new_sale_order SELECT * FROM sale_order;
DROP TABLE sale_order;
ALTER TABLE new_sale_order RENAME TO sale_order;

CREATE INDEX sale_order_by_day ON sale_order (on_day);
CREATE INDEX sale_order_by_contact ON sale_order (contact_id);
CREATE INDEX sale_order_by_message ON sale_order (message_id) WHERE message_id IS NOT NULL;

CREATE TABLE new_follow_up (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  what       TEXT NOT NULL,
  contact_id INTEGER REFERENCES contact (id),
  case_id    INTEGER REFERENCES case_record (id) ON DELETE SET NULL,
  message_id INTEGER REFERENCES message (id),
  due        TEXT NOT NULL,
  snoozed    TEXT NOT NULL DEFAULT '',
  shows      TEXT NOT NULL GENERATED ALWAYS AS (max(due, snoozed)) VIRTUAL,
  done       INTEGER,
  created    INTEGER NOT NULL
) STRICT;

INSERT INTO new_follow_up (id, what, contact_id, case_id, message_id, due, snoozed, done, created)
  SELECT id, what, contact_id, case_id, message_id, due, snoozed, done, created FROM follow_up;
DROP TABLE follow_up;
ALTER TABLE new_follow_up RENAME TO follow_up;

CREATE INDEX follow_up_due ON follow_up (shows, due, id) WHERE done IS NULL;
CREATE INDEX follow_up_by_contact ON follow_up (contact_id, done);
CREATE INDEX follow_up_by_case ON follow_up (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX follow_up_by_message ON follow_up (message_id) WHERE message_id IS NOT NULL;

ALTER TABLE contact ADD COLUMN uid TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN nickname TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN job_title TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN region TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN country TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN second_channel TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN best_hours TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN quiet_from INTEGER NOT NULL DEFAULT 0;   -- minutes of the day; equal: none
ALTER TABLE contact ADD COLUMN quiet_to INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contact ADD COLUMN no_contact INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contact ADD COLUMN no_contact_why TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN arrangements TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN generation TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN referred_by INTEGER REFERENCES contact (id) ON DELETE SET NULL;
ALTER TABLE contact ADD COLUMN since TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN ended_by TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN ended_on TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN end_notice TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN end_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN end_note TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN erased INTEGER;  -- identity went, what is counted stays

-- Made from the card in Go, like sort_key; x'ff' sorts the empty ones last. The
-- program fills what is still '' when it opens the file.
ALTER TABLE contact ADD COLUMN company_key BLOB NOT NULL DEFAULT x'ff';
ALTER TABLE contact ADD COLUMN city_key BLOB NOT NULL DEFAULT x'ff';
ALTER TABLE contact ADD COLUMN find_name TEXT NOT NULL DEFAULT '';   -- folded, as it is sorted
ALTER TABLE contact ADD COLUMN find_given TEXT NOT NULL DEFAULT '';  -- folded, given name first; '' where that is the same

UPDATE contact SET uid = lower(hex(randomblob(16)));

CREATE UNIQUE INDEX contact_by_uid ON contact (uid) WHERE uid <> '';
CREATE INDEX contact_by_referrer ON contact (referred_by) WHERE referred_by IS NOT NULL;
CREATE INDEX contact_by_nip ON contact (nip) WHERE nip <> '';
-- Lists: each order by an index, each filter's values by another. Cards whose
-- identity was erased are in no list.
DROP INDEX contact_by_last;
DROP INDEX contact_by_name;
CREATE INDEX contact_by_last ON contact (last_contact DESC, id DESC, created, find_name, find_given) WHERE erased IS NULL;
CREATE INDEX contact_by_name ON contact (sort_key, id) WHERE erased IS NULL;
CREATE INDEX contact_by_company_name ON contact (company_key, sort_key, id) WHERE erased IS NULL;
CREATE INDEX contact_by_city ON contact (city_key, sort_key, id) WHERE erased IS NULL;
CREATE INDEX contact_by_status ON contact (CASE status WHEN 'lead' THEN 1 WHEN 'active' THEN 2 WHEN 'dormant' THEN 3
  WHEN 'ended-by-client' THEN 4 WHEN 'ended-by-us' THEN 5 ELSE 6 END, sort_key, id) WHERE erased IS NULL;
CREATE INDEX contact_by_created ON contact (created DESC, id DESC) WHERE erased IS NULL;
CREATE INDEX contact_of_city ON contact (city);
CREATE INDEX contact_of_kind ON contact (kind) WHERE erased IS NULL;
CREATE INDEX contact_of_legal_type ON contact (legal_type) WHERE erased IS NULL;
CREATE INDEX contact_of_channel ON contact (preferred_channel) WHERE erased IS NULL;
CREATE INDEX contact_erased ON contact (erased) WHERE erased IS NOT NULL;
CREATE INDEX contact_find_name ON contact (find_name);
CREATE INDEX contact_find_given ON contact (find_given) WHERE find_given <> '';
-- Phones are no key, since a family shares one; e-mail and domain have handle_owner.
CREATE INDEX handle_by_phone ON handle (norm) WHERE kind = 'phone';

-- Addresses after the first, which stands in the contact itself.
CREATE TABLE address (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  rank       INTEGER NOT NULL,
  label      TEXT NOT NULL DEFAULT '',
  street     TEXT NOT NULL DEFAULT '',
  post_code  TEXT NOT NULL DEFAULT '',
  city       TEXT NOT NULL DEFAULT '',
  region     TEXT NOT NULL DEFAULT '',
  country    TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX address_by_contact ON address (contact_id, rank);

-- Per channel and purpose (RODO art. 6 and 7, PKE art. 398).
CREATE TABLE consent (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  channel    TEXT NOT NULL DEFAULT '',
  purpose    TEXT NOT NULL,
  basis      TEXT NOT NULL,
  wording    TEXT NOT NULL DEFAULT '',
  source     TEXT NOT NULL DEFAULT '',
  given      INTEGER,
  withdrawn  INTEGER
) STRICT;

CREATE INDEX consent_by_contact ON consent (contact_id, id);

CREATE TABLE custom_field (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  name    TEXT NOT NULL UNIQUE,
  kind    TEXT NOT NULL,               -- 'text', 'number', 'date', 'choice', 'yes-no'
  choices TEXT NOT NULL DEFAULT '[]',
  rank    INTEGER NOT NULL
) STRICT;

CREATE TABLE contact_field (
  contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  field_id   INTEGER NOT NULL REFERENCES custom_field (id) ON DELETE CASCADE,
  value      TEXT NOT NULL,
  PRIMARY KEY (contact_id, field_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX contact_tag_by_tag ON contact_tag (tag, contact_id);

-- The owner's lists may hide what the firm never uses.
ALTER TABLE category ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;

INSERT INTO category (list, code, rank) VALUES
  ('channel', 'phone', 1), ('channel', 'email', 2), ('channel', 'sms', 3), ('channel', 'chat', 4),
  ('channel', 'social', 5), ('channel', 'in-person', 6), ('channel', 'video', 7), ('channel', 'app', 8),
  ('channel', 'letter', 9);

CREATE TABLE saved_view (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  list    TEXT NOT NULL,               -- 'contacts', …
  name    TEXT NOT NULL,
  filter  TEXT NOT NULL,               -- JSON of the list's filter, its order included
  columns TEXT NOT NULL,               -- JSON array of column codes
  rank    INTEGER NOT NULL,
  UNIQUE (list, name)
) STRICT;

ALTER TABLE interaction ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;

CREATE INDEX interaction_pinned ON interaction (contact_id, at DESC, id DESC) WHERE pinned = 1;

-- The number of a case that was deleted stays given out; that of one whose
-- filing was undone is free again once no later one is out.
ALTER TABLE case_gap ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;

-- Two cards that look alike and were said to be different.
CREATE TABLE not_duplicate (
  a INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  b INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  PRIMARY KEY (a, b),
  CHECK (a < b)
) STRICT, WITHOUT ROWID;

-- What was deleted here stays deleted, even when a server offers it again.
CREATE TABLE tombstone (
  sha256 BLOB PRIMARY KEY,
  at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a server still holds of that: its pointer passes them and they are counted.
CREATE TABLE left_out (
  folder_id   INTEGER NOT NULL REFERENCES mail_folder (id),
  uidvalidity INTEGER NOT NULL,
  uid         INTEGER NOT NULL,
  PRIMARY KEY (folder_id, uidvalidity, uid)
) STRICT, WITHOUT ROWID;

-- The journal -----------------------------------------------------------------

-- One deed of the owner, as it is undone: everything it changed, in order.
CREATE TABLE action (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  at     INTEGER NOT NULL,
  what   TEXT NOT NULL,                -- "action.<what>" in the catalogue
  title  TEXT NOT NULL DEFAULT '',     -- to whom or what it was done
  n      INTEGER NOT NULL DEFAULT 1,   -- to how many
  root   INTEGER NOT NULL DEFAULT 0,   -- the deed that was undone and redone by this one at last, or itself
  undoes INTEGER REFERENCES action (id) ON DELETE SET NULL,
  undone INTEGER REFERENCES action (id) ON DELETE SET NULL -- by which it was taken back
) STRICT;

CREATE INDEX action_undone ON action (undone) WHERE undone IS NOT NULL;
CREATE INDEX action_undoes ON action (undoes) WHERE undoes IS NOT NULL;

-- Written by triggers while a row stands in journal_open. An update holds the
-- changed columns only, before and after; a delete the whole row; an insert
-- nothing, since the row itself is there.
CREATE TABLE action_change (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  action_id  INTEGER NOT NULL REFERENCES action (id) ON DELETE CASCADE,
  tbl        TEXT NOT NULL,
  key        TEXT NOT NULL,            -- JSON array of the primary key
  last       TEXT NOT NULL DEFAULT '', -- not '': all rows from key to last, entered in bulk
  op         TEXT NOT NULL,            -- 'insert', 'update', 'delete'
  contact_id INTEGER,                  -- whose record it is
  before     TEXT,                     -- JSON object by column
  after      TEXT
) STRICT;

CREATE INDEX action_change_by_action ON action_change (action_id, id);
CREATE INDEX action_change_by_contact ON action_change (contact_id, id) WHERE contact_id IS NOT NULL;
CREATE INDEX action_change_by_row ON action_change (tbl, key, id);
CREATE INDEX action_change_range ON action_change (tbl, action_id) WHERE last <> '';

CREATE TABLE journal_open (
  action_id INTEGER PRIMARY KEY
) STRICT;

-- Imports ---------------------------------------------------------------------

CREATE TABLE import_run (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  at         INTEGER NOT NULL,
  source     TEXT NOT NULL,            -- name of the file
  action_id  INTEGER REFERENCES action (id) ON DELETE SET NULL,
  added      INTEGER NOT NULL DEFAULT 0,
  updated    INTEGER NOT NULL DEFAULT 0,
  unchanged  INTEGER NOT NULL DEFAULT 0,
  duplicates INTEGER NOT NULL DEFAULT 0,
  failed     INTEGER NOT NULL DEFAULT 0,
  reverted   INTEGER
) STRICT;

CREATE TABLE import_mapping (
  id      INTEGER PRIMARY KEY,
  heading TEXT NOT NULL UNIQUE,        -- the file's column names, folded, joined
  mapping TEXT NOT NULL,               -- JSON: column name to field code
  updated INTEGER NOT NULL
) STRICT;

-- What the law asks to be kept --------------------------------------------------

-- Requests of people about their data (RODO art. 15 to 22), one month each (art. 12(3)).
CREATE TABLE subject_request (
  id         INTEGER PRIMARY KEY,
  kind       TEXT NOT NULL,
  contact_id INTEGER REFERENCES contact (id) ON DELETE SET NULL,
  who        TEXT NOT NULL DEFAULT '', -- while there is no contact
  channel    TEXT NOT NULL DEFAULT '',
  received   TEXT NOT NULL,
  due        TEXT NOT NULL,
  extended   TEXT NOT NULL DEFAULT '', -- day on which the extension was announced
  why        TEXT NOT NULL DEFAULT '',
  answered   TEXT NOT NULL DEFAULT '',
  outcome    TEXT NOT NULL DEFAULT '', -- 'granted', 'partly', 'refused'
  note       TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX subject_request_open ON subject_request (due) WHERE answered = '';

-- Breaches of personal data (RODO art. 33 and 34), 72 hours to report.
CREATE TABLE breach (
  id        INTEGER PRIMARY KEY,
  found     INTEGER NOT NULL,
  happened  TEXT NOT NULL DEFAULT '',
  what      TEXT NOT NULL,
  data      TEXT NOT NULL DEFAULT '',
  people    INTEGER NOT NULL DEFAULT 0,
  risk      TEXT NOT NULL DEFAULT '',  -- 'none', 'risk', 'high'
  effects   TEXT NOT NULL DEFAULT '',
  measures  TEXT NOT NULL DEFAULT '',
  reported  INTEGER,
  informed  INTEGER
) STRICT;

-- The record of processing activities (RODO art. 30).
CREATE TABLE processing (
  id         INTEGER PRIMARY KEY,
  rank       INTEGER NOT NULL,
  name       TEXT NOT NULL,
  purpose    TEXT NOT NULL DEFAULT '',
  basis      TEXT NOT NULL DEFAULT '',
  people     TEXT NOT NULL DEFAULT '',
  data       TEXT NOT NULL DEFAULT '',
  recipients TEXT NOT NULL DEFAULT '',
  transfers  TEXT NOT NULL DEFAULT '',
  retention  TEXT NOT NULL DEFAULT '',
  security   TEXT NOT NULL DEFAULT ''
) STRICT;

-- That somebody was erased, without who it was.
CREATE TABLE erasure (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at      INTEGER NOT NULL,
  counts  TEXT NOT NULL,               -- JSON: what went and what stays, by kind
  backups TEXT NOT NULL                -- JSON: backups that still hold it
) STRICT;

CREATE TABLE retention (
  code   TEXT PRIMARY KEY,
  months INTEGER NOT NULL,             -- 0: kept
  basis  TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE TABLE checklist (
  code    TEXT PRIMARY KEY,
  checked TEXT NOT NULL DEFAULT ''     -- day
) STRICT, WITHOUT ROWID;
