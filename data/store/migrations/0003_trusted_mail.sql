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
