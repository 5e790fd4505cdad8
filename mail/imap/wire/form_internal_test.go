package wire

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"
)

// follow feeds what a server says in pieces, and returns the first objection.
func follow(said string, size int, left int64) error {
	f := &form{}
	f.talk.Store(1 << 20)
	for rest := said; rest != ""; {
		n := min(size, len(rest))
		if err := f.feed([]byte(rest[:n]), left+int64(len(rest)-n)); err != nil {
			return err
		}
		rest = rest[n:]
	}
	return nil
}

// TestForm has what servers say and may say, and what go-imap must not get to
// read. How it is cut into pieces must not matter.
func TestForm(t *testing.T) {
	deep := strings.Repeat("(", 2*maxDepth)
	body := "Subject: :" + deep + " {9999999}\r\n\r\n\" [ {7}\r\n"
	letter := "* 1 FETCH (UID 1 BODY[] {" + strconv.Itoa(len(body)) + "}\r\n" + body + ")\r\n"
	nested := "* 1 FETCH (BODYSTRUCTURE " + deep
	for name, c := range map[string]struct {
		said string
		want error
	}{
		"a letter full of brackets":     {letter + letter, nil},
		"a part of a letter":            {strings.ReplaceAll(letter, "BODY[]", "BODY[]<0>"), nil},
		"a letter in a string":          {"* 1 FETCH (BODY[] \"a \\\" {7}\r\n " + deep + "\")\r\n", nil},
		"brackets in words":             {"* OK :" + deep + "\r\n* 5 OK " + deep + "\r\nT1 NO [X] [" + deep + "\r\n+ " + deep + "\r\n", nil},
		"an odd bracket in words":       {"* OK hello [there\r\nT1 OK and [there\r\n" + letter, nil},
		"a code":                        {"* OK [ALERT] x\r\nT1 OK [READ-ONLY] x\r\n" + letter, nil},
		"a folder's name as a literal":  {"* LIST () \"/\" {3}\r\na)(\r\n" + letter, nil},
		"empty lines":                   {"\r\n\r\n*\r\n* \r\n" + letter, nil},
		"lists within lists":            {nested, ErrTangled},
		"without the space":             {"* 1 FETCH(BODYSTRUCTURE" + deep, ErrTangled},
		"behind a letter":               {strings.TrimSuffix(letter, ")\r\n") + " BODYSTRUCTURE " + deep, ErrTangled},
		"behind a brace in words":       {"* OK {9999}\r\n" + nested, ErrTangled},
		"behind a brace after a number": {"* 5 OK {9999}\r\n" + nested, ErrTangled},
		"behind a brace and no space":   {"* OK(x {9999}\r\n" + nested, ErrTangled},
		"behind a brace in an answer":   {"T1 OK x {9999}\r\n" + nested, ErrTangled},
		"behind a brace in a string":    {"* LIST () \"/\" \"x {9999}\r\n\"\r\n" + nested, ErrTangled},
		"behind a brace in a code":      {"* OK [X y\r\n* 1 FETCH (BODY[] {9999}\r\n] z\r\n" + nested, ErrTangled},
		"behind a number without end":   {"* " + strings.Repeat("0", 99) + "1 FETCH (BODYSTRUCTURE " + deep, ErrTangled},
		"a negative literal":            {"* 1 FETCH (BODY[] {-5}\r\n", ErrTangled},
		"a letter larger than allowed":  {"* 1 FETCH (BODY[] {99999999}\r\n", ErrFlood},
		"something else that large":     {"* 1 FETCH (ENVELOPE ({2000000}\r\n" + strings.Repeat("x", 2_000_000), ErrFlood},
		"a word without end":            {"* 1 FETCH (UID 1 " + strings.Repeat("A", 2<<20), ErrFlood},
		"a line without end":            {"* OK " + strings.Repeat("A", 2<<20), ErrFlood},
		"small talk without end":        {strings.Repeat("* 3 EXISTS\r\n", 100_000), ErrFlood},
	} {
		t.Run(name, func(t *testing.T) {
			sizes := []int{1, 2, 3, 7, 4096}
			if len(c.said) > 1<<20 {
				sizes = sizes[4:]
			}
			for _, size := range sizes {
				if err := follow(c.said, size, 1<<20); !errors.Is(err, c.want) {
					t.Errorf("in pieces of %d: %v, want %v", size, err, c.want)
				}
			}
		})
	}
}

func TestDrips(t *testing.T) {
	w := New(nil, nil, nil)
	w.born = w.born.Add(-time.Hour) // so that there is a time before now
	ago := func(d time.Duration) int64 { return int64(time.Since(w.born) - d) }
	w.idle.Store(int64(time.Second))
	w.since.Store(ago(tedium * time.Second / 2))
	if w.drips() {
		t.Error("a server that thinks is taken for one that drips")
	}
	w.since.Store(ago(2 * tedium * time.Second))
	if w.got.Store(30); !w.drips() {
		t.Error("thirty bytes in all that time are waited for")
	}
	if w.got.Store(2 * tedium * slowest); w.drips() {
		t.Error("a slow line is taken for one that drips")
	}
}
