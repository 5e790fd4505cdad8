package shell_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"kartoteka/app/core"
	"kartoteka/app/ui/shell"
	"kartoteka/data"
)

func TestStatusLineTellsWhereTheMailIs(t *testing.T) {
	c := coreWithVault(t)
	mailbox(t, c)
	if _, err := c.Sync(t.Context(), core.SyncOptions{Password: "tajne"}); err != nil {
		t.Fatal(err)
	}
	f := open(t, c, shell.Options{})
	if !f.Says("Na serwerze 1 · zapisane 1") {
		t.Error("the line does not say what is on the server and what is kept")
	}
}

func TestTwoFailedRunsAreWarnedOf(t *testing.T) {
	c := coreWithVault(t)
	deadMailbox(t, c)
	f := open(t, c, shell.Options{})
	f.Key(fyne.KeyF5)
	if f.Says("nie przychodzi") {
		t.Error("one failure is no reason for a warning")
	}
	f.Key(fyne.KeyF5)
	if !f.Says("Poczta ze skrzynki biuro@example.pl nie przychodzi: 2 próby z rzędu się nie udały.") {
		t.Error("two failures in a row are not told")
	}
	f.Tap(t, "Dlaczego?")
	if !f.Says("nie przyjmuje połączeń") {
		t.Error("the reason is not told in words")
	}
}

func TestNoticesKeepQuietHours(t *testing.T) {
	for at, quiet := range map[int]bool{6: true, 7: false, 12: false, 19: false, 20: true, 23: true, 0: true} {
		s := data.Settings{QuietFrom: "20:00", QuietTo: "07:00"}
		if got := s.Quiet(data.Date{Year: 2026, Month: 11, Day: 24}.Time(noon.Location()).Add(time.Duration(at) * time.Hour)); got != quiet {
			t.Errorf("at %d: quiet %v", at, got)
		}
	}
	day := data.Settings{QuietFrom: "11:00", QuietTo: "12:00"}
	if !day.Quiet(noon) || (&data.Settings{}).Quiet(noon) || !(&data.Settings{Notices: "off"}).Quiet(noon) {
		t.Error("a quiet hour at noon, none at all, and notices switched off are not told apart")
	}
}
