package mail_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/faulty"
	"kartoteka/mail/imap"
	"kartoteka/mail/imapd"
)

// TestMailboxThatChangesBetweenRuns follows one folder through what happens to
// mailboxes, run after run.
func TestMailboxThatChangesBetweenRuns(t *testing.T) {
	all := letters(30)
	fresh := func(from, n int) []faulty.Message {
		var out []faulty.Message
		for i := range n {
			out = append(out, faulty.Message{
				UID: uint32(from + i), Raw: string(letter("nowy@example.pl", fmt.Sprintf("po zmianie %d", from+i), 100)),
			})
		}
		return out
	}
	moved := append(fresh(500, 2), faulty.Message{UID: 502, Raw: all[3].Raw}, faulty.Message{UID: 503, Raw: all[4].Raw})
	steps := []struct {
		name     string
		validity uint32
		messages []faulty.Message
		add      int // messages never seen before
	}{
		{"first run", 1, all, 30},
		{"nothing new", 1, all, 0},
		{"ten are gone", 1, all[10:], 0},
		{"two are new and two gone", 1, append(append([]faulty.Message{}, all[12:]...), fresh(400, 2)...), 2},
		{"renumbered: known bytes under new numbers", 2, moved, 2},
		{"renumbered again, nothing else", 3, moved, 0},
		{"emptied", 3, nil, 0},
		{"refilled from the first number without a word", 3, fresh(1, 3), 3},
		{"and one more", 3, fresh(1, 4), 1},
		{"emptied and renumbered", 4, nil, 0},
		{"mail again", 4, fresh(1, 5), 1},
	}
	s := faulty.Start(t, faulty.Script{})
	k := newKeeper()
	total := 0
	for _, step := range steps {
		s.SetMessages(step.validity, step.messages)
		r := good(t, impatient(k).Run(t.Context(), faultyAccount(s), "hasło"))["INBOX"]
		total += step.add
		n := len(step.messages)
		if r.New != step.add || r.Kept != n || r.OnServer != n || k.messages() != total {
			t.Fatalf("%s: %+v; kept in all %d, want %d", step.name, r, k.messages(), total)
		}
		want := sumsOf(step.messages)
		k.check(t, "INBOX", want)
		if got := k.raws("INBOX"); len(got) != len(want) {
			t.Errorf("%s: %d places, want %d", step.name, len(got), len(want))
		}
	}
}

func TestServerThatTellsAWrongNextNumber(t *testing.T) {
	all := letters(5)
	s := faulty.Start(t, faulty.Script{Messages: all, UIDNext: 3})
	k := newKeeper()
	for range 2 {
		good(t, impatient(k).Run(t.Context(), faultyAccount(s), "hasło"))
	}
	k.check(t, "INBOX", sumsOf(all))
	if n := strings.Count(strings.Join(s.Seen(), "\n"), "UID FETCH"); n != 1 {
		t.Errorf("fetched %d times", n)
	}
}

// TestStopAtAnySaveLosesAndDoublesNothing stops the run at each of its saves,
// by a failing store and by cancelling, and lets the next run finish.
func TestStopAtAnySaveLosesAndDoublesNothing(t *testing.T) {
	inbox := folder("INBOX", data.RoleInbox, 900)
	a := serve(t, inbox)
	broken := data.NewError(data.CodeInternal, "disk-failed")
	for n := 1; n <= 6; n++ {
		t.Run(fmt.Sprintf("store fails at save %d", n), func(t *testing.T) {
			k := newKeeper()
			k.fail = func(saves int) error {
				if saves == n {
					return broken
				}
				return nil
			}
			r := pull(t.Context(), k, a)
			if n < 5 && (r.OK || !errors.Is(r.Err, broken)) {
				t.Errorf("result %+v", r)
			}
			resume(t, k, a, inbox)
		})
		t.Run(fmt.Sprintf("cancelled at save %d", n), func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			k := newKeeper()
			k.onKeep = func(saves int) {
				if saves == n {
					cancel()
				}
			}
			pull(ctx, k, a)
			resume(t, k, a, inbox)
		})
	}
}

func resume(t *testing.T, k *keeper, a data.Account, f imapd.Folder) {
	t.Helper()
	k.check(t, f.Name, sums(f))
	k.fail, k.onKeep = nil, nil
	r := good(t, pull(t.Context(), k, a))[f.Name]
	k.check(t, f.Name, sums(f))
	if r.Kept != len(f.Messages) || k.messages() != len(f.Messages) {
		t.Errorf("after resuming: %+v, kept %d", r, k.messages())
	}
}

