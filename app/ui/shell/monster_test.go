package shell_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/data"
	"kartoteka/mail/faulty"
)

// monster is a letter that no person writes: extra stands in its headers.
func monster(uid uint32, subject, from, extra, body string) faulty.Message {
	return faulty.Message{UID: uid, Raw: fmt.Sprintf("From: %s <anna@example.pl>\r\nTo: biuro@example.pl\r\nSubject: %s\r\n"+
		"Date: Tue, 24 Nov 2026 09:%02d:00 +0100\r\nMessage-ID: <%d@example.pl>\r\nMIME-Version: 1.0\r\n%s\r\n%s",
		from, subject, uid, uid, extra, body)}
}

func monsters() []faulty.Message {
	const html = "Content-Type: text/html; charset=utf-8\r\n"
	numbered := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	return []faulty.Message{
		monster(1, strings.Repeat("temat ", 3000), "Anna", "", "x"),
		monster(2, "imie", strings.Repeat("Anna ", 3000), "", "x"),
		monster(3, "wielu", "Anna", "Cc: x@example.pl"+numbered(1000, ",\r\n k%d@example.pl")+"\r\n", "x"),
		monster(4, "pliki", "Anna", "Content-Type: multipart/mixed; boundary=b\r\n",
			numbered(400, "--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a%d.pdf\r\n\r\nx\r\n")+"--b--"),
		monster(5, "linia", "Anna", "", strings.Repeat("x", 200_000)),
		monster(6, "linki", "Anna", html, numbered(4000, "<a href=http://x%[1]d.example/>l%[1]d</a> ")),
		monster(7, "glebia", "Anna", html, strings.Repeat("<div><blockquote>", 5000)+"dno"),
		monster(8, "wiersze", "Anna", "", strings.Repeat("a\r\n", 30_000)),
		monster(9, "cytaty", "Anna", "", strings.Repeat("> a\r\nb\r\n", 5000)),
	}
}

// Whatever a letter holds, this much is measured and drawn of it at most: work
// that grew with the letter would be seen here.
const (
	mostDrawn  = 2500 // objects in the whole window
	mostOfText = 2100 // letters of one of its texts
)

func TestNoLetterIsMoreThanTheWindowCanDraw(t *testing.T) {
	d := newAliveDesk(t)
	all := monsters()
	server := faulty.Start(t, faulty.Script{Messages: all})
	d.off(func() { addMailbox(t, d.core, server.Host, server.Port, "tajne") })
	d.show()
	d.do(func() { d.Key(fyne.KeyF5) })
	d.says("Pobrano 9 nowych")
	d.do(func() { d.press(fyne.Key2, command) })
	var rows []data.InboxRow
	d.off(func() { rows, _ = d.core.Inbox(t.Context(), data.InboxFilter{Automatic: true, Limit: 20}) })
	if len(rows) != len(all) {
		t.Fatalf("%d of %d letters wait", len(rows), len(all))
	}
	for _, row := range rows {
		subject := row.Subject[:4]
		d.do(func() { d.shell.Go(kit.Route{Screen: kit.ScreenMail, ID: row.ID}) })
		d.until(subject, func() bool { return d.headed(subject) })
		d.do(d.layOut)
		if n := len(kittest.All[fyne.CanvasObject](d.Stage)); n > mostDrawn {
			t.Errorf("%s: %d objects", subject, n)
		}
		for _, o := range kittest.All[*canvas.Text](d.Stage) {
			if n := len([]rune(o.Text)); n > mostOfText {
				t.Errorf("%s: a text of %d letters", subject, n)
			}
		}
	}
	d.free()
}

// headed reports whether the letter that is open has a subject that begins so.
func (d *desk) headed(subject string) bool {
	return slices.ContainsFunc(kittest.All[*canvas.Text](d.Stage), func(o *canvas.Text) bool {
		return o.TextSize == subjectSize && strings.HasPrefix(o.Text, subject)
	})
}

// subjectSize is the size of the letters of an open letter's subject.
const subjectSize = 17
