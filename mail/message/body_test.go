package message_test

import (
	"fmt"
	"strings"
	"testing"

	"kartoteka/data"
	"kartoteka/mail/message"
	"kartoteka/mail/message/note"
)

// parts writes a multipart of that kind; each part is its header and body.
func parts(kind string, list ...string) string {
	b := fmt.Sprintf("=_%s_%d", strings.NewReplacer("/", "", ";", "", " ", "", "=", "").Replace(kind), len(list))
	out := "Content-Type: multipart/" + kind + "; boundary=\"" + b + "\"\r\n\r\nThis is a multi-part message in MIME format.\r\n"
	for _, p := range list {
		out += "--" + b + "\r\n" + p + "\r\n"
	}
	return out + "--" + b + "--\r\n"
}

const (
	head   = "From: Jan <jan@x.pl>\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\n"
	plain  = "Content-Type: text/plain; charset=utf-8\r\n\r\nzwykły tekst"
	rich   = "Content-Type: text/html; charset=utf-8\r\n\r\n<p>bogaty <b>tekst</b></p>"
	amp    = "Content-Type: text/x-amp-html\r\n\r\n<html amp4email>"
	pic    = "Content-Type: image/png; name=logo.png\r\nContent-ID: <logo>\r\nContent-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0K"
	pdf    = "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"faktura.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0x"
	ics    = "Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR"
	inner  = "Content-Type: message/rfc822\r\n\r\nSubject: Zamek\r\nFrom: ewa@x.pl\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nlist w środku"
	sig    = "Content-Type: application/pgp-signature; name=signature.asc\r\n\r\n-----BEGIN"
	footer = "Content-Type: text/plain\r\n\r\n-- \r\nlista"
	file   = "Content-Type: text/plain; name=notatka.txt\r\nContent-Disposition: inline; filename=notatka.txt\r\n\r\nz pliku"
)