func TestStoreWithItsOwnWordsIsHeard(t *testing.T) {
	k := newKeeper()
	k.fail = func(int) error { return data.NewError(data.CodeNoSpace, "no-space") }
	r := pull(t.Context(), k, serve(t, folder("INBOX", data.RoleInbox, 3), folder("Inne", data.RoleNone, 3)))
	if data.CodeOf(mail.Told(r.Err)) != data.CodeNoSpace || len(r.Folders) != 1 {
		t.Errorf("told %v, folders %v", mail.Told(r.Err), r.Folders)
	}
}

func TestLargeMessagesComeWhole(t *testing.T) {
	f := imapd.Folder{Name: "INBOX", UIDValidity: 3}
	for i, size := range []int{100, 2<<20 - 1, 2 << 20, 2<<20 + 1, 3 << 20, 9<<20 + 17, 300, 40 << 20, 5} {
		raw := letter("duzy@example.pl", fmt.Sprint(i), 0)
		for len(raw) < size {
			raw = append(raw, fmt.Sprintf("%x;", len(raw)*i)...)
		}
		f.Messages = append(f.Messages, imapd.Message{UID: uint32(i + 1), Received: time.Now(), Raw: raw[:max(min(size, len(raw)), 20)]})
	}
	a := serve(t, f)
	k := newKeeper()
	r := good(t, pull(t.Context(), k, a))["INBOX"]
	k.check(t, "INBOX", sums(f))
	if r.Kept != len(f.Messages) || r.Failed != 0 {
		t.Errorf("%+v", r)
	}
}

func TestMessageOverTheLimitIsSetAside(t *testing.T) {
	f := folder("INBOX", data.RoleInbox, 3)
	f.Messages[1].Raw = letter("duzy@example.pl", "za duża", 6<<20)
	a := serve(t, f)
	k := newKeeper()
	r := good(t, mail.Pull{Dialer: imap.Dialer{MaxMessage: 5 << 20}, Keeper: k, Parse: parse}.
		Run(t.Context(), a, "tajne hasło"))["INBOX"]
	if r.Kept != 2 || r.Failed != 1 || k.at("INBOX").problems[3].Error != "mail-too-large" {
		t.Errorf("%+v, problems %v", r, k.at("INBOX").problems)
	}
}

func TestMessageThatBreaksTheParserIsKept(t *testing.T) {
	f := folder("INBOX", data.RoleInbox, 3)
	a := serve(t, f)
	k := newKeeper()
	p := mail.Pull{Dialer: imap.Dialer{}, Keeper: k, Parse: func(raw []byte) data.Message {
		if strings.Contains(string(raw), "INBOX 1") {
			panic("cannot happen")
		}
		return parse(raw)
	}}
	good(t, p.Run(t.Context(), a, "tajne hasło"))
	k.check(t, "INBOX", sums(f))
	var marked int
	for _, it := range k.bySum {
		if it.Message.Quarantined {
			marked++
			if !it.Message.Date.Equal(f.Messages[1].Received) {
				t.Errorf("date %s, want the server's %s", it.Message.Date, f.Messages[1].Received)
			}
		}
	}
	if marked != 1 {
		t.Errorf("%d messages marked", marked)
	}
}

func TestWhoWroteDecidesTheDirection(t *testing.T) {
	write := func(name string, role data.FolderRole, raws ...[]byte) imapd.Folder {
		f := imapd.Folder{Name: name, Role: role, UIDValidity: 1}
		for i, r := range raws {
			f.Messages = append(f.Messages, imapd.Message{UID: uint32(i + 1), Raw: r})
		}
		return f
	}
	a := serve(t,
		write("INBOX", data.RoleInbox, letter("klient@example.pl", "in", 0), letter(owner, "own", 0)),
		write("Wysłane", data.RoleSent, letter("Biuro@Klucznik.example", "alias", 0), []byte("Subject: nobody\r\n\r\n")))
	a.Aliases = []string{"biuro@klucznik.example"}
	k := newKeeper()
	good(t, pull(t.Context(), k, a))
	want := map[string]data.Direction{
		"in": data.Inbound, "own": data.Outbound, "alias": data.Outbound, "nobody": data.Outbound,
	}
	for _, it := range k.bySum {
		if it.Message.Direction != want[it.Message.Subject] {
			t.Errorf("%s: %s", it.Message.Subject, it.Message.Direction)
		}
	}
}

