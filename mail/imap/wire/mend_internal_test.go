package wire

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

// mendAll feeds what a server says in pieces of a size.
func mendAll(said []byte, size int) []byte {
	m := &mender{}
	var out []byte
	for rest := said; len(rest) > 0; {
		n := min(size, len(rest))
		out = append(out, m.feed(rest[:n])...)
		rest = rest[n:]
	}
	return append(out, m.held...)
}

func TestWhatNeedsNoMendingPassesAsItCame(t *testing.T) {
	body := "* LIST () \"/\" \"R&D\"\r\n"
	for _, said := range []string{
		"* OK LIST \"R&D\"\r\n", "T1 OK done\r\n", "* LIST () \"/\" INBOX\r\n", "* LIST (\\Sent) NIL \"Wys&AUI-ane\"\r\n",
		"* list () \".\" {3}\r\na)(\r\n", "* 1 FETCH (UID 1 BODY[] {" + "21}\r\n" + body[:21] + ")\r\n",
		"* STATUS INBOX (MESSAGES 1)\r\n", "* LIST nonsense\r\n", "* LIST () \"//\" \"R&D\"\r\n", "* LIS", "* LIST () \"/\" \"R&",
		"* STATUS \"a\" (X)\r\n\r\n* 2 EXISTS\r\n", "+ go on\r\n", "* LIST " + strings.Repeat("x", 2*maxResponse) + "\r\n",
	} {
		for _, size := range []int{1, 3, 1 << 20} {
			if got := string(mendAll([]byte(said), size)); got != said {
				t.Errorf("in pieces of %d: %q became %q", size, said, got)
			}
		}
	}
}

// FuzzMend lets a server say anything at all. How it is cut must not matter, what
// is not about a folder must pass untouched, and a folder's name must come out so
// that it goes back to the server as it was.
func FuzzMend(f *testing.F) {
	for _, seed := range []string{
		"* LIST () \"/\" \"R&D\"\r\n", "* LIST () \"/\" {3}\r\n\xb3&x\r\n* STATUS {3}\r\n\xb3&x (MESSAGES 1)\r\n",
		"* LIST () NIL \xb1\xb1 (CHILDINFO (\"SUBSCRIBED\"))\r\n", "* OK [X] y\r\n* 1 FETCH (BODY[] {2}\r\n* )\r\n",
	} {
		f.Add([]byte(seed), 3)
	}
	f.Fuzz(func(t *testing.T, said []byte, size int) {
		size = 1 + max(size, -size)%64
		whole := mendAll(said, len(said)+1)
		if cut := mendAll(said, size); !bytes.Equal(whole, cut) {
			t.Errorf("whole %q\nin pieces %q", whole, cut)
		}
		if !bytes.Contains(bytes.ToUpper(said), []byte("LIST")) && !bytes.Contains(bytes.ToUpper(said), []byte("STATUS")) &&
			!bytes.Equal(whole, said) {
			t.Errorf("%q became %q", said, whole)
		}
		name := string(said)
		if text := Readable(name); !utf8.ValidString(text) {
			t.Errorf("%q reads %q", name, text)
		}
		if !sendable(name) {
			return
		}
		line := mend([]byte("* LIST () \"/\" \"" + quoteEscape.Replace(name) + "\"\r\n"))
		given, tail, ok := quotedName(line[len("* LIST () \"/\" "):])
		if !ok || string(tail) != "\r\n" && !bytes.Equal(tail, []byte("")) {
			t.Fatalf("%q came out as %q", name, line)
		}
		sent := renamed([]byte("T1 EXAMINE \"" + quoteEscape.Replace(given) + "\"\r\n"))
		if want := "T1 EXAMINE \"" + quoteEscape.Replace(name) + "\"\r\n"; string(sent) != want {
			t.Errorf("%q went back as %q", want, sent)
		}
	})
}