func TestBodyIsChosen(t *testing.T) {
	tests := map[string]struct {
		mail, text string
		files      string // names, in order
	}{
		"plain":                          {plain, "zwykły tekst", ""},
		"HTML alone":                     {rich, "bogaty tekst", ""},
		"alternative":                    {parts("alternative", plain, rich), "zwykły tekst", ""},
		"alternative, HTML first":        {parts("alternative", rich, plain), "zwykły tekst", ""},
		"alternative with AMP":           {parts("alternative", plain, amp, rich), "zwykły tekst", ""},
		"alternative without plain":      {parts("alternative", rich), "bogaty tekst", ""},
		"empty plain":                    {parts("alternative", "Content-Type: text/plain\r\n\r\n \u00a0\r\n", rich), "bogaty tekst", ""},
		"placeholder":                    {parts("alternative", "Content-Type: text/plain\r\n\r\nHTML only.", rich), "bogaty tekst", ""},
		"Polish placeholder":             {parts("alternative", "Content-Type: text/plain; charset=utf-8\r\n\r\nTwój program nie obsługuje HTML.", "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Szanowni Państwo, oferta na marzec w załączniku.</p>"), "Szanowni Państwo, oferta na marzec w załączniku.", ""},
		"placeholder longer than HTML":   {parts("alternative", "Content-Type: text/plain\r\n\r\nOpen it in your browser: http://x.pl", "Content-Type: text/html\r\n\r\n<img src=x>"), "Open it in your browser: http://x.pl", ""},
		"HTML with pictures":             {parts("related", rich, pic), "bogaty tekst", "logo.png"},
		"alternative with pictures":      {parts("alternative", plain, parts("related", rich, pic)), "zwykły tekst", "logo.png"},
		"alternative in related":         {parts("related", parts("alternative", plain, rich), pic), "zwykły tekst", "logo.png"},
		"mixed around it all":            {parts("mixed", parts("alternative", plain, parts("related", rich, pic)), pdf), "zwykły tekst", "logo.png faktura.pdf"},
		"Apple: file between texts":      {parts("mixed", plain, pdf, footer), "zwykły tekst\n\n-- \nlista", "faktura.pdf"},
		"Apple: mixed in alternative":    {parts("alternative", plain, parts("mixed", rich, pdf, rich)), "zwykły tekst", "faktura.pdf"},
		"invitation":                     {parts("alternative", plain, rich, ics), "zwykły tekst", "attachment-3.ics"},
		"signed":                         {parts("signed", plain, sig), "zwykły tekst", "signature.asc"},
		"text file beside the text":      {parts("mixed", plain, file), "zwykły tekst", "notatka.txt"},
		"text file alone":                {parts("mixed", pdf, file), "z pliku", "faktura.pdf notatka.txt"},
		"text sent as attachment":        {"Content-Disposition: attachment; filename=a.txt\r\n" + plain, "zwykły tekst", "a.txt"},
		"forward beside a text":          {parts("mixed", plain, inner), "zwykły tekst", "Zamek.eml"},
		"forward without a word":         {parts("mixed", "Content-Type: text/plain\r\n\r\n", inner), "Zamek\n\nlist w środku", "Zamek.eml"},
		"only a forward":                 {inner, "Zamek\n\nlist w środku", "Zamek.eml"},
		"digest":                         {parts("digest", "\r\nSubject: A\r\n\r\na", "\r\nSubject: B\r\n\r\nb"), "A\n\na\n\nB\n\nb", "A.eml B.eml"},
		"report":                         {parts("report; report-type=delivery-status", plain, "Content-Type: message/delivery-status\r\n\r\nAction: failed", inner), "zwykły tekst", "attachment-2.txt Zamek.eml"},
		"report without words":           {parts("report; report-type=delivery-status", "Content-Type: message/delivery-status\r\n\r\nAction: failed"), "Action: failed", "attachment-1.txt"},
		"file alone":                     {pdf, "", "faktura.pdf"},
		"root of related named by start": {parts("related; start=\"<r>\"", pic, "Content-ID: <r>\r\n"+rich), "bogaty tekst", "logo.png"},
		"no part has a text":             {parts("mixed", pdf, pic), "", "faktura.pdf logo.png"},
		"unknown text type":              {"Content-Type: text/markdown\r\n\r\n# Tytuł", "# Tytuł", ""},
		"enriched":                       {"Content-Type: text/enriched\r\n\r\n<bold>Now</bold> <param>red</param>a<<b", "Now a<b", ""},
		"winmail.dat":                    {parts("mixed", plain, "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\neJ8+Ig=="), "zwykły tekst", "winmail.dat"},
		"encrypted":                      {parts("encrypted", "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1", "Content-Type: application/octet-stream\r\n\r\n-----BEGIN"), "", "attachment-1.bin attachment-2.bin"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			raw := []byte(head + tt.mail)
			m := message.Parse(raw)
			if m.Text != tt.text {
				t.Errorf("text\n got %q\nwant %q", m.Text, tt.text)
			}
			if got := names(m); got != tt.files {
				t.Errorf("files\n got %q\nwant %q", got, tt.files)
			}
			check(t, raw, m)
		})
	}
}

func names(m data.Message) string {
	var list []string
	for _, a := range m.Attachments {
		list = append(list, a.Name)
	}
	return strings.Join(list, " ")
}

