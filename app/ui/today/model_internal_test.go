package today

import (
	"testing"
	"time"

	"kartoteka/app/i18n"
	"kartoteka/data"
)

func deadlines(days ...int) []data.CaseRow {
	out := make([]data.CaseRow, len(days))
	for i, d := range days {
		out[i].DaysLeft = d
	}
	return out
}

func TestWhatToDoFirst(t *testing.T) {
	box := []data.Account{{Name: "a"}}
	task := []data.FollowUpRow{{}}
	for name, c := range map[string]struct {
		today data.Today
		want  step
	}{
		"nothing at all":               {data.Today{Accounts: box}, stepNone},
		"no mailbox":                   {data.Today{}, stepAccount},
		"mail waits":                   {data.Today{Accounts: box, Waiting: 3}, stepMail},
		"mail waits without a mailbox": {data.Today{Waiting: 3}, stepMail},
		"a task before mail":           {data.Today{Accounts: box, Waiting: 3, FollowUps: task}, stepDo},
		"the law before a promise":     {data.Today{Accounts: box, Waiting: 3, FollowUps: task, Deadlines: deadlines(1, 9)}, stepAnswer},
		"overdue by law":               {data.Today{Accounts: box, FollowUps: task, Deadlines: deadlines(-4)}, stepAnswer},
		"the law with time left waits": {data.Today{Accounts: box, FollowUps: task, Deadlines: deadlines(6)}, stepDo},
		"only a deadline far away":     {data.Today{Accounts: box, Deadlines: deadlines(9)}, stepDeadline},
	} {
		t.Run(name, func(t *testing.T) {
			if got := next(&c.today); got != c.want {
				t.Errorf("step %d, want %d", got, c.want)
			}
		})
	}
}

func TestDaysInWords(t *testing.T) {
	tr := i18n.New("pl", nil)
	for left, want := range map[int]string{
		-22: "22 dni po terminie", -1: "1 dzień po terminie", 0: "dziś", 1: "został 1 dzień",
		2: "zostały 2 dni", 5: "zostało 5 dni", 14: "zostało 14 dni", 22: "zostały 22 dni",
	} {
		key, n := daysKey(left)
		if got := tr.N(key, n); got != want {
			t.Errorf("%d days left is %q, want %q", left, got, want)
		}
	}
}

// Small counts differ by chance: nothing is called more than usual that chance
// explains, and nothing usual before there are three full months.
func TestThisMonthBesideTheUsual(t *testing.T) {
	for name, c := range map[string]struct {
		month int
		usual float64
		of    int
		want  string
	}{
		"no month yet":              {4, 0, 0, "today.month-unknown"},
		"two months are too few":    {40, 2, 2, "today.month-unknown"},
		"six where four is usual":   {6, 4.2, 12, "today.month-usual"},
		"nine where four is usual":  {9, 4.2, 12, "today.month-above"},
		"eight where four is usual": {8, 4.2, 12, "today.month-usual"},
		"one where none is usual":   {1, 0.2, 12, "today.month-usual"},
		"two where few is usual":    {2, 0.2, 12, "today.month-above"},
		"fewer than usual":          {0, 4.2, 12, "today.month-usual"},
	} {
		t.Run(name, func(t *testing.T) {
			got := monthKey(&data.Today{ThisMonth: c.month, UsualMonth: c.usual, UsualOf: c.of})
			if got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestSnoozeDays(t *testing.T) {
	for today, monday := range map[string]string{
		"2026-11-23": "2026-11-30", // a Monday: the next one
		"2026-11-24": "2026-11-30", "2026-11-28": "2026-11-30", "2026-11-29": "2026-11-30",
		"2026-12-31": "2027-01-04",
	} {
		d, err := data.ParseDate(today)
		if err != nil {
			t.Fatal(err)
		}
		days := snoozes(d)
		if days[0] != d.AddDays(1) || days[1] != d.AddDays(3) || days[2].String() != monday || days[2].Weekday() != time.Monday {
			t.Errorf("from %s: %v, want Monday %s", today, days, monday)
		}
	}
}

func TestGreetingFollowsTheHour(t *testing.T) {
	for hour, want := range map[int]string{3: "today.good-evening", 4: "today.good-day", 17: "today.good-day", 18: "today.good-evening"} {
		if got := greeting(time.Date(2026, 11, 24, hour, 0, 0, 0, time.UTC)); got != want {
			t.Errorf("at %d o'clock %s, want %s", hour, got, want)
		}
	}
}

func TestWhyNoMailWaits(t *testing.T) {
	pulled := data.Account{LastOK: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)}
	for want, accounts := range map[string][]data.Account{
		"today.mail-no-account": nil, "today.mail-not-yet": {{}}, "today.mail-none": {{}, pulled},
	} {
		if got := noMailKey(accounts); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestOneFailureIsNoTrouble(t *testing.T) {
	got := troubled([]data.Account{
		{Name: "once", LastErr: "mail-dial", Failed: 1}, {Name: "twice", LastErr: "mail-dial", Failed: 2}, {Name: "well"},
	})
	if len(got) != 1 || got[0].Name != "twice" {
		t.Errorf("troubled: %v", got)
	}
}
