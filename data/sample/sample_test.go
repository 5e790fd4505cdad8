package sample_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/calendar"
	"kartoteka/data/match"
	"kartoteka/data/sample"
)

var update = flag.Bool("update", false, "write the golden files anew")

// anchor is a Sunday in winter, in the firm's zone.
var anchor = time.Date(2026, 11, 22, 10, 30, 0, 0, time.FixedZone("CET", 3600))

var firm = sample.New(1, anchor)

func TestTheSameSeedAndAnchorGiveTheSameFirm(t *testing.T) {
	again := sample.New(1, anchor)
	if len(again.Messages) != len(firm.Messages) {
		t.Fatalf("%d and %d messages", len(again.Messages), len(firm.Messages))
	}
	for i, m := range again.Messages {
		if !bytes.Equal(m.Raw, firm.Messages[i].Raw) {
			t.Fatalf("message %d differs", i)
		}
	}
	if !reflect.DeepEqual(again, firm) {
		t.Error("something besides the raw messages differs")
	}
}

func TestAnotherSeedGivesAnotherFirm(t *testing.T) {
	other := sample.New(2, anchor)
	same := 0
	for i := range min(len(other.Messages), len(firm.Messages)) {
		if other.Messages[i].MessageID == firm.Messages[i].MessageID {
			same++
		}
	}
	if same > 0 {
		t.Errorf("%d messages are the same", same)
	}
}

func TestAWeekLaterEverythingMovesByAWeek(t *testing.T) {
	later := sample.New(1, anchor.AddDate(0, 0, 7))
	newest := later.Messages[len(later.Messages)-1]
	want := firm.Messages[len(firm.Messages)-1].Received.AddDate(0, 0, 7)
	if !newest.Received.Equal(want) {
		t.Errorf("newest is of %v, want %v", newest.Received, want)
	}
	for _, f := range later.FollowUps {
		if f.Due == data.DateOf(anchor.AddDate(0, 0, 7)) {
			return
		}
	}
	t.Error("no task is due on the new anchor's day")
}

func TestAnyMomentWillDo(t *testing.T) {
	for _, at := range []time.Time{
		time.Date(2026, 11, 22, 0, 1, 0, 0, time.UTC),
		time.Date(2028, 2, 29, 23, 59, 59, 0, time.UTC),
		time.Date(2025, 12, 24, 4, 0, 0, 0, time.UTC),
		time.Date(2027, 3, 28, 2, 30, 0, 0, time.UTC),
	} {
		f := sample.New(5, at)
		today := 0
		for _, m := range f.Messages {
			if m.Received.After(at) {
				t.Errorf("%v: %q is of the future: %v", at, m.Subject, m.Received)
			}
			if m.Waiting && data.DateOf(m.Received) == data.DateOf(at) && m.Truth.Kind == data.KindComplaint {
				today++
			}
		}
		if today != 1 {
			t.Errorf("%v: %d complaints of the day wait", at, today)
		}
		for _, c := range f.Interactions {
			if c.At.After(at) {
				t.Errorf("%v: a call of the future: %v", at, c.At)
			}
		}
	}
}

func TestItIsAsBigAsAFirm(t *testing.T) {
	cases := map[data.Decision]int{}
	open, waiting, misconduct, automatic := 0, 0, 0, map[data.Automatic]int{}
	folders := map[string]int{}
	for _, m := range firm.Messages {
		folders[m.Folder]++
		automatic[m.Automatic]++
		if m.Waiting {
			waiting++
		}
		if m.Truth.Kind == data.KindMisconduct {
			misconduct++
		}
		if c := m.Truth.Case; c != nil {
			cases[c.Decision]++
			if c.State.Open() {
				open++
			}
		}
	}
	for _, c := range []struct {
		what        string
		got, lo, hi int
	}{
		{"contacts", len(firm.Contacts), 110, 140},
		{"messages", len(firm.Messages), 900, 1100},
		{"waiting", waiting, 20, 30},
		{"calls and visits", len(firm.Interactions), 480, 600},
		{"orders", len(firm.Orders), 700, 1100},
		{"opinions", len(firm.Opinions), 35, 60},
		{"tasks", len(firm.FollowUps), 20, 40},
		{"open cases", open, 4, 8},
		{"accepted", cases[data.DecisionAccepted], 45, 80},
		{"partly", cases[data.DecisionPartly], 3, 12},
		{"rejected", cases[data.DecisionRejected], 2, 8},
		{"answered late", cases[data.DecisionLapsed], 3, 10},
		{"misconduct", misconduct, 3, 6},
		{"newsletters", automatic[data.AutoBulk], 25, 50},
		{"bounces", automatic[data.AutoBounce], 6, 20},
		{"auto-replies", automatic[data.AutoReply], 8, 30},
		{"folders", len(folders), 5, 8},
		{"sent", folders["Wysłane"], 350, 550},
	} {
		if c.got < c.lo || c.got > c.hi {
			t.Errorf("%d %s, want %d to %d", c.got, c.what, c.lo, c.hi)
		}
	}
}