// Mail that breaks the rules, each in a way that was seen in a real mailbox.
func TestBrokenMailIsRead(t *testing.T) {
	tests := map[string]struct {
		mail, subject, text, files, warning string
	}{
		"no header":                        {"Dzień dobry,\nproszę o kontakt", "", "Dzień dobry,\nproszę o kontakt", "", note.NoHeader},
		"text that looks like a header":    {"Uwaga: jutro nieczynne\n\nJan", "", "Uwaga: jutro nieczynne\n\nJan", "", note.NoHeader},
		"quoted block is no header":        {"Przesyłam dalej\n_____\nFrom: Ewa\nSent: wczoraj\nSubject: x\n\nTreść", "", "Przesyłam dalej\n_____\nFrom: Ewa\nSent: wczoraj\nSubject: x\n\nTreść", "", note.NoHeader},
		"blank lines first":                {"\r\n \r\nSubject: S\r\n\r\nx", "S", "x", "", ""},
		"mbox line first":                  {"From jan Mon Jan  2 15:04:05 2006\nSubject: S\n\nx", "S", "x", "", ""},
		"byte order mark":                  {"\xef\xbb\xbfSubject: S\n\nx", "S", "x", "", ""},
		"old Mac line ends":                {"Subject: S\rFrom: a@b.pl\r\rx\ry", "S", "x\ny", "", ""},
		"line without a colon":             {"From: a@b.pl\nrubbish here\nSubject: S\n\nx", "S", "x", "", note.HeaderLine},
		"fold at the very start":           {" from nowhere\nSubject: S\nDate: x\n\nx", "S", "x", "", note.HeaderLine},
		"no empty line before the text":    {"From: a@b.pl\nSubject: S\nDzień dobry\npanie Janie", "S", "Dzień dobry\npanie Janie", "", note.HeaderLine},
		"blank before the colon":           {"From: a@b.pl\nSubject : S\n\nx", "S", "x", "", ""},
		"blanks for the empty line":        {"From: a@b.pl\nSubject: S\n  \nDzień dobry", "S", "Dzień dobry", "", ""},
		"blanks inside a fold":             {"To: a@b.pl,\n \n c@d.pl\nSubject: S\n\nx", "S", "x", "", ""},
		"only a header":                    {"Subject: S\nFrom: a@b.pl", "S", "", "", ""},
		"closing boundary missing":         {"Subject: S\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\nContent-Type: application/pdf; name=a.pdf\n\npdf", "S", "x", "a.pdf", note.Unterminated},
		"boundary not declared":            {"Subject: S\nContent-Type: multipart/mixed\n\n--b\nContent-Type: text/plain\n\nx\n--b--", "S", "x", "", note.Boundary},
		"boundary wrong":                   {"Subject: S\nContent-Type: multipart/mixed; boundary=c\n\n--b\nContent-Type: text/plain\n\nx\n--b--", "S", "x", "", note.Boundary},
		"boundary nowhere":                 {"Subject: S\nContent-Type: multipart/mixed; boundary=c\n\nx", "S", "x", "", note.Boundary},
		"boundary, quote not closed":       {"Subject: S\nContent-Type: multipart/mixed; boundary=\"b; type=x\n\n--b\n\nx\n--b--", "S", "x", "", ""},
		"boundary with blanks behind":      {"Subject: S\nContent-Type: multipart/mixed; boundary=\"b \"\n\n--b \n\nx\n--b-- \n", "S", "x", "", ""},
		"same boundary inside":             {"Subject: S\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nx\n--b--\n\n--b\nContent-Type: application/pdf; name=a.pdf\n\npdf\n--b--", "S", "x", "a.pdf", ""},
		"longer boundary inside":           {"Subject: S\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\n\nx\n--bb--\n--b--", "S", "x", "", ""},
		"multipart without a Content-Type": {"Subject: S\n\nThis is MIME.\n--b\nContent-Type: text/plain\n\nx\n--b\nContent-Type: application/pdf; name=a.pdf\n\npdf\n--b--", "S", "x", "a.pdf", ""},
		"a multipart quoted below a text":  {"Subject: S\n\nThe letter came back.\n\nSubject: T\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nx\n--b--", "S", "The letter came back.\n\nSubject: T\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nx\n--b--", "", ""},
		"the first of a message in pieces": {"Subject: S\nContent-Type: message/partial; number=1; total=2; id=a\n\nSubject: T\n\nx", "S", "T\n\nx", "attachment-1.bin", note.EnclosedText},
		"the second of it":                 {"Subject: S\nContent-Type: message/partial; number=2; total=2; id=a\n\nx", "S", "", "attachment-1.bin", ""},
		"part without a header":            {"Subject: S\nContent-Type: multipart/mixed; boundary=b\n\n--b\nx\n--b--", "S", "x", "", ""},
		"blank line before part's header":  {"Subject: S\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nContent-Type: text/html\n\n<p>x\n--b--", "S", "x", "", note.HeaderLine},
		"multipart in base64":              {"Subject: S\nContent-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\nLS1iCgp4Ci0tYi0tCg==", "S", "x", "", ""},
		"bad media type":                   {"Subject: S\nContent-Type: ???\n\nx", "S", "x", "", note.ContentType},
		"media type of one word":           {"Subject: S\nContent-Type: text\n\nx", "S", "x", "", ""},
		"html for a media type":            {"Subject: S\nContent-Type: html\n\n<p>x", "S", "x", "", ""},
		"two Content-Types":                {"Subject: S\nContent-Type: text/html\nContent-Type: text/plain\n\n<p>x", "S", "x", "", ""},
		"missing semicolon":                {"Subject: S\nContent-Type: text/plain charset=iso-8859-2 format=flowed\n\n\xb1 \nb", "S", "ą b", "", ""},
		"unknown transfer encoding":        {"Subject: S\nContent-Transfer-Encoding: rot13\n\nx", "S", "x", "", note.Encoding},
		"transfer encoding with a comment": {"Subject: S\nContent-Transfer-Encoding: \"base64\" (really);\n\neA==", "S", "x", "", ""},
		"base64 that is text":              {"Subject: S\nContent-Transfer-Encoding: base64\n\nOn, nie ona, przyszedł.", "S", "On, nie ona, przyszedł.", "", note.Base64},
		"base64 with a footer":             {"Subject: S\nContent-Transfer-Encoding: base64\n\neCB5IHo=\n\n-- \nTen list sprawdził program antywirusowy.", "S", "x y z\n\n-- \nTen list sprawdził program antywirusowy.", "", note.Base64},
		"base64 with a remark":             {"Subject: S\nContent-Transfer-Encoding: base64\n\neCB5IHo= ignored", "S", "x y z\n\nignored", "", note.Base64},
		"base64 that is a word":            {"Subject: S\nContent-Transfer-Encoding: base64\n\nstuff", "S", "stuff", "", note.Base64},
		"base64 in two":                    {"Subject: S\nContent-Transfer-Encoding: base64\n\neA==\neQ==", "S", "xy", "", ""},
		"base64 with a stray sign":         {"Subject: S\nContent-Transfer-Encoding: base64\n\neCB5IHogeCB5IHogeCB5IHog!eCB5IHo", "S", "x y z x y z x y z x y z", "", note.Base64},
		"bad codes in quoted-printable":    {"Subject: S\nContent-Transfer-Encoding: quoted-printable\n\na=ZZb =c5=82 100%= \nc=", "S", "a=ZZb ł 100%c", "", note.Quoted},
		"unknown charset":                  {"Subject: S\nContent-Type: text/plain; charset=klingon\n\nzażółć", "S", "zażółć", "", note.UnknownCharset},
		"control characters in a header":   {"Subject: a\x00b\x1bc\n\nx", "abc", "x", "", ""},
		"UTF-16 file":                      {"\xff\xfeS\x00u\x00b\x00j\x00e\x00c\x00t\x00:\x00S\x00\n\x00\n\x00x\x00", "S", "x", "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := message.Parse([]byte(tt.mail))
			if m.Subject != tt.subject || m.Text != tt.text || names(m) != tt.files {
				t.Errorf("\n got %q %q %q\nwant %q %q %q", m.Subject, m.Text, names(m), tt.subject, tt.text, tt.files)
			}
			if tt.warning != "" && !hasWarning(m, tt.warning) {
				t.Errorf("warnings %v, want %s", m.Warnings, tt.warning)
			}
			check(t, []byte(tt.mail), m)
		})
	}
}