func TestFolderOfAllMail(t *testing.T) {
	all := func(name string) imapd.Folder { return folder(name, data.RoleAll, 4) }
	cases := map[string]struct {
		folders []imapd.Folder
		want    []string
	}{
		"Gmail shows archived mail only there": {
			[]imapd.Folder{folder("INBOX", data.RoleInbox, 1), all("[Gmail]/Wszystkie")}, []string{"[Gmail]/Wszystkie"},
		},
		"elsewhere it repeats the others": {
			[]imapd.Folder{folder("INBOX", data.RoleInbox, 1), all("Wszystko")}, []string{"INBOX"},
		},
		"alone it is taken": {[]imapd.Folder{all("Wszystko")}, []string{"Wszystko"}},
		"inbox first, then what was sent": {
			[]imapd.Folder{folder("A", "", 1), folder("Wysłane", data.RoleSent, 1), folder("INBOX", "", 1)},
			[]string{"INBOX", "Wysłane", "A"},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			r := pull(t.Context(), newKeeper(), serve(t, tc.folders...))
			good(t, r)
			var got []string
			for _, f := range r.Folders {
				got = append(got, f.Name)
			}
			if strings.Join(got, "|") != strings.Join(tc.want, "|") {
				t.Errorf("pulled %v, want %v", got, tc.want)
			}
		})
	}
}

// steps notes what it is told and fails on nonsense.
type steps struct {
	t     *testing.T
	last  map[string]int
	total map[string]int
}

func (s *steps) Pulling(account, folder string, done, total int) {
	if account != "firma" || done > total || done < s.last[folder] {
		s.t.Errorf("%s %s: %d of %d after %d", account, folder, done, total, s.last[folder])
	}
	s.last[folder], s.total[folder] = done, total
}

func TestProgressIsTold(t *testing.T) {
	a := serve(t, folder("INBOX", data.RoleInbox, 700), folder("Klienci", data.RoleNone, 10))
	s := &steps{t: t, last: map[string]int{}, total: map[string]int{}}
	p := mail.Pull{Dialer: imap.Dialer{}, Keeper: newKeeper(), Parse: parse, Progress: s}
	good(t, p.Run(t.Context(), a, "tajne hasło"))
	if s.last["INBOX"] != 700 || s.total["INBOX"] != 700 || s.last["Klienci"] != 10 {
		t.Errorf("told last %v of %v", s.last, s.total)
	}
}

func TestOneFoldersFailureSparesTheOthers(t *testing.T) {
	s := faulty.Start(t, faulty.Script{
		Messages: letters(3),
		Handle: func(c *faulty.Conn, cmd faulty.Command) bool {
			switch {
			case cmd.Name == "LIST":
				c.Raw("* LIST () \"/\" A\r\n* LIST () \"/\" B\r\n* LIST (\\Noselect) \"/\" C\r\n* LIST () \"/\" INBOX\r\n")
				c.OK(cmd)
				return true
			case cmd.Name == "EXAMINE" && cmd.Args == `"A"`:
				c.Say("%s NO [NOPERM] not yours\r\n", cmd.Tag)
				return true
			}
			return false
		},
	})
	k := newKeeper()
	r := impatient(k).Run(t.Context(), faultyAccount(s), "hasło")
	if r.OK || data.CodeOf(mail.Told(r.Err)) != data.CodePartly {
		t.Errorf("err %v", r.Err)
	}
	if k.at("A").failed != "mail-select-refused" || k.at("INBOX").failed != "" {
		t.Errorf("noted for A: %q", k.at("A").failed)
	}
	for _, name := range []string{"INBOX", "B"} {
		k.check(t, name, sumsOf(letters(3)))
		if len(k.raws(name)) != 3 {
			t.Errorf("%s: %d kept", name, len(k.raws(name)))
		}
	}
	if len(r.Folders) != 3 {
		t.Errorf("folders %+v", r.Folders)
	}
}

// What was deleted here for good is fetched at most once more, counted as left
// out, and does not hold up the pointer.
func TestWhatWasDeletedHereStaysAway(t *testing.T) {
	all := letters(12)
	s := faulty.Start(t, faulty.Script{})
	k := newKeeper()
	k.buried = map[string]bool{}
	sums := sumsOf(all)
	for _, uid := range []uint32{all[2].UID, all[7].UID} {
		k.buried[sums[uid]] = true
	}
	for step, c := range []struct {
		validity    uint32
		messages    []faulty.Message
		fresh, away int
	}{
		{1, all, 10, 2},
		{1, all, 0, 2},     // nothing new
		{1, all[1:], 0, 2}, // one is gone: the whole list is compared
		{2, all, 0, 2},     // renumbered
		{2, all[5:], 0, 1}, // one of the deleted ones is gone from the server, too
		{2, all[5:], 0, 1},
	} {
		s.SetMessages(c.validity, c.messages)
		r := good(t, impatient(k).Run(t.Context(), faultyAccount(s), "hasło"))["INBOX"]
		n := len(c.messages)
		if r.New != c.fresh || r.LeftOut != c.away || r.Kept != n-c.away || r.OnServer != n || r.Failed != 0 {
			t.Errorf("step %d: %+v", step, r)
		}
		k.check(t, "INBOX", sumsOf(c.messages))
	}
	if k.messages() != 10 {
		t.Errorf("kept %d messages", k.messages())
	}
}
