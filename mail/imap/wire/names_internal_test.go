package wire

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// FuzzFolderName gives folders any bytes for a name: a person can read it, the
// server gets the very bytes back, and what stands for them stays apart from
// every name that is well formed.
func FuzzFolderName(f *testing.F) {
	for _, seed := range []string{"Wys&AUI-ane", "Wys\xb3ane R&D", "&", "&-", "&AUI-&AUI-", "=raw=41", "a\"b\\c", "Wysłane", "&2D3cAQ-"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		name := Readable(raw)
		if !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
			t.Errorf("%q is shown as %q", raw, name)
		}
		mark := stand(raw)
		back, ok := BehindMark(mark)
		if ok != sendable(raw) || ok && back != raw {
			t.Errorf("%q came back as %q, %v", raw, back, ok)
		}
		if wellNamed(mark) {
			t.Errorf("what stands for %q could be a name", raw)
		}
		if !ok {
			return
		}
		command := string(renamed([]byte(`T1 EXAMINE "` + mark + "\"\r\n")))
		if got, tail, ok := quotedName([]byte(strings.TrimPrefix(command, "T1 EXAMINE "))); !ok || got != raw || string(tail) != "\r\n" {
			t.Errorf("%q is sent as %q", raw, command)
		}
	})
}
