package contacts

import (
	"bytes"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"pgregory.net/rapid"
)

// The short sort keys must put texts in the very order of the collator that
// they abridge, whatever is in the texts.
func TestSortKeysOrderAsTheCollatorDoes(t *testing.T) {
	names, keys := collate.New(language.Polish), newSortKeys()
	letter := rapid.OneOf(
		rapid.SampledFrom([]rune(polishLetters)), rapid.SampledFrom([]rune("aAąĄlłŁ -.z")),
		rapid.SampledFrom([]rune("éÉöß\u0301\u0328æœǅЖж漢\t\u00a0–’\u00ad…½²ªº①ﬁＡ\U0001F600\U00020000")), rapid.Rune(),
	)
	text := rapid.StringOfN(letter, 0, 12, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		if rapid.Bool().Draw(t, "alike") {
			shared := text.Draw(t, "shared")
			a, b = shared+a, shared+b
		}
		var one, other collate.Buffer
		want := bytes.Compare(names.KeyFromString(&one, a), names.KeyFromString(&other, b))
		got := bytes.Compare(keys.of(a), keys.of(b))
		if got != want {
			t.Fatalf("%q and %q: %d, the collator says %d\n% x\n% x", a, b, got, want, keys.of(a), keys.of(b))
		}
	})
}

// Every letter by itself and before others, so that no weight is forgotten that
// chance does not draw.
func TestSortKeysKnowEveryLetter(t *testing.T) {
	names, keys := collate.New(language.Polish), newSortKeys()
	var buf collate.Buffer
	last := "a"
	for r := rune(1); r < 0x1_F000; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		for _, s := range []string{string(r), "a" + string(r) + "Z"} {
			buf.Reset()
			want := bytes.Compare(names.KeyFromString(&buf, last), names.KeyFromString(&buf, s))
			if got := bytes.Compare(keys.of(last), keys.of(s)); got != want {
				t.Fatalf("%q and %q (%U): %d, the collator says %d", last, s, r, got, want)
			}
			last = s
		}
	}
}

func TestSortKeysAreShort(t *testing.T) {
	if key := newSortKeys().of("Kowalska-Wiśniewska Agnieszka"); len(key) > 40 {
		t.Errorf("a name of 29 letters has a sort key of %d bytes", len(key))
	}
	long := bytes.Repeat([]byte("a"), 1000)
	a, b := newSortKeys().of(string(long)+"B"), newSortKeys().of(string(long)+"b")
	if bytes.Compare(a, b) <= 0 {
		t.Error("case after a long text says nothing")
	}
}
