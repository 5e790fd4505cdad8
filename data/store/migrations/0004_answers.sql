-- The list of what nobody has answered, kept by all that it follows from: also by
-- the folders where letters of the firm's lie, by threads that turn out to be one,
-- and for cases and opinions by whether their letter is shown.

DROP TRIGGER answer_message_update;
DROP TRIGGER answer_place_insert;
DROP TRIGGER answer_interaction_insert;
DROP TRIGGER answer_interaction_update;

-- What a machine wrote, a second copy and what is history never waits: a first
-- pull is mostly that.
CREATE TRIGGER answer_message_insert AFTER INSERT ON message
  WHEN new.automatic = '' AND (new.direction = 'out' OR new.direction = 'in' AND new.silent = 0 AND new.copy_of IS NULL) BEGIN
  INSERT INTO answer_stale VALUES (1, new.id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER answer_message_update AFTER UPDATE OF thread, contact_id, direction, automatic, silent, copy_of, kind,
  trashed, no_answer, at, received, in_reply_to ON message BEGIN
  INSERT INTO answer_stale VALUES (1, new.id) ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 5, old.thread WHERE old.direction = 'out' ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 6, old.contact_id
    WHERE old.direction = 'out' AND old.contact_id IS NOT NULL ON CONFLICT DO NOTHING;
END;

-- A case answers all of its letter's thread.
CREATE TRIGGER answer_message_thread AFTER UPDATE OF thread ON message
  WHEN old.thread <> new.thread AND EXISTS (SELECT 1 FROM case_record WHERE message_id = new.id) BEGIN
  INSERT INTO answer_stale VALUES (5, old.thread) ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale VALUES (5, new.thread) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER answer_message_shown AFTER UPDATE OF silent, trashed ON message
  WHEN old.silent <> new.silent OR (old.trashed IS NULL) <> (new.trashed IS NULL) BEGIN
  INSERT INTO answer_stale SELECT 3, id FROM case_record WHERE message_id = new.id ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 4, id FROM opinion WHERE message_id = new.id ON CONFLICT DO NOTHING;
END;

-- A letter that lay among the drafts may lie in Sent now, and one that lay nowhere
-- among the drafts.
CREATE TRIGGER answer_place_insert AFTER INSERT ON message_place
  WHEN (SELECT direction FROM message WHERE id = new.message_id) = 'out' BEGIN
  INSERT INTO answer_stale VALUES (1, new.message_id) ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 5, m.thread FROM mail_folder f JOIN message m ON m.id = new.message_id
    WHERE f.id = new.folder_id AND f.role IN ('drafts', 'trash', 'junk') ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 6, m.contact_id FROM mail_folder f JOIN message m ON m.id = new.message_id
    WHERE f.id = new.folder_id AND f.role IN ('drafts', 'trash', 'junk') AND m.contact_id IS NOT NULL ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER answer_place_delete AFTER DELETE ON message_place
  WHEN (SELECT direction FROM message WHERE id = old.message_id) = 'out' BEGIN
  INSERT INTO answer_stale VALUES (1, old.message_id) ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 5, thread FROM message
    WHERE id = old.message_id AND EXISTS (SELECT 1 FROM message_place WHERE message_id = old.message_id) ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 6, contact_id FROM message WHERE id = old.message_id AND contact_id IS NOT NULL
    AND EXISTS (SELECT 1 FROM message_place WHERE message_id = old.message_id) ON CONFLICT DO NOTHING;
END;

-- A server may give the number of a letter to another one.
CREATE TRIGGER answer_place_update AFTER UPDATE OF message_id, folder_id ON message_place
  WHEN old.message_id <> new.message_id OR old.folder_id <> new.folder_id BEGIN
  INSERT INTO answer_stale SELECT 1, id FROM message
    WHERE id IN (old.message_id, new.message_id) AND direction = 'out' ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 5, thread FROM message
    WHERE id IN (old.message_id, new.message_id) AND direction = 'out' ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 6, contact_id FROM message
    WHERE id IN (old.message_id, new.message_id) AND direction = 'out' AND contact_id IS NOT NULL ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER answer_folder_update AFTER UPDATE OF role ON mail_folder
  WHEN (old.role IN ('drafts', 'trash', 'junk')) <> (new.role IN ('drafts', 'trash', 'junk')) BEGIN
  INSERT INTO answer_stale SELECT 1, m.id FROM message_place p JOIN message m ON m.id = p.message_id
    WHERE p.folder_id = new.id AND m.direction = 'out' ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 5, m.thread FROM message_place p JOIN message m ON m.id = p.message_id
    WHERE p.folder_id = new.id AND m.direction = 'out' ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 6, m.contact_id FROM message_place p JOIN message m ON m.id = p.message_id
    WHERE p.folder_id = new.id AND m.direction = 'out' AND m.contact_id IS NOT NULL ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER answer_interaction_insert AFTER INSERT ON interaction
  WHEN new.message_id IS NULL OR new.outcome <> '' OR new.case_id IS NOT NULL BEGIN
  INSERT INTO answer_stale VALUES (2, new.id) ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 1, new.message_id WHERE new.message_id IS NOT NULL ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 5, thread FROM message WHERE id = new.message_id AND direction = 'out' ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 6, contact_id FROM message
    WHERE id = new.message_id AND direction = 'out' AND contact_id IS NOT NULL ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER answer_interaction_update AFTER UPDATE OF contact_id, at, channel, direction, kind, case_id, message_id,
  automatic, outcome, no_answer ON interaction BEGIN
  INSERT INTO answer_stale VALUES (2, new.id) ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 1, id FROM message WHERE id IN (old.message_id, new.message_id) ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 6, old.contact_id WHERE old.direction = 'out' ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 5, thread FROM message
    WHERE id IN (old.message_id, new.message_id) AND direction = 'out' ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 6, contact_id FROM message
    WHERE id IN (old.message_id, new.message_id) AND direction = 'out' AND contact_id IS NOT NULL ON CONFLICT DO NOTHING;
  INSERT INTO answer_stale SELECT 3, old.case_id WHERE old.case_id IS NOT NULL ON CONFLICT DO NOTHING;
END;

-- All of the list anew when the file is opened.
DELETE FROM unanswered;
INSERT INTO answer_stale SELECT 1, id FROM message WHERE direction = 'in' AND automatic = '' AND silent = 0 AND copy_of IS NULL
  ON CONFLICT DO NOTHING;
INSERT INTO answer_stale SELECT 2, id FROM interaction WHERE direction = 'in' AND message_id IS NULL ON CONFLICT DO NOTHING;
INSERT INTO answer_stale SELECT 3, id FROM case_record WHERE state NOT IN ('answered', 'closed', 'withdrawn') ON CONFLICT DO NOTHING;
INSERT INTO answer_stale SELECT 4, id FROM opinion WHERE answered IS NULL ON CONFLICT DO NOTHING;

-- How something counted in reports before its letter, or its client, was erased.
CREATE TABLE said_kept (
  id             INTEGER PRIMARY KEY,
  interaction_id INTEGER UNIQUE REFERENCES interaction(id) ON DELETE CASCADE,
  case_id        INTEGER UNIQUE REFERENCES case_record(id) ON DELETE CASCADE,
  opinion_id     INTEGER UNIQUE REFERENCES opinion(id) ON DELETE CASCADE,
  left_out       INTEGER NOT NULL, -- it is part of a case or an opinion, or was in the trash
  wanted         INTEGER NOT NULL,
  redirected     INTEGER NOT NULL,
  heard          INTEGER,          -- by letter, and when
  first_at       INTEGER,          -- the first word of a person about it
  channel        TEXT NOT NULL     -- of that word, '' not known
);

-- When a case was first answered, where what answered it is no more.
CREATE TABLE said_seen (
  case_id      INTEGER PRIMARY KEY REFERENCES case_record(id) ON DELETE CASCADE,
  first_answer INTEGER NOT NULL
);
