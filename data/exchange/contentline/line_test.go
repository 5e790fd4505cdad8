package contentline_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	_ "kartoteka/data/datatest/steady" // the same cases each time

	"kartoteka/data/exchange/contentline"
)

func lines(t testing.TB, text string) []string {
	t.Helper()
	r := contentline.NewReader(strings.NewReader(text))
	var out []string
	for {
		line, err := r.Line()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, line)
	}
}

func TestLines(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"any end":           {"A:1\r\nB:2\nC:3", []string{"A:1", "B:2", "C:3"}},
		"old Mac":           {"A:1\rB:2\r", []string{"A:1", "B:2"}},
		"folded":            {"A:on\r\n e\r\n\t two\r\nB:2\r\n", []string{"A:one two", "B:2"}},
		"letter cut":        {"A:\xc5\r\n \x82\r\n", []string{"A:ł"}},
		"soft break":        {"A;ENCODING=QUOTED-PRINTABLE:a=\r\n b\r\n", []string{"A;ENCODING=QUOTED-PRINTABLE:a=", " b"}},
		"picture and blank": {"P:AA\r\n BB\r\n \r\nB:2", []string{"P:AABB", "B:2"}},
	} {
		if got := lines(t, c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestParse(t *testing.T) {
	p, ok := contentline.Parse(`item1.ADR;type="HOME,pref";X-A="a:b;c^nd^^";WORK:;;x\;y`)
	if !ok || p.Group != "item1" || p.Name != "ADR" || p.Value != `;;x\;y` {
		t.Fatalf("parsed %+v, %v", p, ok)
	}
	if got := p.Types(); !slices.Equal(got, []string{"home", "pref", "work"}) {
		t.Errorf("types %q", got)
	}
	if got := p.First("X-A"); got != "a:b;c\nd^" {
		t.Errorf("parameter %q", got)
	}
	for _, s := range []string{"", "no colon", ":x", "A B:c"} {
		if p, ok := contentline.Parse(s); ok {
			t.Errorf("%q was taken for %+v", s, p)
		}
	}
	if got := contentline.Split(`a\;b;c\\;d\n`, ';'); !slices.Equal(got, []string{"a;b", `c\`, "d\n"}) {
		t.Errorf("split %q", got)
	}
	if got := contentline.Unescape(`C:\tmp\`); got != `C:\tmp\` {
		t.Errorf("a path became %q", got)
	}
}

// TestAnyValueComesBack: whatever is written reads back the same, and no line is
// longer than 75 bytes or cut within a letter.
func TestAnyValueComesBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := strings.NewReplacer("\r", "", "\u0085", "").Replace(rapid.StringOfN(rapid.Rune(), 0, 400, -1).Draw(r, "text"))
		name := rapid.StringMatching(`[A-Z]{1,20}`).Draw(r, "name")
		var b bytes.Buffer
		w := contentline.NewWriter(&b)
		w.Put(name, contentline.Escape(s))
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(b.String(), "\r\n") {
			if len(line) > 75 || strings.ToValidUTF8(line, "") != line {
				r.Fatalf("line %q", line)
			}
		}
		all := lines(t, b.String())
		p, ok := contentline.Parse(all[0])
		if !ok || len(all) != 1 || contentline.Unescape(p.Value) != s {
			r.Fatalf("%q came back as %q", s, all)
		}
	})
}
