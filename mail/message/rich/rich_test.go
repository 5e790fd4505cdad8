package rich_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"kartoteka/data"
	"kartoteka/mail/message/rich"
)

// draft writes a rich text in a short form: one line a block.
func draft(r data.Rich) string {
	var out []string
	for _, b := range r.Blocks {
		s := strings.Repeat(">", b.Quote)
		switch b.Kind {
		case data.RichHeading:
			s += fmt.Sprintf("h%d ", b.Level)
		case data.RichItem:
			s += strings.Repeat(" ", b.Level) + b.Mark + " "
		case data.RichCode:
			s += "code "
		case data.RichRule:
			s += "rule"
		case data.RichPicked:
			s += fmt.Sprintf("picture%d ", b.Picture)
		case data.RichRow:
			for _, c := range b.Cells {
				s += "|" + spans(c)
			}
		case data.RichPara:
		}
		out = append(out, s+spans(b.Spans))
	}
	return strings.Join(out, "\n")
}

func spans(list []data.RichSpan) string {
	var b strings.Builder
	for _, s := range list {
		t := strings.ReplaceAll(s.Text, "\n", "/")
		for _, l := range []struct {
			on   bool
			mark string
		}{{s.Bold, "*"}, {s.Italic, "_"}, {s.Struck, "~"}, {s.Mono, "`"}, {s.Faint, "?"}} {
			if l.on {
				t = l.mark + t + l.mark
			}
		}
		if s.Link != nil {
			t = "[" + t + "](" + s.Link.Target + ")"
		}
		b.WriteString(t)
	}
	return b.String()
}

func TestPagesAsBlocks(t *testing.T) {
	for name, c := range map[string]struct{ page, want string }{
		"paragraphs":            {"<p>Dzień dobry,</p><p>zamek<br>nie działa.", "Dzień dobry,\nzamek/nie działa."},
		"blanks":                {"<div> a \n\t b&nbsp; <b> c</b> </div><div>d</div>", "a b* c*\nd"},
		"headings":              {"<h1>Oferta</h1><h3>Ceny</h3>tekst", "h1 Oferta\nh3 Ceny\ntekst"},
		"looks":                 {"<p><b>a</b><i>b</i><s>c</s><code>d</code><span style='font-weight:700'>e</span>", "*a*_b_~c~`d`*e*"},
		"a list":                {"<ul><li>raz<li>dwa<ul><li>dwa i pół</ul></ul>po", " • raz\n • dwa\n  • dwa i pół\npo"},
		"a numbered list":       {"<ol start=3><li><p>trzy</p><p>dalej</p></li><li>cztery</ol>", " 3. trzy\n  dalej\n 4. cztery"},
		"a quote":               {"Tak.<blockquote>Kiedy?<blockquote>Za ile?</blockquote></blockquote>Nie.", "Tak.\n>Kiedy?\n>>Za ile?\nNie."},
		"a rule":                {"a<hr>b", "a\nrule\nb"},
		"code":                  {"<pre>a  b\n c</pre>", "code `a  b/ c`"},
		"a table":               {"<table><tr><th>Usługa<th>Cena<tr><td>Zamek<td>200 zł</table>", "|*Usługa*|*Cena*\n|Zamek|200 zł"},
		"a table that lays out": {"<table><tr><td><p>Dzień dobry</p><p>tu oferta</p></td><td>obok</td></tr></table>", "Dzień dobry\ntu oferta\nobok"},
		"a table in a table":    {"<table><tr><td><table><tr><td>a<td>b</table></td></tr></table>c", "|a|b\nc"},
		"a link":                {"<a href='https://x.example/a?b=1'>oferta</a>", "[oferta](https://x.example/a?b=1)"},
		"a picture's words":     {"<p>Oto <img src='https://x.example/a.png' alt='logo'> nasze", "Oto_ [logo]_ nasze"},
		"a picture of its own":  {"<p>Oto<img src='cid:1@x' alt=szkic>koniec", "Oto\npicture0 szkic\nkoniec"},
		"scripts and styles":    {"<style>p{}</style><script>alert(1)</script><title>t</title>a<noscript>x</noscript>", "a"},
		"frames and objects":    {"<iframe src=x>a</iframe><object>b</object><video poster=http://x>c</video>d<svg><text>e</text></svg>", "d"},
		"a script in a drawing": {"<svg><script href=x/><style/></svg>po", "po"},
		"forms":                 {"<form action=https://x.example><input value=a><textarea>b</textarea><select><option>c</select>d", "d"},
		"hidden":                {"<div style='display:none'>a</div><p hidden>b</p><span style='font-size:0px'>c</span><i style='max-height:0'>d</i>e", "e"},
		"white on white":        {"<p style='color:#fff'>a</p><div style='background:#000'><p style='color:white'>b</p></div>", "?a?\nb"},
		"white on a picture":    {"<td background='https://x.example/b.png'><font color=white>a</font>", "a"},
		"hidden and unclosed":   {"<div style='display:none'>a<div>b</div>c</div>d", "d"},
		"stray ends":            {"</div></p></table>a</li></b>b", "a\nb"},
		"bidi":                  {"a\u202eb\u2066c", "abc"},
		"empty":                 {"<p> </p><div>&nbsp;</div>", ""},
	} {
		if got := draft(rich.Read(c.page)); got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", name, got, c.want)
		}
	}
}

