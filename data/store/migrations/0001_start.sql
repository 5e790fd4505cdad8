-- The first shape of the file. Times are UTC in Unix milliseconds, NULL when
-- they have not happened; days are text, yyyy-mm-dd, '' when there is none.

CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The owner's lists: what a complaint is about, and root causes.
CREATE TABLE category (
  list TEXT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  rank INTEGER NOT NULL,
  PRIMARY KEY (list, code)
) STRICT, WITHOUT ROWID;

INSERT INTO category (list, code, rank) VALUES
  ('category', 'quality', 1), ('category', 'workmanship', 2), ('category', 'damage', 3),
  ('category', 'delivery', 4), ('category', 'service', 5), ('category', 'billing', 6),
  ('category', 'contract', 7), ('category', 'technical', 8), ('category', 'privacy', 9),
  ('category', 'other', 10),
  ('cause', 'defect', 1), ('cause', 'own-error', 2), ('cause', 'late', 3),
  ('cause', 'transport', 4), ('cause', 'supplier', 5), ('cause', 'not-as-described', 6),
  ('cause', 'communication', 7), ('cause', 'no-answer', 8), ('cause', 'price', 9),
  ('cause', 'contract', 10), ('cause', 'technical', 11), ('cause', 'privacy', 12),
  ('cause', 'expectations', 13);

-- Contacts ------------------------------------------------------------------

CREATE TABLE contact (
  id                INTEGER PRIMARY KEY AUTOINCREMENT, -- an undone filing may still name one that went
  kind              TEXT NOT NULL,
  given_name        TEXT NOT NULL DEFAULT '',
  family_name       TEXT NOT NULL DEFAULT '',
  company           TEXT NOT NULL DEFAULT '',
  company_id        INTEGER REFERENCES contact (id) ON DELETE SET NULL,
  nip               TEXT NOT NULL DEFAULT '',
  regon             TEXT NOT NULL DEFAULT '',
  street            TEXT NOT NULL DEFAULT '',
  post_code         TEXT NOT NULL DEFAULT '',
  city              TEXT NOT NULL DEFAULT '',
  language          TEXT NOT NULL DEFAULT '',
  preferred_channel TEXT NOT NULL DEFAULT '',
  birth_year        INTEGER NOT NULL DEFAULT 0,
  legal_type        TEXT NOT NULL DEFAULT '',
  status            TEXT NOT NULL DEFAULT '',
  note              TEXT NOT NULL DEFAULT '',
  created           INTEGER NOT NULL,
  updated           INTEGER NOT NULL,
  display_name      TEXT NOT NULL,
  sort_key          BLOB NOT NULL,     -- Polish collation of the name, made in Go
  last_contact      INTEGER            -- newest interaction by a person, kept by trigger
) STRICT;

CREATE INDEX contact_by_last ON contact (last_contact DESC, id DESC);
CREATE INDEX contact_by_name ON contact (sort_key, id);
CREATE INDEX contact_by_company ON contact (company_id) WHERE company_id IS NOT NULL;