func TestNothingToRead(t *testing.T) {
	noise := make([]byte, 4000)
	for i := range noise {
		noise[i] = byte(i * 7 % 251)
	}
	tests := map[string]struct {
		raw  []byte
		want bool
	}{
		"empty":              {nil, true},
		"blanks":             {[]byte("\r\n \t\r\n"), true},
		"noise":              {noise, true},
		"noise with a field": {append([]byte("Subject: S\n\n"), noise...), false},
		"a picture":          {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"), true},
		"Cyrillic letter":    {[]byte("\xcf\xf0\xe8\xe2\xe5\xf2\r\n"), false},
		"one word":           {[]byte("tak"), false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := message.Parse(tt.raw)
			if m.Quarantined != tt.want || (m.Error != "") != tt.want {
				t.Errorf("quarantined %v (%q), want %v", m.Quarantined, m.Error, tt.want)
			}
			check(t, tt.raw, m)
		})
	}
}

func TestFlowedText(t *testing.T) {
	tests := map[string]struct{ params, in, want string }{
		"joined":          {"format=flowed", "a b \r\nc\r\nd", "a b c\nd"},
		"DelSp":           {"format=flowed; delsp=yes", "al \r\na \r\nma", "alama"},
		"quotes":          {"format=flowed", "> a \r\n> b\r\n>> c \r\nd", "> a b\n>> c \nd"},
		"signature":       {"format=flowed", "a \r\n-- \r\nJan", "a \n-- \nJan"},
		"stuffed":         {"format=flowed", " From x\r\n  y", "From x\n y"},
		"not flowed":      {"format=fixed", "a \r\nb", "a \nb"},
		"ends with blank": {"format=flowed", "a \r\n", "a"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			raw := "From: a@b.pl\r\nContent-Type: text/plain; " + tt.params + "\r\n\r\n" + tt.in
			if got := message.Parse([]byte(raw)).Text; got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	t.Run("depth", func(t *testing.T) {
		mail := plain
		for i := range 140 {
			mail = fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n%s\r\n--b%d--", i, i, mail, i)
		}
		m := message.Parse([]byte(head + mail))
		if !hasWarning(m, note.Depth) || len(m.Attachments) != 1 || !strings.Contains(partOf(t, head+mail, m.Attachments[0]), "zwykły tekst") {
			t.Errorf("what lies too deep is not kept: %v %v", m.Warnings, m.Attachments)
		}
	})
	t.Run("depth that is met", func(t *testing.T) {
		mail := plain
		for i := range 60 {
			mail = fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n%s\r\n--b%d--", i, i, mail, i)
		}
		if m := message.Parse([]byte(head + mail)); !strings.Contains(m.Text, "zwykły tekst") || len(m.Attachments) > 0 {
			t.Errorf("%q, %v", m.Text, m.Attachments)
		}
	})
	t.Run("parts", func(t *testing.T) {
		mail := head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\nContent-Type: a/b\r\n\r\nx\r\n", 5000) + "--b\r\n\r\nthe last\r\n--b--"
		m := message.Parse([]byte(mail))
		if n := len(m.Attachments); !hasWarning(m, note.Parts) || n > 1000 || !strings.Contains(partOf(t, mail, m.Attachments[n-1]), "the last") {
			t.Errorf("%d attachments, %v", n, m.Warnings)
		}
	})
	t.Run("uuencoded files", func(t *testing.T) {
		m := message.Parse([]byte("Subject: S\n\n" + strings.Repeat("begin 644 a\n#86)C\nend\n", 5000) + "the end"))
		if len(m.Attachments) != 1000 || !strings.HasSuffix(m.Text, "the end") {
			t.Errorf("%d attachments, %.20q", len(m.Attachments), m.Text)
		}
	})
	t.Run("pages without a word", func(t *testing.T) {
		page := "--b\nContent-Type: text/html\n\n" + strings.Repeat("<p>", 5000) + "\n"
		mail := "Subject: S\nContent-Type: multipart/alternative; boundary=b\n\n" + strings.Repeat(page, 900) + "--b--"
		if m := message.Parse([]byte(mail)); !hasWarning(m, note.TextCut) || m.Text != "" {
			t.Errorf("%v %.20q", m.Warnings, m.Text)
		}
	})
	t.Run("header", func(t *testing.T) {
		m := message.Parse([]byte("Subject: S\n" + strings.Repeat("X-A: "+strings.Repeat("y", 1000)+"\n", 400) + "To: a@b.pl\n\nbody"))
		if !hasWarning(m, note.HeaderSize) || m.Subject != "S" || m.Text != "body" || m.To != nil {
			t.Errorf("%v %q %q %v", m.Warnings, m.Subject, m.Text, m.To)
		}
	})
	t.Run("text", func(t *testing.T) {
		m := message.Parse([]byte("Subject: S\n\n" + strings.Repeat("zażółć\n", 1<<19)))
		if !hasWarning(m, note.TextCut) || len(m.Text) > 2<<20 || len(m.Text) < 2<<20-10 {
			t.Errorf("%v %d", m.Warnings, len(m.Text))
		}
	})
}

func partOf(t *testing.T, raw string, a data.Attachment) string {
	t.Helper()
	b, _, err := message.Part([]byte(raw), a.Part)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
