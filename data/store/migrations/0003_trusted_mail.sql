-- Mail that can be trusted: how a mailbox is entered and what is taken from it,
-- large messages in pieces, what waits for a decision on its sender, replies
-- laid among the drafts, and how each run went.

ALTER TABLE account ADD COLUMN auth   TEXT NOT NULL DEFAULT 'password'; -- or 'google', 'microsoft': by token
ALTER TABLE account ADD COLUMN policy TEXT NOT NULL DEFAULT 'all';      -- or 'known': mail of known contacts only
ALTER TABLE account ADD COLUMN chosen TEXT NOT NULL DEFAULT '[]';       -- folders the owner chose; none: the usual ones

ALTER TABLE mail_folder ADD COLUMN modseq INTEGER NOT NULL DEFAULT 0;   -- RFC 7162; 0: the server has none

-- 'rules': as the headers say; 'owner': the owner knows better.
ALTER TABLE message ADD COLUMN automatic_by TEXT NOT NULL DEFAULT 'rules';

-- Since when a message is in the trash. It shows nowhere, and is there so that
-- it can come back, and that a server that offers it again is not asked for it.
ALTER TABLE message ADD COLUMN trashed INTEGER;

CREATE INDEX message_trashed ON message (id) WHERE trashed IS NOT NULL;

-- The bytes of a message too large for one value, in order from 0, each of 1 MiB but
-- the last. Its mail_raw is empty then.
CREATE TABLE mail_raw_piece (
  message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
  n          INTEGER NOT NULL,
  bytes      BLOB NOT NULL,
  PRIMARY KEY (message_id, n)
) STRICT;

-- Addresses ("a@b.pl") and domains ("@b.pl") decided on once for all.
CREATE TABLE sender_rule (
  id      INTEGER PRIMARY KEY,
  pattern TEXT NOT NULL UNIQUE,
  verdict TEXT NOT NULL,               -- 'never', 'always'
  at      INTEGER NOT NULL
) STRICT;

-- Headers of mail from strangers, kept back on the server until somebody decides.
CREATE TABLE held_message (
  folder_id   INTEGER NOT NULL REFERENCES mail_folder (id),
  uidvalidity INTEGER NOT NULL,
  uid         INTEGER NOT NULL,
  from_name   TEXT NOT NULL DEFAULT '',
  from_email  TEXT NOT NULL DEFAULT '',
  subject     TEXT NOT NULL DEFAULT '',
  at          INTEGER NOT NULL,
  size        INTEGER NOT NULL DEFAULT 0,
  automatic   TEXT NOT NULL DEFAULT '',
  outgoing    INTEGER NOT NULL DEFAULT 0, -- the firm wrote it, and from_… is whom to
  once        INTEGER NOT NULL DEFAULT 0, -- to be fetched at the next run, whoever it is from
  noted       INTEGER NOT NULL DEFAULT 0, -- since when the header is kept here
  PRIMARY KEY (folder_id, uidvalidity, uid)
) STRICT, WITHOUT ROWID;

CREATE INDEX held_message_sender ON held_message (from_email, at DESC);

