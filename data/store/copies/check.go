package copies

import (
	"context"
	"database/sql"
	"fmt"

	"kartoteka/data"
	"kartoteka/data/store/letter"
	"kartoteka/data/store/record"
	"kartoteka/data/store/sqlite"
	"kartoteka/data/store/waiting"
)

// invariant is something that must hold; its query finds where it does not.
type invariant struct {
	name  string // "check.<name>" in the catalogue
	bad   string
	query string // returns the place of each breach as one text
}

// invariants are what the file promises beyond what its own constraints hold.
var invariants = []invariant{
	{"broken-reference", data.BadBroken, `SELECT "table" || ' ' || coalesce(rowid, '') || ' → ' || parent
		FROM pragma_foreign_key_check`},
	{"message-without-bytes", data.BadBroken, `SELECT 'message ' || id FROM message m
		WHERE NOT EXISTS (SELECT 1 FROM mail_raw r WHERE r.message_id = m.id)`},
	{"message-without-text", data.BadBroken, `SELECT 'message ' || id FROM message m
		WHERE NOT EXISTS (SELECT 1 FROM message_text x WHERE x.message_id = m.id)`},
	{"message-without-origin", data.BadWrong, `SELECT 'message ' || id FROM message m
		WHERE source = '' AND NOT EXISTS (SELECT 1 FROM message_place p WHERE p.message_id = m.id)`},
	{"pointer-without-folder", data.BadWrong, `SELECT 'mail_folder ' || id FROM mail_folder
		WHERE floor > 0 AND uidvalidity = 0`},
	{"kept-and-problem", data.BadWrong, `SELECT 'mail_problem ' || p.folder_id || '/' || p.uid FROM mail_problem p
		JOIN message_place l ON l.folder_id = p.folder_id AND l.uidvalidity = p.uidvalidity AND l.uid = p.uid
		WHERE l.gone = 0`},
	{"left-out-and-kept", data.BadWrong, `SELECT 'left_out ' || o.folder_id || '/' || o.uid FROM left_out o
		JOIN message_place l ON l.folder_id = o.folder_id AND l.uidvalidity = o.uidvalidity AND l.uid = o.uid
		WHERE l.gone = 0`},
	{"erased-mail-kept", data.BadWrong, `SELECT 'message ' || m.id FROM message m JOIN tombstone t ON t.sha256 = m.sha256`},
	{"erased-but-known", data.BadWrong, `SELECT 'contact ' || c.id FROM contact c WHERE erased IS NOT NULL AND (
		given_name || family_name || company || nip || regon || street || city || note || arrangements <> ''
		OR EXISTS (SELECT 1 FROM handle h WHERE h.contact_id = c.id)
		OR EXISTS (SELECT 1 FROM message m WHERE m.contact_id = c.id))`},
	{"erasure-unfinished", data.BadWrong, `SELECT 'erasure ' || coalesce(json_extract(value, '$.erasure'), '') FROM setting WHERE key = 'erasure-unfinished'`},
	{"old-place-not-gone", data.BadWrong, `SELECT 'message_place ' || p.folder_id || '/' || p.uid
		FROM message_place p JOIN mail_folder f ON f.id = p.folder_id
		WHERE p.uidvalidity <> f.uidvalidity AND p.gone = 0`},
	{"torn-thread", data.BadWrong, `SELECT 'message ' || m.id FROM message m
		JOIN message_ref r ON r.ref = trim(m.message_id) WHERE m.message_id <> '' AND r.thread <> m.thread`},
	{"thread-name", data.BadWrong, `SELECT 'message ' || min(id) FROM message GROUP BY thread HAVING min(id) <> thread`},
	{"attachment-count", data.BadWrong, `SELECT 'message ' || id FROM message m
		WHERE attachments <> (SELECT count(*) FROM attachment a WHERE a.message_id = m.id)`},
	{"mail-without-interaction", data.BadWrong, `SELECT 'message ' || id FROM message m
		WHERE contact_id IS NOT NULL AND copy_of IS NULL AND kind <> 'not-for-us'
		AND NOT EXISTS (SELECT 1 FROM interaction i WHERE i.message_id = m.id)`},
	{"interaction-of-another", data.BadWrong, `SELECT 'interaction ' || i.id FROM interaction i
		JOIN message m ON m.id = i.message_id WHERE m.contact_id IS NOT i.contact_id OR m.kind <> i.kind`},
	{"complaint-without-case", data.BadWrong, `SELECT 'message ' || id FROM message m
		WHERE kind = 'complaint' AND NOT EXISTS (SELECT 1 FROM case_record k WHERE k.message_id = m.id)`},
	{"decision-without-filing", data.BadWrong, `SELECT 'message ' || id FROM message m WHERE
		(kind <> '') <> (decided IS NOT NULL)
		OR (kind <> '') <> EXISTS (SELECT 1 FROM filing f WHERE f.message_id = m.id)`},
	{"case-number", data.BadWrong, `SELECT 'case ' || number FROM case_record WHERE number <>
		(CASE kind WHEN 'request' THEN 'P' ELSE 'R' END) || '/' || year || '/' || printf('%04d', seq)`},
	{"case-number-missing", data.BadWrong, `SELECT 'case ' || kind || ' ' || year FROM (
			SELECT kind, year, seq FROM case_record UNION ALL SELECT kind, year, seq FROM case_gap)
		GROUP BY kind, year HAVING max(seq) <> count(*)`},
	{"case-times", data.BadWrong, `SELECT 'case ' || number FROM case_record WHERE
		(state = 'closed') AND closed IS NULL OR (state IN ('answered', 'closed')) AND answered IS NULL
		OR ` + record.OpenCase + ` AND (answered IS NOT NULL OR closed IS NOT NULL)`},
	{"month-sums", data.BadWrong, `SELECT 'r_month ' || month FROM (
		SELECT month, category, channel, n FROM r_month
		UNION ALL SELECT substr(received_on, 1, 7), category, channel, -count(*) FROM case_record
			WHERE kind = 'complaint' GROUP BY 1, 2, 3)
		GROUP BY month, category, channel HAVING sum(n) <> 0`},
	{"last-contact", data.BadWrong, `SELECT 'contact ' || id FROM contact c WHERE last_contact IS NOT
		(SELECT max(at) FROM interaction i WHERE i.contact_id = c.id AND automatic = 0)`},
	{"unanswered-list", data.BadWrong, waiting.Wrong},
	{"not-findable", data.BadWrong, `SELECT 'message ' || id FROM message m
			WHERE trashed IS NULL <> EXISTS (SELECT 1 FROM doc d WHERE d.type = 1 AND d.ref = m.id)
		UNION ALL SELECT 'interaction ' || id FROM interaction i WHERE message_id IS NULL
			AND NOT EXISTS (SELECT 1 FROM doc d WHERE d.type = 2 AND d.ref = i.id)
		UNION ALL SELECT 'case ' || number FROM case_record k
			WHERE NOT EXISTS (SELECT 1 FROM doc d WHERE d.type = 3 AND d.ref = k.id)
		UNION ALL SELECT 'doc ' || key FROM doc WHERE key NOT IN (SELECT rowid FROM fts_text)
		UNION ALL SELECT 'contact ' || id FROM contact WHERE id NOT IN (SELECT rowid FROM fts_contact)`},
	{"found-but-gone", data.BadWrong, `SELECT 'doc ' || key FROM doc d WHERE NOT CASE type
			WHEN 1 THEN EXISTS (SELECT 1 FROM message WHERE id = d.ref)
			WHEN 2 THEN EXISTS (SELECT 1 FROM interaction WHERE id = d.ref)
			ELSE EXISTS (SELECT 1 FROM case_record WHERE id = d.ref) END
		UNION ALL SELECT 'fts_text ' || rowid FROM fts_text WHERE rowid NOT IN (SELECT key FROM doc)
		UNION ALL SELECT 'fts_contact ' || rowid FROM fts_contact WHERE rowid NOT IN (SELECT id FROM contact)`},
}