CREATE TABLE handle (
  id         INTEGER PRIMARY KEY,
  contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  rank       INTEGER NOT NULL,
  kind       TEXT NOT NULL,
  value      TEXT NOT NULL,
  norm       TEXT NOT NULL,
  label      TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX handle_by_contact ON handle (contact_id, rank);
-- Mail is tied to its contact by these two, so each belongs to one contact only.
CREATE UNIQUE INDEX handle_owner ON handle (norm) WHERE kind IN ('email', 'domain');

CREATE TABLE contact_tag (
  contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  tag        TEXT NOT NULL,
  PRIMARY KEY (contact_id, tag)
) STRICT, WITHOUT ROWID;

-- Mail ----------------------------------------------------------------------

CREATE TABLE account (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL,
  address  TEXT NOT NULL,
  aliases  TEXT NOT NULL DEFAULT '[]',
  host     TEXT NOT NULL,
  port     INTEGER NOT NULL,
  security TEXT NOT NULL,
  user     TEXT NOT NULL,
  ca       TEXT NOT NULL DEFAULT '',
  since    TEXT NOT NULL DEFAULT '',
  created  INTEGER NOT NULL,
  last_ok  INTEGER,
  last_err TEXT NOT NULL DEFAULT '',
  failed   INTEGER NOT NULL DEFAULT 0,
  removed  INTEGER                     -- its mail stays, and so does where it came from
) STRICT;

CREATE UNIQUE INDEX account_name ON account (name) WHERE removed IS NULL;

CREATE TABLE mail_folder (
  id          INTEGER PRIMARY KEY,
  account_id  INTEGER NOT NULL REFERENCES account (id),
  name        TEXT NOT NULL,
  role        TEXT NOT NULL DEFAULT '',
  uidvalidity INTEGER NOT NULL DEFAULT 0,
  floor       INTEGER NOT NULL DEFAULT 0,
  on_server   INTEGER NOT NULL DEFAULT 0,
  last_ok     INTEGER,
  last_err    TEXT NOT NULL DEFAULT '',
  UNIQUE (account_id, name)
) STRICT;

CREATE TABLE message (
  id              INTEGER PRIMARY KEY,
  sha256          BLOB NOT NULL UNIQUE,
  size            INTEGER NOT NULL,
  message_id      TEXT NOT NULL DEFAULT '',
  in_reply_to     TEXT NOT NULL DEFAULT '[]',
  refs            TEXT NOT NULL DEFAULT '[]',
  thread          INTEGER NOT NULL,
  from_name       TEXT NOT NULL DEFAULT '',
  from_email      TEXT NOT NULL DEFAULT '',
  reply_to        TEXT NOT NULL DEFAULT '[]',
  to_addrs        TEXT NOT NULL DEFAULT '[]',
  cc_addrs        TEXT NOT NULL DEFAULT '[]',
  subject         TEXT NOT NULL DEFAULT '',
  at              INTEGER NOT NULL,        -- when it counts
  received        INTEGER,                 -- by the server's clock; NULL: no server said
  excerpt         TEXT NOT NULL DEFAULT '',
  attachments     INTEGER NOT NULL DEFAULT 0,
  automatic       TEXT NOT NULL DEFAULT '',
  warnings        TEXT NOT NULL DEFAULT '[]',
  quarantined     INTEGER NOT NULL DEFAULT 0,
  error           TEXT NOT NULL DEFAULT '',
  direction       TEXT NOT NULL DEFAULT '',
  contact_id      INTEGER REFERENCES contact (id),
  suggested       TEXT NOT NULL DEFAULT '',
  suggested_words TEXT NOT NULL DEFAULT '[]',
  suggested_for   INTEGER REFERENCES contact (id) ON DELETE SET NULL,
  suggested_how   TEXT NOT NULL DEFAULT '',
  kind            TEXT NOT NULL DEFAULT '',
  decided         INTEGER,
  silent          INTEGER NOT NULL DEFAULT 0,
  copy_of         INTEGER REFERENCES message (id), -- the same letter by another way
  source          TEXT NOT NULL DEFAULT '',        -- the file it was imported from
  kept            INTEGER NOT NULL
) STRICT;

CREATE INDEX message_by_time ON message (at DESC, id DESC);
CREATE INDEX message_by_contact ON message (contact_id, at DESC, id DESC) WHERE contact_id IS NOT NULL;
CREATE INDEX message_by_suggestion ON message (suggested_for) WHERE suggested_for IS NOT NULL;
CREATE INDEX message_by_thread ON message (thread);
CREATE INDEX message_by_message_id ON message (message_id) WHERE message_id <> '';
CREATE INDEX message_copies ON message (copy_of) WHERE copy_of IS NOT NULL;
CREATE INDEX message_quarantined ON message (at DESC, id DESC) WHERE quarantined = 1;
CREATE INDEX message_waiting ON message (at DESC, id DESC, automatic, kind, direction, silent, copy_of)
  WHERE kind = '' AND direction = 'in' AND silent = 0 AND copy_of IS NULL;
CREATE INDEX message_decided ON message (decided DESC, id DESC) WHERE decided IS NOT NULL;

-- The readable text and the bytes as served stand apart, so that lists stay fast.
CREATE TABLE message_text (
  message_id INTEGER PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
  text       TEXT NOT NULL
) STRICT;

CREATE TABLE mail_raw (
  message_id INTEGER PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
  bytes      BLOB NOT NULL
) STRICT;

CREATE TABLE attachment (
  message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
  part       INTEGER NOT NULL,
  name       TEXT NOT NULL,
  type       TEXT NOT NULL,
  size       INTEGER NOT NULL,
  sha256     TEXT NOT NULL,
  inline     INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (message_id, part)
) STRICT, WITHOUT ROWID;

-- Everybody a message names, for linking when a contact comes to be known.
CREATE TABLE message_address (
  norm       TEXT NOT NULL,
  message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
  role       TEXT NOT NULL,            -- 'from', 'reply', 'to'
  PRIMARY KEY (norm, message_id, role)
) STRICT, WITHOUT ROWID;

CREATE INDEX message_address_domain ON message_address (substr(norm, instr(norm, '@') + 1), message_id);
CREATE INDEX message_address_message ON message_address (message_id);

CREATE TABLE message_place (
  folder_id   INTEGER NOT NULL REFERENCES mail_folder (id),
  uidvalidity INTEGER NOT NULL,
  uid         INTEGER NOT NULL,
  message_id  INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
  gone        INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (folder_id, uidvalidity, uid)
) STRICT, WITHOUT ROWID;

CREATE INDEX message_place_message ON message_place (message_id);

-- Every Message-ID seen or referenced, and the thread it belongs to.
CREATE TABLE message_ref (
  ref    TEXT PRIMARY KEY,
  thread INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX message_ref_thread ON message_ref (thread);

CREATE TABLE mail_problem (
  folder_id   INTEGER NOT NULL REFERENCES mail_folder (id),
  uidvalidity INTEGER NOT NULL,
  uid         INTEGER NOT NULL,
  error       TEXT NOT NULL,
  attempts    INTEGER NOT NULL,
  last_try    INTEGER NOT NULL,
  PRIMARY KEY (folder_id, uidvalidity, uid)
) STRICT, WITHOUT ROWID;

-- What was said and done ----------------------------------------------------

CREATE TABLE case_record (
  id           INTEGER PRIMARY KEY,
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

CREATE INDEX case_by_contact ON case_record (contact_id);
CREATE INDEX case_by_message ON case_record (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX case_by_day ON case_record (kind, received_on);
CREATE INDEX case_open ON case_record (safe, id, contact_id)
  WHERE state NOT IN ('answered', 'closed', 'withdrawn');

-- Numbers given out and taken back when a filing was undone: a gap that is meant.
CREATE TABLE case_gap (
  kind TEXT NOT NULL,
  year INTEGER NOT NULL,
  seq  INTEGER NOT NULL,
  at   INTEGER NOT NULL,
  PRIMARY KEY (kind, year, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE interaction (
  id         INTEGER PRIMARY KEY,
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

CREATE INDEX interaction_timeline ON interaction (contact_id, at DESC, id DESC);
CREATE INDEX interaction_by_time ON interaction (at, direction, automatic, kind, channel);
CREATE INDEX interaction_by_case ON interaction (case_id) WHERE case_id IS NOT NULL;

CREATE TABLE opinion (
  id         INTEGER PRIMARY KEY,
  contact_id INTEGER REFERENCES contact (id),
  message_id INTEGER REFERENCES message (id),
  source     TEXT NOT NULL DEFAULT '',
  rating     INTEGER NOT NULL DEFAULT 0,
  tone       TEXT NOT NULL,
  text       TEXT,                     -- NULL: the text of its message
  at         INTEGER NOT NULL,
  answered   INTEGER
) STRICT;

CREATE INDEX opinion_by_time ON opinion (at);
CREATE INDEX opinion_by_contact ON opinion (contact_id);
CREATE INDEX opinion_by_message ON opinion (message_id) WHERE message_id IS NOT NULL;

CREATE TABLE sale_order (
  id         INTEGER PRIMARY KEY,
  contact_id INTEGER REFERENCES contact (id),
  message_id INTEGER REFERENCES message (id),
  on_day     TEXT NOT NULL,
  amount     INTEGER NOT NULL DEFAULT 0,
  currency   TEXT NOT NULL DEFAULT '',
  what       TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX sale_order_by_day ON sale_order (on_day);
CREATE INDEX sale_order_by_contact ON sale_order (contact_id);
CREATE INDEX sale_order_by_message ON sale_order (message_id) WHERE message_id IS NOT NULL;

CREATE TABLE follow_up (
  id         INTEGER PRIMARY KEY,
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

CREATE INDEX follow_up_due ON follow_up (shows, due, id) WHERE done IS NULL;
CREATE INDEX follow_up_by_contact ON follow_up (contact_id, done);
CREATE INDEX follow_up_by_case ON follow_up (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX follow_up_by_message ON follow_up (message_id) WHERE message_id IS NOT NULL;

-- What a filing made, so that it can be taken back whole.
CREATE TABLE filing (
  message_id     INTEGER PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
  kind           TEXT NOT NULL,
  prior_contact  INTEGER,
  contact_id     INTEGER,
  new_contact    INTEGER NOT NULL DEFAULT 0,
  new_handle     TEXT NOT NULL DEFAULT '',
  linked         TEXT NOT NULL DEFAULT '[]',  -- other messages it tied to the contact
  case_id        INTEGER,
  opinion_id     INTEGER,
  order_id       INTEGER,
  follow_up_id   INTEGER
) STRICT;

-- Sums kept by trigger ------------------------------------------------------

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

-- Complaints by the month in which they were received.
CREATE TABLE r_month (
  month    TEXT NOT NULL,              -- yyyy-mm
  category TEXT NOT NULL,
  channel  TEXT NOT NULL,
  n        INTEGER NOT NULL,
  PRIMARY KEY (month, category, channel)
) STRICT, WITHOUT ROWID;

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

-- Full text -----------------------------------------------------------------

-- What can be found by its words. The key grows with the time of the thing
-- itself, not of its arrival, so that the index is walked newest first.
CREATE TABLE doc (
  key  INTEGER PRIMARY KEY,            -- Unix seconds, moved on where taken
  type INTEGER NOT NULL,               -- 1 message, 2 interaction, 3 case
  ref  INTEGER NOT NULL,
  UNIQUE (type, ref)
) STRICT;

-- Both indexes are filled by one statement at the end of each transaction:
-- rows put in one by one, or by trigger, are ten times as dear. They are folded
-- (ł to l) on their way in, since unicode61 leaves the ł.
CREATE VIRTUAL TABLE fts_text USING fts5 (head, body, content='', contentless_delete=1,
  detail=none, prefix='2 3 4 5', tokenize='unicode61 remove_diacritics 2');

CREATE VIRTUAL TABLE fts_contact USING fts5 (name, handles, place, rest, content='', contentless_delete=1,
  detail=none, prefix='1 2 3', tokenize='unicode61 remove_diacritics 2');

-- A batch of mail is gathered in memory and written out once; the default of
-- 1 MB writes it out several times over.
INSERT INTO fts_text (fts_text, rank) VALUES ('hashsize', 16777216);
