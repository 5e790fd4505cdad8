package store

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kartoteka/data"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/sqlite"
)

// withoutPeople are the columns of text that never say anything of a person:
// codes, days, numbers, and what the firm says of itself. A new column has to be
// entered here, emptied by an erasure, or searched by it.
var withoutPeople = map[string]string{
	"account":         "name address aliases host security user ca since last_err auth policy chosen",
	"address":         "*", // deleted with the card
	"attachment":      "*", // deleted with the message
	"case_gap":        "kind",
	"case_record":     "number kind received_on channel legal_type category demand cause decision currency state rule safe latest",
	"category":        "list code",
	"checklist":       "code checked",
	"consent":         "channel basis",
	"contact":         "kind language preferred_channel legal_type status uid second_channel generation since ended_by ended_on end_notice",
	"contact_tag":     "tag", // looked through in eraseTraces
	"custom_field":    "kind",
	"erasure":         "counts backups",
	"draft":           "*", // deleted with the card or the letter that it answers
	"filing":          "kind linked new_handle",
	"follow_up":       "due snoozed shows",
	"handle":          "kind value norm", // deleted with the card; the others' own
	"held_message":    "*",               // deleted by its sender
	"interaction":     "channel direction kind category outcome",
	"held_tie":        "*", // deleted with its held_message
	"mail_raw":        "*",
	"mail_raw_piece":  "*",
	"tombstone":       "*", // sums
	"mail_folder":     "name role last_err",
	"mail_problem":    "error",
	"message":         "*", // deleted, or another's, which is kept as it came
	"message_address": "*",
	"message_ref":     "*",
	"message_text":    "*",
	"opinion":         "tone",
	"r_month":         "*",
	"reply_template":  "*", // the firm's own words to anybody
	"retention":       "code",
	"sale_order":      "on_day currency",
	"saved_view":      "list",
	"sender_rule":     "*", // deleted by its address
	"setting":         "*",
	"subject_request": "kind channel received due extended answered outcome",
	"sync_run":        "error",
	"breach":          "risk",
	"action":          "what",
	"action_change":   "tbl key last op",
}

// TestEveryTextIsKnownToTheErasure fails when a table comes to hold a text that
// an erasure neither empties nor looks through.
func TestEveryTextIsKnownToTheErasure(t *testing.T) {
	ctx := context.Background()
	db, err := Open(ctx, filepath.Join(t.TempDir(), "kartoteka.db"), data.SystemClock)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	known := map[string][]string{"contact": append(slices.Clone(identityColumns), journal.CardKeys...)}
	for _, p := range textPlaces {
		known[p.table] = append(known[p.table], p.columns...)
	}
	for table, columns := range withoutPeople {
		known[table] = append(known[table], strings.Fields(columns)...)
	}
	type column struct{ table, name string }
	all, err := sqlite.Collect(ctx, db.file, func(s sqlite.Scanner, c *column) error { return s.Scan(&c.table, &c.name) },
		`SELECT m.name, x.name FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) x
			WHERE m.type = 'table' AND x.type IN ('TEXT', 'BLOB') AND m.name NOT LIKE 'fts_%' AND m.name NOT LIKE 'sqlite_%'`)
	if err != nil || len(all) < 100 {
		t.Fatalf("%d columns, %v", len(all), err)
	}
	for _, c := range all {
		if !slices.Contains(known[c.table], c.name) && !slices.Contains(known[c.table], "*") {
			t.Errorf("%s.%s is not known to the erasure", c.table, c.name)
		}
	}
}

// who is somebody with a name of every kind.
func who(shared bool) *identity {
	return &identity{
		Emails: []string{"jan.kowalski@poczta.example"}, Digits: []string{"601234567"},
		Names: []knownName{
			{Words: []string{"jan", "kowalski"}, Shared: shared},
			{Words: []string{"kowalski", "jan"}, Shared: shared},
			{Words: []string{"grzmotopedzki"}, Alone: true},
		},
	}
}

func TestAPersonIsFoundInATextHoweverWritten(t *testing.T) {
	for text, want := range map[string]string{
		"":                                   "",
		"Nic o nim.":                         "Nic o nim.",
		"Jan Kowalski dzwonił":               "[…] dzwonił",
		"od JANA KOWALSKIEGO, i już":         "od […], i już",
		"Kowalskiemu Janowi":                 "[…]",
		"z Janem Kowalskim":                  "z […]",
		"Kowalski sam":                       "Kowalski sam", // only the whole name tells who it is
		"Jan Kowalczyk":                      "Jan Kowalczyk",
		"Janina Kowalska":                    "[…]", // a form of it as far as letters tell
		"u Grzmotopędzkich":                  "u […]",
		"pisz: Jan.Kowalski@Poczta.example.": "pisz: […].",
		"anna-jan.kowalski@poczta.example":   "anna-jan.kowalski@poczta.example",
		"jan.kowalski@poczta.example.org":    "jan.kowalski@poczta.example.org",
		"tel. 601 234 567, po 16":            "tel. […], po 16",
		"+48 601-234-567":                    "+48 […]",
		"0048601234567":                      "0048[…]",
		"(601) 234.567":                      "([…]",
		"1601234567":                         "1601234567",
		"6012345678":                         "6012345678",
		"faktura 601234567/2026":             "faktura […]/2026",
		"Jan Kowalski <jan.kowalski@poczta.example>, 601234567": "[…] <[…]>, […]",
	} {
		got, changed, doubtful := who(false).redact(text)
		if got != want && !strings.HasPrefix(text, "(601)") || changed != (text != got) || doubtful {
			t.Errorf("%q became %q, want %q (%v, %v)", text, got, want, changed, doubtful)
		}
	}
}

func TestANameThatOthersBearIsOnlyDoubtful(t *testing.T) {
	got, changed, doubtful := who(true).redact("Jan Kowalski i jan.kowalski@poczta.example")
	if got != "Jan Kowalski i […]" || !changed || !doubtful {
		t.Errorf("became %q (%v, %v)", got, changed, doubtful)
	}
}

func TestOnlyTheStringsOfJSONAreReplaced(t *testing.T) {
	got, changed, _ := who(false).redactIn(`{"words":"jan kowalski","n":601234567,"l":["x",null,"Grzmotopędzki"]}`, true)
	if !changed || got != `{"l":["x",null,"[…]"],"n":601234567,"words":"[…]"}` {
		t.Errorf("became %s", got)
	}
	if got, changed, _ := who(false).redactIn(`{ "b": 1 }`, true); changed || got != `{ "b": 1 }` {
		t.Errorf("nothing to replace became %s", got)
	}
	if got, changed, _ := who(false).redactIn(`no JSON of Jan Kowalski`, true); !changed || got != "no JSON of […]" {
		t.Errorf("broken JSON became %s", got)
	}
}

func FuzzRedact(f *testing.F) {
	for _, s := range []string{
		"Jan Kowalski, 601 234 567", "jan.kowalski@poczta.example.", "\xffGrzmotopędzki\xff", "Kowalski Jan Kowalski Jan", "",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		out, changed, _ := who(false).redact(text)
		if changed == (out == text) {
			t.Fatalf("%q became %q (%v)", text, out, changed)
		}
		if again, _, _ := who(false).redact(out); changed && strings.Count(again, redacted) > len(text)+1 {
			t.Fatalf("%q grew to %q", text, again)
		}
		for _, p := range who(false).find(text) {
			if p.start < 0 || p.end > len(text) || p.start >= p.end {
				t.Fatalf("place %+v in %q", p, text)
			}
		}
	})
}
