package imap_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kartoteka/mail"
	"kartoteka/mail/faulty"
)

const laidRaw = "From: biuro@firma.example\r\nMessage-ID: <a@firma.example>\r\n\r\nDzie=C5=84 dobry\r\n"

// desk is a server with folders into which drafts are laid; say, if any, answers
// in its stead.
type desk struct {
	mu      sync.Mutex
	folders []string
	laid    []string // folder and message of each
	created []string
	selects string
	say     func(c *faulty.Conn, cmd faulty.Command) bool
}

func (d *desk) handle(c *faulty.Conn, cmd faulty.Command) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.say != nil && d.say(c, cmd) {
		return true
	}
	name, rest, _ := strings.Cut(cmd.Args, " ")
	name = strings.Trim(name, `"`)
	switch cmd.Name {
	case "LIST":
		for _, f := range d.folders {
			name, attr, _ := strings.Cut(f, "|")
			c.Say("* LIST (%s) \"/\" %q\r\n", attr, name)
		}
		c.OK(cmd)
	case "CREATE":
		d.created = append(d.created, name)
		d.folders = append(d.folders, name)
		c.OK(cmd)
	case "APPEND":
		if !slices.ContainsFunc(d.folders, func(f string) bool { return f == name || strings.HasPrefix(f, name+"|") }) {
			c.Say("%s NO [TRYCREATE] no such folder\r\n", cmd.Tag)
			return true
		}
		d.laid = append(d.laid, name+" "+rest)
		c.Say("%s OK [APPENDUID 7 1] done\r\n", cmd.Tag)
	case "EXAMINE", "SELECT":
		d.selects = name
		c.Say("* 1 EXISTS\r\n* FLAGS ()\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 9] ok\r\n%s OK [READ-ONLY] done\r\n", cmd.Tag)
	case "UID SEARCH":
		found := ""
		for _, l := range d.laid {
			if strings.HasPrefix(l, d.selects+" ") && strings.Contains(cmd.Args, "<a@firma.example>") {
				found = " 5"
			}
		}
		c.Say("* SEARCH%s\r\n", found)
		c.OK(cmd)
	default:
		return false
	}
	return true
}

func (d *desk) open(t *testing.T) mail.Server {
	t.Helper()
	return open(t, faulty.Start(t, faulty.Script{Caps: "SPECIAL-USE", Handle: d.handle}))
}

func laidDraft(again bool) mail.Draft {
	return mail.Draft{MessageID: "a@firma.example", Raw: []byte(laidRaw), At: time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC), Again: again}
}

func TestADraftIsLaidWhole(t *testing.T) {
	d := &desk{folders: []string{"INBOX", `Entwuerfe|\Drafts`, `Poszlo|\Sent`, "Drafts"}}
	folder, err := mail.LayDraft(t.Context(), d.open(t), laidDraft(false))
	if err != nil || folder != "Entwuerfe" || len(d.laid) != 1 {
		t.Fatalf("laid %q in %q, %v", d.laid, folder, err)
	}
	for _, want := range []string{`\Seen`, `\Draft`, `"22-Nov-2026 11:00:00 +0000"`, "}" + laidRaw} {
		if !strings.Contains(d.laid[0], want) {
			t.Errorf("%q is not in %q", want, d.laid[0])
		}
	}
}

func TestTheFolderIsMadeWhereThereIsNone(t *testing.T) {
	for name, c := range map[string]struct {
		folders []string
		want    string
	}{
		"none at all":       {[]string{"INBOX", "Klienci"}, "Drafts"},
		"all below INBOX":   {[]string{"INBOX", "INBOX.Sent", "INBOX.Kosz"}, "INBOX.Drafts"},
		"only INBOX":        {[]string{"INBOX"}, "Drafts"},
		"found by its name": {[]string{"INBOX", "Kopie robocze"}, "Kopie robocze"},
	} {
		t.Run(name, func(t *testing.T) {
			d := &desk{folders: c.folders}
			folder, err := mail.LayDraft(t.Context(), d.open(t), laidDraft(false))
			if err != nil || folder != c.want || len(d.laid) != 1 {
				t.Errorf("laid %q in %q, %v; made %q", d.laid, folder, err, d.created)
			}
		})
	}
}

