package mailing_test

import (
	"bytes"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kartoteka/app/core/desk"
	"kartoteka/app/core/mailing"
	"kartoteka/data"
	"kartoteka/data/store"
	"kartoteka/data/triage"
)

// TestAFaultOfTheSuggesterCostsOnlyTheSuggestion has a suggester without a
// rule, which no letter can be put to.
func TestAFaultOfTheSuggesterCostsOnlyTheSuggestion(t *testing.T) {
	dir := t.TempDir()
	db, err := store.Open(t.Context(), filepath.Join(dir, "kartoteka.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var log bytes.Buffer
	d := &desk.Desk{Dir: dir, Log: slog.New(slog.NewTextHandler(&log, nil))}
	k, err := mailing.NewKeeper(t.Context(), db, d, func() (*triage.Suggester, error) { return nil, nil })
	if err != nil {
		t.Fatal(err)
	}
	raw := "From: Anna Nowak <anna@klienci.example>\r\nTo: biuro@firma.example\r\nSubject: Reklamacja\r\n\r\nZamek się zacina.\r\n"
	for range 3 {
		m := k.Read([]byte(raw))
		if m.Quarantined || m.Subject != "Reklamacja" || m.Suggested != data.KindNone {
			t.Errorf("quarantined %v, subject %q, suggested %q", m.Quarantined, m.Subject, m.Suggested)
		}
	}
	if m, err := k.ReadLarge(strings.NewReader(raw), int64(len(raw))); err != nil || m.Quarantined || m.Subject != "Reklamacja" {
		t.Errorf("a large one: quarantined %v, subject %q, %v", m.Quarantined, m.Subject, err)
	}
	if n := strings.Count(log.String(), "suggest kind"); n != 1 || strings.Contains(log.String(), "Zamek") || strings.Contains(log.String(), "anna") {
		t.Errorf("the log says it %d times: %s", n, &log)
	}
}