func TestNobodysRealAddressAppears(t *testing.T) {
	ok := func(email string) bool {
		return strings.HasSuffix(email, ".example") || strings.HasSuffix(email, "@example.com")
	}
	for _, m := range firm.Messages {
		if !ok(m.From.Email) {
			t.Errorf("from %s", m.From.Email)
		}
		for _, w := range strings.FieldsFunc(m.Body, func(r rune) bool { return strings.ContainsRune(" \n<>,;:()", r) }) {
			if strings.Contains(w, "@") && !ok(strings.TrimRight(w, ".")) {
				t.Errorf("%q in %q", w, m.Subject)
			}
		}
	}
	for _, c := range firm.Contacts {
		for _, h := range c.Handles {
			if h.Norm == "" {
				t.Errorf("%s: %q has no norm", c.Name(), h.Value)
			}
			if h.Kind == data.HandlePhone && !strings.HasPrefix(h.Norm, "+4864") {
				t.Errorf("%s may be somebody's number", h.Norm)
			}
		}
	}
}

func TestContactsAreWhole(t *testing.T) {
	seen := map[string]bool{}
	companies := 0
	for _, c := range firm.Contacts {
		if c.Name() == "" || len(c.Emails()) == 0 || c.Created.IsZero() || c.Updated.Before(c.Created) {
			t.Errorf("%+v", c)
		}
		for _, e := range c.Emails() {
			if seen[match.Email(e)] {
				t.Errorf("%s belongs to two", e)
			}
			seen[match.Email(e)] = true
		}
		if c.Kind == data.Company {
			companies++
			if _, err := match.NIP(c.NIP); err != nil {
				t.Errorf("%s: %v", c.Company, err)
			}
			if _, err := match.REGON(c.REGON); err != nil {
				t.Errorf("%s: %v", c.Company, err)
			}
		}
	}
	if companies != 20 {
		t.Errorf("%d companies", companies)
	}
	for what, emails := range map[string][]string{"mail": mailContacts(), "ledger": ledgerContacts()} {
		for _, e := range emails {
			if e != "" && !seen[match.Email(e)] {
				t.Errorf("%s of %s, who has no card", what, e)
			}
		}
	}
}

func mailContacts() (out []string) {
	for _, m := range firm.Messages {
		out = append(out, m.Contact)
	}
	return out
}

func ledgerContacts() (out []string) {
	for _, c := range firm.Interactions {
		out = append(out, c.Contact)
	}
	for _, o := range firm.Orders {
		out = append(out, o.Contact)
	}
	for _, o := range firm.Opinions {
		out = append(out, o.Contact)
	}
	for _, f := range firm.FollowUps {
		out = append(out, f.Contact)
	}
	return out
}

func TestOneBadBatch(t *testing.T) {
	var first, last time.Time
	n := 0
	for _, m := range firm.Messages {
		if c := m.Truth.Case; c != nil && c.Product == "wkładka 0423" {
			if n == 0 {
				first = m.Received
			}
			last = m.Received
			n++
			if m.Folder != "Reklamacje/Wkładki 0423" {
				t.Errorf("%q lies in %s", m.Subject, m.Folder)
			}
		}
	}
	if n != 12 {
		t.Errorf("%d complaints", n)
	}
	if first.Month() != last.Month() {
		t.Errorf("the series went from %v to %v: no month stands out", first, last)
	}
	if ago := anchor.Sub(first).Hours() / 24; ago < 225 || ago > 275 {
		t.Errorf("it began %.0f days ago", ago)
	}
}