func TestPicturesFromElsewhereAreCounted(t *testing.T) {
	page := `<body background="https://x.example/1.png"><img src="http://x.example/2.gif" width=1 height=1><img src="//x.example/3.png">
<img srcset="https://x.example/4.png 2x"><div style="background-image: url('https://x.example/5.png')"></div>
<video poster="https://x.example/6.png"></video><input type=image src="https://x.example/7.png">
<img src="cid:1@x"><img src="data:image/png;base64,AAAA"><div style="display:none"><img src="https://x.example/8.png"></div>`
	r := rich.Read(page)
	if r.Remote != 8 || len(r.Pictures) != 2 || r.Pictures[0].ID != "1@x" {
		t.Errorf("%d from elsewhere, %+v", r.Remote, r.Pictures)
	}
}

func TestLinks(t *testing.T) {
	for name, c := range map[string]struct {
		href, words  string
		host, target string
		warning      data.LinkWarning
	}{
		"plain":                 {"https://sklep.example/a", "oferta", "sklep.example", "https://sklep.example/a", ""},
		"its own name":          {"https://www.sklep.example/", "www.sklep.example", "www.sklep.example", "https://www.sklep.example/", ""},
		"a part of the same":    {"https://poczta.sklep.example/", "sklep.example", "poczta.sklep.example", "https://poczta.sklep.example/", ""},
		"another's name":        {"https://zly.example/login", "https://bank.pl", "zly.example", "https://zly.example/login", data.LinkElsewhere},
		"another in com.pl":     {"https://zly.com.pl/", "www.bank.com.pl", "zly.com.pl", "https://zly.com.pl/", data.LinkElsewhere},
		"the name in front":     {"https://bank.pl.zly.example/", "bank.pl", "bank.pl.zly.example", "https://bank.pl.zly.example/", data.LinkElsewhere},
		"a user before":         {"https://bank.pl@zly.example/", "tu", "zly.example", "https://bank.pl@zly.example/", data.LinkUser},
		"a file's name":         {"https://sklep.example/f", "faktura.pdf", "sklep.example", "https://sklep.example/f", ""},
		"Polish letters":        {"https://żółw.pl/", "tu", "żółw.pl", "https://xn--w-uga1v8h.pl/", ""},
		"Polish in punycode":    {"https://xn--w-uga1v8h.pl/", "tu", "żółw.pl", "https://xn--w-uga1v8h.pl/", ""},
		"Cyrillic look-alikes":  {"https://аррӏе.com/", "apple", "xn--80ak6aa92e.com", "https://xn--80ak6aa92e.com/", data.LinkLetters},
		"punycode look-alikes":  {"https://xn--80ak6aa92e.com/", "apple", "xn--80ak6aa92e.com", "https://xn--80ak6aa92e.com/", data.LinkLetters},
		"a number":              {"http://192.168.1.1/x", "tu", "192.168.1.1", "http://192.168.1.1/x", data.LinkNumbers},
		"a number in disguise":  {"http://3232235777/", "tu", "3232235777", "http://3232235777/", data.LinkNumbers},
		"backslashes":           {`https:\\zly.example\a`, "tu", "zly.example", "https://zly.example/a", ""},
		"without a scheme":      {"//zly.example/a", "tu", "zly.example", "https://zly.example/a", ""},
		"blanks within":         {"ht\ntps://zly\u200b.example/", "tu", "zly.example", "https://zly.example/", ""},
		"script":                {"java\tscript:alert(1)", "tu", "javascript:alert(1)", "", data.LinkKind},
		"data":                  {"data:text/html,<b>x", "tu", "data:text/html,<b>x", "", data.LinkKind},
		"a file":                {"file:///etc/passwd", "tu", "file:///etc/passwd", "", data.LinkKind},
		"a path":                {"/regulamin", "tu", "/regulamin", "", data.LinkKind},
		"mail":                  {"mailto:jan@x.example?subject=a", "jan@x.example", "jan@x.example", "mailto:jan@x.example?subject=a", ""},
		"mail to somebody else": {"mailto:jan@zly.example", "biuro@bank.pl", "jan@zly.example", "mailto:jan@zly.example", data.LinkElsewhere},
	} {
		l := rich.Link(c.href)
		if l == nil {
			t.Errorf("%s: no link", name)
			continue
		}
		rich.Judge(l, c.words)
		if l.Host != c.host || l.Target != c.target || l.Warning != c.warning {
			t.Errorf("%s: %+v", name, *l)
		}
	}
	if rich.Link("#top") != nil || rich.Link(" ") != nil {
		t.Error("a place in the page is a link")
	}
}

