package plain_test

import (
	"strings"
	"testing"

	"kartoteka/mail/message/plain"
	"kartoteka/mail/message/quote"
)

// pages are HTML mails whose quote is declared by their program only: the words
// give nothing away.
var pages = map[string]string{
	"Gmail":            `<div dir="ltr">Tak, w piątek.</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr">Jan, wczoraj</div><div>Kiedy?</div></div>`,
	"Apple":            `<div>Tak, w piątek.</div><br><blockquote type="cite"><div>Kiedy?</div></blockquote>`,
	"Outlook":          `<p>Tak, w piątek.</p><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">Jan</div><div>Kiedy?</div>`,
	"Outlook on paper": `<p>Tak, w piątek.</p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p>Jan</p></div><p>Kiedy?</p>`,
	"Hotmail":          `<p>Tak, w piątek.</p><hr id="stopSpelling">Jan<br>Kiedy?`,
	"Thunderbird":      `<p>Tak, w piątek.</p><div class="moz-cite-prefix">Jan</div><blockquote type="cite" cite="mid:1@x">Kiedy?</blockquote>`,
	"Proton":           `<div>Tak, w piątek.</div><div class="protonmail_quote">Jan<br><blockquote class="protonmail_quote" type="cite">Kiedy?</blockquote></div>`,
	"blanks before":    "<br> <br>\u00ad<div>Tak, w piątek.  </div><div class=gmail_quote>Kiedy?</div>",
	"hidden before":    `<div style="display:none">x<div class="gmail_quote">y</div></div><div>Tak, w piątek.</div><div class=gmail_quote>Kiedy?</div>`,
}

func TestQuotesThatAPageDeclares(t *testing.T) {
	for name, page := range pages {
		text, marks := plain.FromMarkedHTML(page)
		if got := strings.TrimSpace(quote.Said(text, quote.Hints{Marks: marks})); got != "Tak, w piątek." {
			t.Errorf("%s: said %q of %q with %v", name, got, text, marks)
		}
		if text != plain.FromHTML(page) {
			t.Errorf("%s: two texts of one page", name)
		}
	}
}

func TestWhatStandsBelowADeclaredQuoteIsSaid(t *testing.T) {
	text, marks := plain.FromMarkedHTML(`<div class="gmail_quote"><div>Jan</div><div>Kiedy?</div></div><div>W piątek.</div><div class=x>Do zobaczenia.</div>`)
	if got := strings.TrimSpace(quote.Said(text, quote.Hints{Marks: marks})); got != "W piątek.\nDo zobaczenia." {
		t.Errorf("said %q", got)
	}
	_, marks = plain.FromMarkedHTML(strings.Repeat(`<div class="gmail_quote">a</div><p>b</p>`, 10000))
	if len(marks) > 16 {
		t.Errorf("%d marks", len(marks))
	}
}

func TestAnOrdinaryPageHasNoQuotes(t *testing.T) {
	for _, page := range []string{
		`<div class="quote_of_the_day">Raz.</div><div style="border-top:solid 1px">Dwa.</div><hr><p id="append">Trzy.</p>`,
		`<blockquote>Wcięcie</blockquote>`, "", "<div",
	} {
		if _, marks := plain.FromMarkedHTML(page); len(marks) != 0 {
			t.Errorf("%s: %v", page, marks)
		}
	}
}

func TestAScriptInADrawingEndsWithIt(t *testing.T) {
	if got := plain.FromHTML(`a<svg><script href="x"/><style>p{}</svg>b`); got != "ab" && got != "a b" {
		t.Errorf("%q", got)
	}
}
