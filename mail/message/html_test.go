package message_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"kartoteka/mail/message"
)

func htmlMail(body string) []byte {
	return []byte("From: a@b.pl\nDate: Mon, 2 Mar 2026 10:00:00 +0100\nContent-Type: text/html; charset=utf-8\n\n" + body)
}

func TestHTMLAsText(t *testing.T) {
	tests := map[string]struct{ html, want string }{
		"paragraphs":        {"<p>Dzień dobry,</p><p>zamek<br>nie działa.</p>", "Dzień dobry,\n\nzamek\nnie działa."},
		"blanks collapse":   {"<div>a \n\t b&nbsp;&nbsp;c</div><div>d</div>", "a b c\nd"},
		"entities":          {"&oacute; &lt;b&gt; &amp; &#380;", "ó <b> & ż"},
		"link":              {`<a href="https://x.pl/a?b=1">oferta</a>.`, "oferta <https://x.pl/a?b=1>."},
		"link shows itself": {`<a href="https://www.x.pl/">www.x.pl</a>`, "www.x.pl"},
		"link shows another": {
			`<a href="https://zly.example/login">https://bank.pl</a>`, "https://bank.pl <https://zly.example/login>",
		},
		"mailto":           {`<a href="mailto:jan@x.pl?subject=Hej">jan@x.pl</a> <a href="tel:+48 22 1">22 1</a>`, "jan@x.pl 22 1 <tel:+48221>"},
		"link to nowhere":  {`<a href="#top">w górę</a> <a href="javascript:alert(1)">tu</a> <a name=x>tam</a>`, "w górę tu tam"},
		"picture link":     {`<a href="https://x.pl"><img src=1.png></a>`, "<https://x.pl>"},
		"picture with alt": {`<a href="https://x.pl"><img src=1.png alt="Sklep"></a><img alt="" src=2.png>`, "Sklep <https://x.pl>"},
		"link not closed":  {`<a href="https://x.pl">jeden<p><a href="https://y.pl">dwa</a>`, "jeden <https://x.pl>\n\ndwa <https://y.pl>"},
		"list":             {"Kupić:<ul><li>śruby<li>wkładka<ul><li>mała</ul></ul><ol start=3><li>c<li>d</ol>koniec", "Kupić:\n- śruby\n- wkładka\n  - mała\n3. c\n4. d\nkoniec"},
		"table": {
			"<table><tr><th>Towar</th><th>Cena</th></tr><tr><td>Zamek</td><td>120 zł</td></tr></table>po", "Towar | Cena\nZamek | 120 zł\npo",
		},
		"table for layout": {"<table><tr><td><table><tr><td>A</td></tr></table></td><td><p>B</p></td></tr></table>", "A\n\nB"},
		"quote": {
			"Tak.<blockquote type=cite>Czy&nbsp;ok?<blockquote>Stare</blockquote>Nowe</blockquote>Jan", "Tak.\n\n> Czy ok?\n>\n> > Stare\n>\n> Nowe\n\nJan",
		},
		"pre":               {"<pre>a  b\n  c</pre>d", "a  b\n  c\n\nd"},
		"rule":              {"a<hr>b", "a\n----------\nb"},
		"scripts, styles":   {"<style>p{}</style><script>alert('x')</script><title>T</title>a<noscript>b</noscript><!-- c --><![if !mso]>d<![endif]>", "abd"},
		"hidden":            {`<div style="display : none">ukryte<div>i to</div></div>widać<span hidden>nie</span><p style="font-size:0">nie<p>tak`, "widać\n\ntak"},
		"hidden unclosed":   {`<table><tr><td><span style="display:none">x</td><td>y</td></tr></table>z`, "y\nz"},
		"hidden picture":    {`<img style="display:none" alt="x">y`, "y"},
		"all is hidden":     {`<div style="display:none">jednak</div>`, "jednak"},
		"swallowed":         {"<title>Dzień dobry, <b>proszę</b> o kontakt", "Dzień dobry, proszę o kontakt"},
		"nothing but style": {"<html><style>p{color:red}</style><script>alert(1)</script><img src=1.png></html>", ""},
		"preheader filler":  {"Oferta&zwnj;&nbsp;&#8203;&#847; &zwnj; dnia", "Oferta\u200c dnia"},
		"no tags at all":    {"zwykły tekst", "zwykły tekst"},
		"broken tags":       {"<p<b>a</b <i>b</i></p></p></div>", "ab"},
		"Outlook":           {`<html xmlns:o="urn"><head><xml><o:x>1</o:x></xml></head><body><p class=MsoNormal>Witam,<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Jan</p></body></html>`, "Witam,\n\nJan"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := message.Parse(htmlMail(tt.html)).Text; got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestHTMLCharsetFromThePage(t *testing.T) {
	raw := "From: a@b.pl\nContent-Type: text/html\n\n<meta http-equiv=Content-Type content=\"text/html; charset=ibm852\"><p>Za\xbe\xa2\x88\x86</p>"
	if got := message.Parse([]byte(raw)).Text; got != "Zażółć" {
		t.Errorf("got %q", got)
	}
}

func TestHTMLUnderPlainType(t *testing.T) {
	raw := "From: a@b.pl\nContent-Type: text/plain\n\n<html><body><p>Dzień <b>dobry</b></p></body></html>"
	if got := message.Parse([]byte(raw)).Text; got != "Dzień dobry" {
		t.Errorf("got %q", got)
	}
}

// Each of these is cheap to write and was, somewhere, expensive to read. The
// bound is far above what they take on any machine; a square would take hours.
func TestHostileInputIsReadInTime(t *testing.T) {
	const n = 1 << 20
	head := "From: a@b.pl\nSubject: x\n"
	fill := func(s string) string { return strings.Repeat(s, n/len(s)) }
	tests := map[string]string{
		"divs":                 head + "Content-Type: text/html\n\n" + fill("<div>"),
		"quotes":               head + "Content-Type: text/html\n\n" + fill("<blockquote>a<br>"),
		"lists":                head + "Content-Type: text/html\n\n" + fill("<ul><li>a"),
		"links":                head + "Content-Type: text/html\n\n" + fill("<a href=http://x>a"),
		"attributes":           head + "Content-Type: text/html\n\n<p " + fill("a=b "),
		"less-than signs":      head + "Content-Type: text/html\n\n" + fill("<"),
		"hidden":               head + "Content-Type: text/html\n\n" + fill("<p hidden>a"),
		"false words":          "From: a@b.pl\nSubject: " + fill("=?a?q?") + "\n\nx",
		"words to the end":     "From: a@b.pl\nSubject: " + fill("=?a?q?") + "?=\n\nx",
		"parentheses":          "From: " + fill("(") + "\n\nx",
		"quotation marks":      "From: " + fill("\"\\\"") + "\n\nx",
		"angle brackets":       "From: " + fill("<@") + "\n\nx",
		"commas":               "From: " + fill("a,") + "\n\nx",
		"references":           head + "References: " + fill("<a@b> ") + "\n\nx",
		"parameters":           head + "Content-Type: text/plain; " + fill("a=b;") + "\n\nx",
		"pieces":               head + "Content-Type: a/b; " + fill("name*0=b;") + "\n\nx",
		"fields":               fill("a:b\n") + head + "\nx",
		"no fields":            head + fill("a b\n") + "\nx",
		"boundaries":           head + "Content-Type: multipart/mixed; boundary=b\n\n" + fill("--b\n"),
		"nearly boundaries":    head + "Content-Type: multipart/mixed; boundary=b\n\n" + fill("--bb\n"),
		"dashes":               head + "Content-Type: multipart/mixed\n\n" + fill("-"),
		"nesting":              head + "Content-Type: multipart/mixed; boundary=b\n\n" + fill("--b\nContent-Type: multipart/mixed; boundary=b\n\n"),
		"uuencode":             head + "\n" + fill("begin 644 a\n"),
		"uuencode with blanks": head + "\nbegin 644 a\n" + fill("\n"),
		"base64 signs":         head + "Content-Transfer-Encoding: base64\n\n" + fill("===="),
		"soft breaks":          head + "Content-Transfer-Encoding: quoted-printable\n\n" + fill("=\n"),
		"flowed":               head + "Content-Type: text/plain; format=flowed; delsp=yes\n\n" + fill("a \n"),
		"escapes":              head + "Content-Type: text/plain; charset=iso-2022-jp\n\n" + fill("\x1b$B!!"),
		"shifts":               head + "Content-Type: text/plain; charset=utf-7\n\n" + fill("+AGE-"),
		"enriched":             head + "Content-Type: text/enriched\n\n" + fill("<param>"),
		"enclosed":             head + fill("Content-Type: message/rfc822\n\n"),
	}
	for name, raw := range tests {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			m := message.Parse([]byte(raw))
			if took := time.Since(start); took > time.Minute {
				t.Errorf("took %v", took)
			}
			if m.Quarantined {
				t.Errorf("quarantined: %s", m.Error)
			}
			check(t, []byte(raw), m)
		})
	}
}

// FuzzHTML holds that HTML of any kind becomes clean, bounded text.
func FuzzHTML(f *testing.F) {
	f.Add(`<p>a<ul><li>b<blockquote>c<a href="http://x">d</a><table><tr><td>e<td hidden>f`)
	f.Add("<pre>a\r\n b</pre><div style=display:none>x<!-- -->&zwnj;&#0;&#x80;<![CDATA[")
	f.Fuzz(func(t *testing.T, s string) {
		text := message.Parse(htmlMail(s)).Text
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\x00\r\x1b") {
			t.Fatalf("not clean: %q from %q", text, s)
		}
		if len(text) > 40*len(s)+100 {
			t.Fatalf("%d bytes of text from %d", len(text), len(s))
		}
	})
}