func TestQuotesAndSignaturesOfAPage(t *testing.T) {
	for name, c := range map[string]struct {
		page    string
		forward bool
		want    string // s said, q quoted, g signature, f forwarded; capitals: folded
	}{
		"Gmail":     {`<div>Tak.</div><div class="gmail_quote"><div>pt., 5 sty 2024 o 10:15 Jan &lt;j@x.example&gt; napisał(a):</div><blockquote>Kiedy?</blockquote></div>`, false, "sQQ"},
		"Outlook":   {`<p>Tak.</p><hr><div><b>Od:</b> Jan<br><b>Wysłano:</b> 5 stycznia<br><b>Do:</b> Ewa<br><b>Temat:</b> x</div><p>Kiedy?</p>`, false, "sQQQ"},
		"forward":   {`<p>FYI</p><div class="gmail_quote">---------- Forwarded message ---------<br>Od: Jan<div>Kiedy?</div></div>`, false, "sff"},
		"Outlook's": {`<p>FYI</p><div><b>Od:</b> Jan<br><b>Wysłano:</b> 5 stycznia<br><b>Do:</b> Ewa<br><b>Temat:</b> x</div><p>Kiedy?</p>`, true, "sff"},
		"signature": {`<p>Tak.</p><p>Z poważaniem</p><p>Jan</p><p>tel. 1</p>`, false, "sGGG"},
		"answers":   {`<blockquote>Kiedy?</blockquote><p>Jutro.</p><blockquote>Za ile?</blockquote><p>Za 200 zł.</p>`, false, "qsqs"},
		"only one":  {`<blockquote>Kiedy?</blockquote>`, false, "q"},
	} {
		r := rich.Read(c.page)
		rich.Fold(&r, c.forward)
		got := ""
		for _, b := range r.Blocks {
			s := map[data.PassageKind]string{data.PassageSaid: "s", data.PassageQuoted: "q", data.PassageSignature: "g", data.PassageForwarded: "f"}[b.Passage]
			if b.Folded {
				s = strings.ToUpper(s)
			}
			got += s
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestPagesBeyondTheBounds(t *testing.T) {
	deep := rich.Read(strings.Repeat("<div><b>", 50000) + "a" + strings.Repeat("</b></div>", 50000) + "<p>b")
	if got := draft(deep); !strings.Contains(got, "a") || !strings.Contains(got, "b") {
		t.Errorf("deep: %q", got)
	}
	long := rich.Read(strings.Repeat("<p>zamek nie działa</p>", 150000))
	if !long.Cut || len(long.Blocks) > 20000 {
		t.Errorf("%d blocks, cut %v", len(long.Blocks), long.Cut)
	}
	if many := rich.Read(strings.Repeat("<img src=cid:1>", 5000)); len(many.Pictures) > 100 {
		t.Errorf("%d pictures", len(many.Pictures))
	}
}

func FuzzRead(f *testing.F) {
	f.Add("<p>a<table><tr><td>b<td>c</table><ol><li><a href=//x>d</a><img src=cid:1><pre>e\n</pre><blockquote type=cite>f")
	f.Add("<div style='color:rgb(255,255,255);background:url(x)'>a</div></p><br/><hr id=stopSpelling><th><tr><h1>")
	f.Fuzz(func(t *testing.T, page string) {
		r := rich.Read(page)
		rich.Fold(&r, false)
		for _, b := range r.Blocks {
			all := b.Spans
			for _, c := range b.Cells {
				all = append(all, c...)
			}
			for _, s := range all {
				if !utf8.ValidString(s.Text) {
					t.Errorf("not UTF-8: %q", s.Text)
				}
				if l := s.Link; l != nil && l.Target != "" && !strings.HasPrefix(l.Target, "http://") &&
					!strings.HasPrefix(l.Target, "https://") && !strings.HasPrefix(l.Target, "mailto:") {
					t.Errorf("leads to %q", l.Target)
				}
			}
			if b.Kind == data.RichPicked && b.Picture >= len(r.Pictures) {
				t.Errorf("no picture %d", b.Picture)
			}
		}
	})
}
