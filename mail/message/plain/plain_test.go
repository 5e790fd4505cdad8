package plain_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	_ "kartoteka/data/datatest/steady" // the same cases each time

	"kartoteka/mail/message/plain"
)

func TestMetaCharset(t *testing.T) {
	for in, want := range map[string]string{
		`<meta charset="utf-8">`: "utf-8",
		`<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=ISO-8859-2">`: "iso-8859-2",
		`<meta charset=windows-1250/>`:                                             "windows-1250",
		`<p>charset`:                                                               "",
		`<meta charset=`:                                                           "",
		strings.Repeat(" ", 3000) + `<meta charset=utf-8>`:                         "",
	} {
		if got := plain.MetaCharset([]byte(in)); got != want {
			t.Errorf("%.60q: got %q, want %q", in, got, want)
		}
	}
}

func TestLooksHTML(t *testing.T) {
	for in, want := range map[string]bool{
		"<html><body>x</body>": true, "\n <!DOCTYPE html PUBLIC>": true, "<HTML lang=pl>aaaaaa": true,
		"<p>": false, "a <html> tag is what I mean": false, "<html>": false, "": false,
	} {
		if got := plain.LooksHTML(in); got != want {
			t.Errorf("%q: %v", in, got)
		}
	}
}

// No word of a page without anything hidden is lost, and none is made up.
func TestEveryWordIsKept(t *testing.T) {
	tags := rapid.SampledFrom([]string{
		"<p>", "</p>", "<div>", "</div>", "<br>", "<b>", "</b>", "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<ul>", "<li>", "</ul>",
		"<ol>", "</ol>", "<blockquote>", "</blockquote>", "<h1>", "</h1>", "<pre>", "</pre>", "<!-- x -->", "<a href='#'>", "</a>", "<span style='color:red'>",
		"</span>", "<hr>", "<o:p>", "</o:p>", " ", "\n",
	})
	rapid.Check(t, func(t *rapid.T) {
		var page strings.Builder
		var want []string
		for range rapid.IntRange(0, 40).Draw(t, "tags") {
			page.WriteString(tags.Draw(t, "tag"))
			word := rapid.StringMatching(`[a-zżółć&<;]{1,8}`).Draw(t, "word")
			want = append(want, word)
			page.WriteString(" " + html.EscapeString(word) + " ")
		}
		got := strings.Fields(strings.NewReplacer("----------", " ", "\n", " ").Replace(plain.FromHTML(page.String())))
		var words []string
		for _, w := range got {
			if strings.Trim(w, ">|-.0123456789") != "" || w == "" {
				words = append(words, w)
			}
		}
		if strings.Join(words, " ") != strings.Join(want, " ") {
			t.Fatalf("%s\n got %q\nwant %q", page.String(), words, want)
		}
	})
}

// A text without soft breaks is the same flowed or not.
func TestUnflowKeepsFixedText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOf(rapid.StringMatching(`(>> |> )?[a-zżółć][a-zżółć ]{0,20}[a-z]|-- |`)).Draw(t, "lines"), "\n")
		if got := plain.Unflow(s, false); got != s {
			t.Fatalf("got %q, want %q", got, s)
		}
	})
}

// Joining only ever takes line ends, quote marks and stuffing away.
func TestUnflowKeepsEveryLetter(t *testing.T) {
	letters := func(s string) string {
		return strings.NewReplacer("\n", "", ">", "", " ", "").Replace(s)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`([> a-cż-]{0,12}\n){0,12}`).Draw(t, "text")
		for _, delSp := range []bool{false, true} {
			if got := plain.Unflow(s, delSp); letters(got) != letters(s) {
				t.Fatalf("got %q from %q", got, s)
			}
		}
	})
}

func TestFromEnriched(t *testing.T) {
	for in, want := range map[string]string{
		"<bold>Now</bold> is":                  "Now is",
		"<color><param>red</param>a</color>":   "a",
		"a<<b>> c":                             "a<b>> c",
		"x<nl>y":                               "x\ny",
		"5 < 6":                                "5 < 6",
		"<lt>":                                 "<",
		"<param>never closed":                  "never closed",
		"<" + strings.Repeat("a", 200) + "> b": "<" + strings.Repeat("a", 200) + "> b",
	} {
		if got := plain.FromEnriched(in); got != want {
			t.Errorf("%.40q: got %q, want %q", in, got, want)
		}
	}
}

func TestDeepNestingIsShownFlat(t *testing.T) {
	got := plain.FromHTML(strings.Repeat("<blockquote>", 500) + "tekst" + strings.Repeat("</blockquote>", 500))
	if want := strings.Repeat("> ", 10) + "tekst"; got != want {
		t.Errorf("got %q", got)
	}
	got = plain.FromHTML(strings.Repeat("<ul><li>", 500) + "tekst")
	if want := strings.Repeat("  ", 9) + "- tekst"; got != want {
		t.Errorf("got %q", got)
	}
}

func TestHugePageIsBounded(t *testing.T) {
	got := plain.FromHTML(strings.Repeat("<blockquote>", 20) + strings.Repeat("a<br>", 1<<20))
	if len(got) > 2*plain.MaxHTML+1000 || !utf8.ValidString(got) {
		t.Errorf("%d bytes", len(got))
	}
}