func TestDeadlinesStandAsTheOwnerWouldSeeThem(t *testing.T) {
	today := data.DateOf(anchor)
	overdue, near := 0, 0
	for _, m := range firm.Messages {
		c := m.Truth.Case
		if c == nil {
			continue
		}
		safe := calendar.Deadline(data.DateOf(m.Received), data.Consumer).Safe
		if c.State.Open() {
			switch left := safe.Sub(today); {
			case left < 0:
				overdue++
			case left <= 4:
				near++
			}
			continue
		}
		if c.State != data.CaseWithdrawn && (c.Answered.IsZero() || c.Answered.Before(m.Received) || c.Reason == "") {
			t.Errorf("%q: answered %v, reason %q", m.Subject, c.Answered, c.Reason)
		}
		if late := data.DateOf(c.Answered).After(safe); c.Decision == data.DecisionLapsed && !late {
			t.Errorf("%q lapsed although answered on %v", m.Subject, c.Answered)
		}
		if c.State == data.CaseClosed && !c.Closed.After(c.Answered) {
			t.Errorf("%q closed %v, answered %v", m.Subject, c.Closed, c.Answered)
		}
	}
	if overdue != 1 || near < 3 {
		t.Errorf("%d overdue, %d near", overdue, near)
	}
}

func TestTasksOfToday(t *testing.T) {
	today, states := data.DateOf(anchor), map[data.FollowUpState]int{}
	for _, f := range firm.FollowUps {
		states[f.State(today)]++
	}
	if states[data.FollowUpToday] != 1 || states[data.FollowUpOverdue] != 1 || states[data.FollowUpLater] < 5 {
		t.Errorf("%v", states)
	}
}

func TestTheFirmAnswersAtTheDeskAndClientsSleepAtNight(t *testing.T) {
	weekend, n := 0, 0
	for _, m := range firm.Messages {
		h := m.Received.Hour()
		if m.Direction == data.Outbound && (h < 7 || h > 18 || calendar.FreeDay(data.DateOf(m.Received))) {
			t.Errorf("the firm wrote on %v", m.Received)
		}
		if m.Direction == data.Inbound && m.Automatic == data.ByPerson {
			n++
			if h < 6 || h > 22 {
				t.Errorf("%s wrote on %v", m.From.Email, m.Received)
			}
			if d := m.Received.Weekday(); d == time.Saturday || d == time.Sunday {
				weekend++
			}
		}
	}
	if weekend*5 > n {
		t.Errorf("%d of %d letters come on weekends", weekend, n)
	}
}

func TestTextsDoNotRepeat(t *testing.T) {
	texts := map[string]int{}
	n := 0
	for _, m := range firm.Messages {
		if m.Direction == data.Inbound && m.Automatic == data.ByPerson && len(m.Text) > 120 {
			texts[m.Text]++
			n++
		}
	}
	if len(texts) != n {
		t.Errorf("%d of %d letters are word for word another's", n-len(texts), n)
	}
}

func TestOrdersFollowTheSeason(t *testing.T) {
	month := map[time.Month]int{}
	for _, o := range firm.Orders {
		month[o.On.Month]++
		if o.Amount.Minor < 500 || o.What == "" || o.On.Weekday() == time.Sunday || o.On.After(data.DateOf(anchor)) {
			t.Errorf("%+v", o)
		}
	}
	if month[time.October] <= month[time.February] {
		t.Errorf("October %d, February %d", month[time.October], month[time.February])
	}
}

// The golden files show a few messages as they lie on the server. After a change
// of texts run: go test ./data/sample -update
func TestGolden(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range firm.Messages {
		for name, fits := range map[string]bool{
			"complaint":  m.Truth.Case != nil && bytes.Contains(m.Raw, []byte("windows-1250")),
			"reply":      m.Direction == data.Outbound && m.Thread != m.MessageID,
			"newsletter": m.Automatic == data.AutoBulk,
			"bounce":     m.Automatic == data.AutoBounce,
			"attachment": bytes.Contains(m.Raw, []byte("filename*=UTF-8")),
			"latin2":     bytes.Contains(m.Raw, []byte("charset=ISO-8859-2")),
		} {
			if fits && !seen[name] {
				seen[name] = true
				golden(t, name, m)
			}
		}
	}
	if len(seen) != 6 {
		t.Errorf("only %v were found", seen)
	}
}

func golden(t *testing.T, name string, m sample.Mail) {
	t.Helper()
	file := filepath.Join("testdata", name+".eml")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, m.Raw, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(m.Raw, want) {
		t.Errorf("%s changed; the message is now\n%s", file, m.Raw)
	}
}

func ExampleNew() {
	f := sample.New(1, time.Date(2026, 11, 22, 10, 30, 0, 0, time.UTC))
	newest := f.Messages[len(f.Messages)-1]
	fmt.Println(f.Name)
	fmt.Println(newest.Subject, newest.Waiting, newest.Truth.Kind)
	// Output:
	// Ślusarstwo Wiśniewski
	// Reklamacja: nowa wkładka się zacina true complaint
}