// Check reads the whole file and returns everything that is not as it should
// be: damage to the file itself, mail whose bytes are not those that were
// served, and every broken invariant.
func (o *Original) Check(ctx context.Context) ([]data.Finding, error) {
	var out []data.Finding
	err := o.file.Read(ctx, "check file", func(q *sql.Tx) error {
		for _, check := range []func(context.Context, sqlite.Querier) ([]data.Finding, error){
			checkFile, checkInvariants, letter.CheckBytes,
		} {
			found, err := check(ctx, q)
			out = append(out, found...)
			if damage, ok := damageFrom(err); ok {
				out = append(out, damage)
			} else if err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// damageFrom makes a finding of a query that damage to the file broke off. It
// is what was asked for, and no reason not to look at the rest.
func damageFrom(err error) (data.Finding, bool) {
	if err == nil || data.CodeOf(sqlite.Told("check file", err)) != data.CodeCorrupt {
		return data.Finding{}, false
	}
	return data.Finding{What: "damaged-file", Where: err.Error(), Bad: data.BadBroken}, true
}

// checkFile asks SQLite for damage to pages, tables and indexes, those of the
// full text among them.
func checkFile(ctx context.Context, q sqlite.Querier) ([]data.Finding, error) {
	// A connection that has searched before keeps the shape that the text index
	// had then; only a new search looks whether another one has written since. The
	// integrity check doesn't, and would call a merged-away part damage.
	for _, look := range []string{`SELECT rowid FROM fts_text LIMIT 1`, `SELECT rowid FROM fts_contact LIMIT 1`} {
		if _, err := sqlite.Collect(ctx, q, sqlite.Plain[int64], look); err != nil {
			return nil, err
		}
	}
	lines, err := sqlite.Collect(ctx, q, sqlite.Plain[string], `SELECT integrity_check FROM pragma_integrity_check`)
	if err != nil || len(lines) == 1 && lines[0] == "ok" {
		return nil, err
	}
	out := make([]data.Finding, len(lines))
	for i, l := range lines {
		out[i] = data.Finding{What: "damaged-file", Where: l, Bad: data.BadBroken}
	}
	return out, nil
}

func checkInvariants(ctx context.Context, q sqlite.Querier) ([]data.Finding, error) {
	var out []data.Finding
	for _, i := range invariants {
		places, err := sqlite.Collect(ctx, q, sqlite.Plain[string], i.query)
		if err != nil {
			err = fmt.Errorf("check %s: %w", i.name, err)
		}
		if damage, ok := damageFrom(err); ok {
			out = append(out, damage)
		} else if err != nil {
			return nil, err
		}
		for _, p := range places {
			out = append(out, data.Finding{What: i.name, Where: p, Bad: i.bad})
		}
	}
	return out, nil
}