-- What would tie such a message to a contact or a rule: addresses ("a@b.pl"),
-- their domains ("b.pl") and the messages that it answers ("<id>").
CREATE TABLE held_tie (
  norm        TEXT NOT NULL,
  folder_id   INTEGER NOT NULL,
  uidvalidity INTEGER NOT NULL,
  uid         INTEGER NOT NULL,
  PRIMARY KEY (norm, folder_id, uidvalidity, uid),
  FOREIGN KEY (folder_id, uidvalidity, uid) REFERENCES held_message (folder_id, uidvalidity, uid) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX held_tie_message ON held_tie (folder_id, uidvalidity, uid);

CREATE TABLE reply_template (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  name     TEXT NOT NULL,
  language TEXT NOT NULL DEFAULT '',
  subject  TEXT NOT NULL DEFAULT '',
  body     TEXT NOT NULL,
  rank     INTEGER NOT NULL
) STRICT;

-- A reply laid among the drafts; it is sent when a message of that id is seen.
CREATE TABLE draft (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id  INTEGER NOT NULL REFERENCES account (id),
  folder      TEXT NOT NULL DEFAULT '', -- '' until it is laid
  message_ref TEXT NOT NULL UNIQUE,    -- its Message-ID
  answers     INTEGER REFERENCES message (id) ON DELETE SET NULL,
  contact_id  INTEGER REFERENCES contact (id) ON DELETE SET NULL,
  case_id     INTEGER REFERENCES case_record (id) ON DELETE SET NULL,
  recipients  TEXT NOT NULL DEFAULT '[]',
  subject     TEXT NOT NULL DEFAULT '',
  raw         BLOB,                    -- until it is laid
  made        INTEGER NOT NULL,
  tries       INTEGER NOT NULL DEFAULT 0,
  error       TEXT NOT NULL DEFAULT '',
  laid        INTEGER,
  gone        INTEGER,                 -- not found in its folder any more
  sent        INTEGER,
  sent_as     INTEGER REFERENCES message (id) ON DELETE SET NULL,
  settled     INTEGER                  -- what it may have settled was decided on
) STRICT;

CREATE INDEX draft_answers ON draft (answers) WHERE answers IS NOT NULL;
CREATE INDEX draft_contact ON draft (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX draft_sent_as ON draft (sent_as) WHERE sent_as IS NOT NULL;
CREATE INDEX draft_case ON draft (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX draft_unsent ON draft (account_id, id) WHERE sent IS NULL;

-- How the last runs of each account went.
CREATE TABLE sync_run (
  id         INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id),
  began      INTEGER NOT NULL,
  ended      INTEGER NOT NULL,
  fresh      INTEGER NOT NULL DEFAULT 0,
  failed     INTEGER NOT NULL DEFAULT 0,
  error      TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX sync_run_by_account ON sync_run (account_id, id DESC);

-- How fast an account may be asked: what came from it on a day (since 1970, UTC),
-- and until when its provider wants to be left alone.
CREATE TABLE account_pace (
  account_id INTEGER PRIMARY KEY REFERENCES account (id),
  day        INTEGER NOT NULL DEFAULT 0,
  bytes      INTEGER NOT NULL DEFAULT 0,
  rest       INTEGER                   -- NULL: it need not rest
) STRICT;

-- The ground of a rule is kept only where the owner wrote his own: the usual ones
-- are words of the language chosen. These were saved with a length.
UPDATE retention SET basis = '' WHERE basis IN (
  'przedawnienie roszczeń: 6 lat, koniec roku (art. 118 KC)',
  'dokumenty podatkowe: 5 lat od końca roku, w którym upłynął termin płatności podatku (art. 70 § 1 Ordynacji podatkowej)',
  'prawnie uzasadniony interes (art. 6 ust. 1 lit. f RODO): kontakty bez umowy 2 lata',
  'prawnie uzasadniony interes (art. 6 ust. 1 lit. f RODO): roszczenia 3 lata (art. 442¹ KC)',
  'ograniczenie przechowywania (art. 5 ust. 1 lit. e RODO)',
  'zgoda: do wycofania (art. 6 ust. 1 lit. a i art. 7 ust. 3 RODO)');

-- What nobody has answered --------------------------------------------------------

-- When the owner said that something needs no answer.
ALTER TABLE message ADD COLUMN no_answer INTEGER;
ALTER TABLE interaction ADD COLUMN no_answer INTEGER;
ALTER TABLE case_record ADD COLUMN no_answer INTEGER;
ALTER TABLE opinion ADD COLUMN no_answer INTEGER;

-- What came of an entry: '' as its channel is, 'answered', 'owed', 'redirected'.
ALTER TABLE interaction ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
-- When the client was only sent elsewhere, which answers nothing.
ALTER TABLE case_record ADD COLUMN redirected INTEGER;

-- Everything from outside to which no person of the firm has said anything since:
-- 1 message, 2 interaction, 3 case, 4 opinion. It follows from the rest.
CREATE TABLE unanswered (
  type    INTEGER NOT NULL,
  ref     INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  thread  INTEGER NOT NULL DEFAULT 0,  -- of messages
  contact INTEGER,
  PRIMARY KEY (type, ref)
) STRICT, WITHOUT ROWID;

CREATE INDEX unanswered_by_time ON unanswered (at, type, ref, thread, contact);
CREATE INDEX unanswered_thread ON unanswered (thread, at, ref) WHERE thread <> 0;
CREATE INDEX unanswered_contact ON unanswered (contact, at) WHERE contact IS NOT NULL;

-- What may have come onto that list or left it, until the end of the transaction:
-- as above, and 5 all of a thread, 6 all of a contact.
CREATE TABLE answer_stale (
  type INTEGER NOT NULL,
  ref  INTEGER NOT NULL,
  PRIMARY KEY (type, ref)
) STRICT, WITHOUT ROWID;

CREATE INDEX message_said ON message (thread, at) WHERE direction = 'out' AND automatic = '' AND trashed IS NULL;
CREATE INDEX message_wrote ON message (contact_id, at)
  WHERE direction = 'out' AND automatic = '' AND trashed IS NULL AND in_reply_to = '[]' AND contact_id IS NOT NULL;
CREATE INDEX interaction_said ON interaction (contact_id, at)
  WHERE direction = 'out' AND automatic = 0 AND message_id IS NULL AND outcome <> 'redirected';

-- A message has its thread by an update, right after it was entered.
CREATE TRIGGER answer_message_update AFTER UPDATE OF thread, contact_id, direction, automatic, silent, copy_of, kind,
  trashed, no_answer, at, received ON message BEGIN
  INSERT INTO answer_stale VALUES (1, new.id) ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 5, old.thread WHERE old.direction = 'out' AND old.thread <> 0 ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 6, old.contact_id
    WHERE old.direction = 'out' AND old.thread <> 0 AND old.contact_id IS NOT NULL ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER answer_message_delete AFTER DELETE ON message BEGIN
  DELETE FROM unanswered WHERE type = 1 AND ref = old.id;
  INSERT INTO answer_stale SELECT 5, old.thread WHERE old.direction = 'out' ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 6, old.contact_id
    WHERE old.direction = 'out' AND old.contact_id IS NOT NULL ON CONFLICT DO NOTHING;
END;

-- A letter that lay among the drafts may lie in Sent now.
CREATE TRIGGER answer_place_insert AFTER INSERT ON message_place
  WHEN (SELECT direction FROM message WHERE id = new.message_id) = 'out' BEGIN
  INSERT INTO answer_stale VALUES (1, new.message_id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER answer_interaction_insert AFTER INSERT ON interaction
  WHEN new.message_id IS NULL OR new.outcome <> '' OR new.case_id IS NOT NULL BEGIN
  INSERT INTO answer_stale VALUES (2, new.id) ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 1, new.message_id WHERE new.message_id IS NOT NULL ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER answer_interaction_update AFTER UPDATE OF contact_id, at, channel, direction, kind, case_id, message_id,
  automatic, outcome, no_answer ON interaction BEGIN
  INSERT INTO answer_stale VALUES (2, new.id) ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 1, new.message_id WHERE new.message_id IS NOT NULL ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 6, old.contact_id WHERE old.direction = 'out' ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 5, thread FROM message
    WHERE id = old.message_id AND old.direction = 'out' ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 3, old.case_id WHERE old.case_id IS NOT NULL ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER answer_interaction_delete AFTER DELETE ON interaction BEGIN
  DELETE FROM unanswered WHERE type = 2 AND ref = old.id;
  INSERT INTO answer_stale SELECT 1, old.message_id WHERE old.message_id IS NOT NULL ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 6, old.contact_id WHERE old.direction = 'out' ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 3, old.case_id WHERE old.case_id IS NOT NULL ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER answer_case_insert AFTER INSERT ON case_record BEGIN
  INSERT INTO answer_stale VALUES (3, new.id) ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 5, thread FROM message WHERE id = new.message_id ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER answer_case_update AFTER UPDATE OF state, contact_id, message_id, received, answered, closed, no_answer
  ON case_record BEGIN
  INSERT INTO answer_stale VALUES (3, new.id) ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 5, thread FROM message WHERE id IN (old.message_id, new.message_id) ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 2, id FROM interaction WHERE case_id = new.id ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 1, message_id FROM interaction
    WHERE case_id = new.id AND message_id IS NOT NULL ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER answer_case_delete AFTER DELETE ON case_record BEGIN
  DELETE FROM unanswered WHERE type = 3 AND ref = old.id;
  INSERT INTO answer_stale SELECT 5, thread FROM message WHERE id = old.message_id ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER answer_opinion_insert AFTER INSERT ON opinion BEGIN
  INSERT INTO answer_stale VALUES (4, new.id) ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 1, new.message_id WHERE new.message_id IS NOT NULL ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER answer_opinion_update AFTER UPDATE OF contact_id, message_id, at, answered, no_answer ON opinion BEGIN
  INSERT INTO answer_stale VALUES (4, new.id) ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 1, id FROM message WHERE id IN (old.message_id, new.message_id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER answer_opinion_delete AFTER DELETE ON opinion BEGIN
  DELETE FROM unanswered WHERE type = 4 AND ref = old.id;
  INSERT INTO answer_stale SELECT 1, old.message_id WHERE old.message_id IS NOT NULL ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER answer_contact_update AFTER UPDATE OF erased ON contact BEGIN
  INSERT INTO answer_stale VALUES (6, new.id) ON CONFLICT DO NOTHING;
END;

-- What is in the file already, to be looked at when it is opened.
INSERT INTO answer_stale SELECT 1, id FROM message WHERE direction = 'in' AND automatic = '' AND silent = 0 AND copy_of IS NULL;
INSERT INTO answer_stale SELECT 2, id FROM interaction WHERE direction = 'in' AND message_id IS NULL;
INSERT INTO answer_stale SELECT 3, id FROM case_record WHERE state NOT IN ('answered', 'closed', 'withdrawn');
INSERT INTO answer_stale SELECT 4, id FROM opinion WHERE answered IS NULL;
