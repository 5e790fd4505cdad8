package wire

import (
	"errors"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"
)

// TestTap feeds a conversation in pieces of every size; what is kept must not
// depend on how it was cut.
func TestTap(t *testing.T) {
	const talk = "* OK hello\r\n+ c2VjcmV0\r\n* 1 FETCH (BODY[] {23}\r\n* BYE inside a letter\r\n UID 4)\r\n" +
		"T2 OK [ALERT] mind the step, Sesam\r\n* LIST () \"/\" {3}\r\nabc\r\n* BYE going down\r\nhalf a li"
	want := []string{
		"* OK hello", "* 1 FETCH (BODY[] {23}", " UID 4)", "T2 OK [ALERT] mind the step, •••",
		"* LIST () \"/\" {3}", "", "* BYE going down",
	}
	for size := 1; size < len(talk); size++ {
		tp := &Tap{secrets: []string{"Sesam"}}
		for rest := talk; rest != ""; {
			n := min(size, len(rest))
			tp.feed([]byte(rest[:n]))
			rest = rest[n:]
		}
		if got := strings.Join(tp.lines, "\n"); got != strings.Join(want, "\n") {
			t.Fatalf("in pieces of %d:\n%s", size, got)
		}
		if tp.Last() != "going down" || !tp.SaidBye() || tp.alert != "mind the step, •••" {
			t.Fatalf("in pieces of %d: last %q, alert %q", size, tp.Last(), tp.alert)
		}
	}
}

func TestTapIsBounded(t *testing.T) {
	tp := &Tap{}
	for range 1000 {
		tp.feed([]byte(strings.Repeat("x", 10000) + "\r\n"))
	}
	if len(tp.lines) != tapLines || len(tp.lines[0]) != tapWidth || cap(tp.tail) > 10*tapTail {
		t.Errorf("%d lines of %d, tail %d", len(tp.lines), len(tp.lines[0]), cap(tp.tail))
	}
}

func TestBlot(t *testing.T) {
	tp := &Tap{secrets: []string{"Sesam"}}
	same := errors.New("nothing to hide")
	if !errors.Is(tp.Blot(same), same) {
		t.Error("an error without a secret must stay itself")
	}
	err := tp.Blot(&imap.Error{Type: imap.StatusResponseTypeNo, Code: "X", Text: "Sesam is wrong"})
	var refused *imap.Error
	if !errors.As(err, &refused) || refused.Code != "X" || strings.Contains(err.Error(), "Sesam") {
		t.Errorf("got %v", err)
	}
	if err := tp.Blot(errors.New(`unsupported "Sesam"`)); strings.Contains(err.Error(), "Sesam") {
		t.Errorf("got %v", err)
	}
}

func TestLiteral(t *testing.T) {
	for tail, want := range map[string]int64{
		"x {12}": 12, "{7+}": 7, "{}": 0, "{-3}": 0, "{x}": 0, "}": 0, "{12": 0, "{99999999999999999999}": 0,
	} {
		if got := literal(tail); got != want {
			t.Errorf("%q: %d", tail, got)
		}
	}
}