func TestWhyADraftWasNotTaken(t *testing.T) {
	refuse := func(answer string) func(*faulty.Conn, faulty.Command) bool {
		return func(c *faulty.Conn, cmd faulty.Command) bool {
			if cmd.Name == "APPEND" {
				c.Say("%s %s\r\n", cmd.Tag, answer)
			}
			return cmd.Name == "APPEND"
		}
	}
	for name, c := range map[string]struct {
		say func(*faulty.Conn, faulty.Command) bool
		key string
	}{
		"full":      {refuse("NO [OVERQUOTA] full"), "append-quota"},
		"large":     {refuse("NO [TOOBIG] large"), "append-large"},
		"not said":  {refuse("NO not today"), "append-refused"},
		"forbidden": {refuse("NO [NOPERM] no"), "append-refused"},
		"cut off": {func(c *faulty.Conn, cmd faulty.Command) bool {
			if cmd.Name == "APPEND" {
				_ = c.Close()
			}
			return cmd.Name == "APPEND"
		}, "append-lost"},
		"no folder may be made": {func(c *faulty.Conn, cmd faulty.Command) bool {
			switch cmd.Name {
			case "APPEND":
				c.Say("%s NO [TRYCREATE] no\r\n", cmd.Tag)
			case "CREATE":
				c.Say("%s NO no\r\n", cmd.Tag)
			default:
				return false
			}
			return true
		}, "append-missing"},
	} {
		t.Run(name, func(t *testing.T) {
			d := &desk{folders: []string{"INBOX", `Szkice|\Drafts`}, say: c.say}
			srv := d.open(t)
			_, err := mail.LayDraft(t.Context(), srv, laidDraft(false))
			var f *mail.Failure
			if !errors.As(err, &f) || f.Key != c.key || f.Step != mail.StepDraft {
				t.Fatalf("failed with %v, want %s", err, c.key)
			}
			if c.key == "append-lost" {
				return
			}
			d.mu.Lock()
			d.say = nil
			d.mu.Unlock()
			if _, err := mail.LayDraft(t.Context(), srv, laidDraft(false)); err != nil {
				t.Errorf("the connection is of no use afterwards: %v", err)
			}
		})
	}
}

// The server took the draft and the line was cut before it could say so.
func TestADraftThatArrivedUnheardIsNotLaidTwice(t *testing.T) {
	d := &desk{folders: []string{"INBOX", `Szkice|\Drafts`, `Sent|\Sent`}}
	d.say = func(c *faulty.Conn, cmd faulty.Command) bool {
		if cmd.Name == "APPEND" {
			d.laid = append(d.laid, "Szkice "+cmd.Args)
			_ = c.Close()
		}
		return cmd.Name == "APPEND"
	}
	s := faulty.Start(t, faulty.Script{Caps: "SPECIAL-USE", Handle: d.handle})
	_, err := mail.LayDraft(t.Context(), open(t, s), laidDraft(false))
	var f *mail.Failure
	if !errors.As(err, &f) || f.Key != mail.AppendLost {
		t.Fatalf("failed with %v", err)
	}
	d.mu.Lock()
	d.say = nil
	d.mu.Unlock()
	srv := open(t, s)
	folder, err := mail.LayDraft(t.Context(), srv, laidDraft(true))
	if err != nil || folder != "Szkice" || len(d.laid) != 1 {
		t.Errorf("laid %q in %q, %v", d.laid, folder, err)
	}
	for id, want := range map[string]int{"a@firma.example": 1, "b@firma.example": 0} {
		if there, err := mail.DraftsThere(t.Context(), srv, "Szkice", []string{id}); err != nil || len(there) != want {
			t.Errorf("%s: %v, %v", id, there, err)
		}
	}
	// It was sent meanwhile: it is not laid again either.
	d.mu.Lock()
	d.laid = []string{"Sent x"}
	d.mu.Unlock()
	if folder, err := mail.LayDraft(t.Context(), srv, laidDraft(true)); err != nil || folder != "Sent" || len(d.laid) != 1 {
		t.Errorf("laid %q in %q, %v", d.laid, folder, err)
	}
}

func TestAnUnheardSearchLaysNothing(t *testing.T) {
	d := &desk{folders: []string{"INBOX", `Szkice|\Drafts`}}
	d.say = func(c *faulty.Conn, cmd faulty.Command) bool {
		if cmd.Name == "UID SEARCH" {
			c.Say("%s NO not today\r\n", cmd.Tag)
		}
		return cmd.Name == "UID SEARCH"
	}
	if _, err := mail.LayDraft(t.Context(), d.open(t), laidDraft(true)); err == nil || len(d.laid) != 0 {
		t.Errorf("laid %q, %v", d.laid, err)
	}
}
