package message_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/png"
	"strings"
	"testing"

	"kartoteka/data"
	"kartoteka/mail/message"
)

func opened(t *testing.T, raw string) data.Reading {
	t.Helper()
	r, err := message.Open(strings.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAMessageOpens(t *testing.T) {
	r := opened(t, "From: a@x.example\nContent-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: multipart/alternative; boundary=b\n\n"+
		"--b\nContent-Type: text/plain; charset=utf-8\n\nTak, w piątek.\n\nW dniu 2015-01-07 14:23, b@x.example pisze:\n> Kiedy?\n"+
		"--b\nContent-Type: text/html; charset=utf-8\n\n<p>Tak, <b>w piątek</b>.</p><img src=https://x.example/1.png><blockquote type=cite>Kiedy?</blockquote>\n--b--\n"+
		"--m\nContent-Disposition: attachment; filename=\"faktura.pdf.exe\"\nContent-Type: application/pdf\n\nMZabc\n--m--")
	if len(r.Passages) != 2 || r.Passages[0].Folded || !r.Passages[1].Folded {
		t.Errorf("passages %+v", r.Passages)
	}
	if r.Rich == nil || len(r.Rich.Blocks) != 2 || r.Rich.Remote != 1 || !r.Rich.Blocks[1].Folded {
		t.Errorf("rich %+v", r.Rich)
	}
	if len(r.Files) != 1 || r.Files[0].Kind != data.FileProgram || !r.Files[0].Doubled ||
		r.Files[0].Type != "application/vnd.microsoft.portable-executable" {
		t.Errorf("files %+v", r.Files)
	}
	if plain := opened(t, "From: a@x.example\n\nTak."); plain.Rich != nil || len(plain.Passages) != 1 {
		t.Errorf("plain: %+v", plain)
	}
	if nothing := opened(t, "\x00\x01\x02"); len(nothing.Passages) != 0 {
		t.Errorf("nothing: %+v", nothing)
	}
}

func TestADeliveryReportNamesWhoWasNotReached(t *testing.T) {
	const head = "From: MAILER-DAEMON@x.example\nReturn-Path: <>\n"
	r := opened(t, head+"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nNie doręczono.\n"+
		"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x.example\n\nFinal-Recipient: rfc822; jan@nowak.example\nAction: failed\nStatus: 5.1.1\n"+
		"Diagnostic-Code: smtp; 550 5.1.1 User unknown\n\nFinal-Recipient: rfc822;ewa@nowak.example\nStatus: 5.2.2\n\n"+
		"--b\nContent-Type: message/rfc822\n\nMessage-ID: <oferta-12@firma.example>\nSubject: Oferta\n\nDzień dobry\n--b--")
	want := data.Undelivered{Address: "jan@nowak.example", Status: "5.1.1", Reason: "550 5.1.1 User unknown"}
	if len(r.Failed) != 2 || r.Failed[0] != want || r.Failed[1].Address != "ewa@nowak.example" || r.Returned != "oferta-12@firma.example" {
		t.Errorf("%+v of %q", r.Failed, r.Returned)
	}
	r = opened(t, head+"X-Failed-Recipients: jan@nowak.example\n\nNie doręczono.")
	if len(r.Failed) != 1 || r.Failed[0].Address != "jan@nowak.example" {
		t.Errorf("a header alone: %+v", r.Failed)
	}
	if r := opened(t, "From: jan@nowak.example\n\nDzień dobry"); r.Failed != nil {
		t.Errorf("a letter: %+v", r.Failed)
	}
}

func TestFilesByContentAndName(t *testing.T) {
	zip := func(name string) string { return "PK\x03\x04...." + name }
	for name, c := range map[string]struct {
		content string
		want    data.FileKind
		doubled bool
	}{
		"faktura.pdf":         {"%PDF-1.7", data.FilePlain, false},
		"zdjęcie.jpg":         {"\xff\xd8\xff\xe0", data.FilePlain, false},
		"notatka.txt":         {"Dzień dobry", data.FilePlain, false},
		"list 12.03.2026.txt": {"Dzień dobry", data.FilePlain, false},
		"faktura.pdf.exe":     {"x", data.FileProgram, true},
		"faktura.pdf .scr":    {"x", data.FileProgram, true},
		"zdjęcie.png":         {"MZ\x90\x00", data.FileProgram, false},
		"skrypt.txt":          {"#!/bin/sh\nrm", data.FileScript, false},
		"umowa.js":            {"var a", data.FileScript, false},
		"umowa.docx":          {zip("[Content_Types].xml"), data.FilePlain, false},
		"umowa.docm":          {zip("[Content_Types].xml word/vbaProject.bin"), data.FileMacro, false},
		"z makrem.docx":       {zip("[Content_Types].xml word/vbaProject.bin"), data.FileMacro, false},
		"arkusz.xls":          {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...._\x00V\x00B\x00A\x00_\x00P\x00R\x00O\x00J\x00", data.FileMacro, false},
		"stary.doc":           {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", data.FilePlain, false},
		"paczka.zip":          {zip("a.exe"), data.FileArchive, false},
		"bez końcówki":        {zip("a.exe"), data.FileArchive, false},
		"paczka.rar":          {"Rar!\x1a\x07\x00", data.FileArchive, false},
		"program.jar":         {zip("META-INF/MANIFEST.MF A.class"), data.FileProgram, false},
		"płyta.iso":           {"x", data.FileDisk, false},
		"dane.bin":            {strings.Repeat("\x00", 0x8001) + "CD001...", data.FileDisk, false},
		"skrót.lnk":           {"x", data.FileShortcut, false},
		"strona":              {"[InternetShortcut]\nURL=https://x.example", data.FileShortcut, false},
		"formularz.html":      {"x", data.FilePage, false},
		"obraz.png":           {"<svg xmlns='x'><script>", data.FilePage, false},
		"potwierdzenie.pdf":   {"\ufeff <html><body>", data.FilePage, false},
	} {
		s := message.Sign(name, []byte(c.content))
		if s.Kind != c.want || s.Doubled != c.doubled {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

func TestPicturesAreCheckedBeforeTheyAreDecoded(t *testing.T) {
	var buf bytes.Buffer
	if err := png.Encode(&buf, image.NewGray(image.Rect(0, 0, 3, 2))); err != nil {
		t.Fatal(err)
	}
	coded := base64.StdEncoding.EncodeToString(buf.Bytes())
	raw := "Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<img src=cid:1@x>\n--b\nContent-ID: <1@x>\n" +
		"Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n" + coded + "\n--b--"
	for name, p := range map[string]data.RichPicture{"a part": {ID: "1@x"}, "in the page": {Data: "data:image/png;base64," + coded}} {
		img, err := message.Picture(strings.NewReader(raw), int64(len(raw)), p)
		if err != nil || img.Bounds().Dx() != 3 {
			t.Errorf("%s: %v, %v", name, img, err)
		}
	}
	huge := bytes.Clone(buf.Bytes())
	copy(huge[16:], "\x00\x01\x00\x00\x00\x01\x00\x00") // 65536 by 65536
	for name, p := range map[string]data.RichPicture{
		"none":      {ID: "2@x"},
		"no image":  {Data: "data:text/html,<b>"},
		"too large": {Data: "data:image/png;base64," + base64.StdEncoding.EncodeToString(append(huge, make([]byte, 6<<20)...))},
		"a bomb":    {Data: "data:image/png;base64," + base64.StdEncoding.EncodeToString(huge)},
		"garbled":   {Data: "data:image/png;base64,%%%"},
	} {
		if _, err := message.Picture(strings.NewReader(raw), int64(len(raw)), p); err == nil {
			t.Errorf("%s: shown", name)
		}
	}
}

// FuzzOpen holds that opening agrees with reading for any bytes at all.
func FuzzOpen(f *testing.F) {
	for _, raw := range seeds() {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, err := message.Open(bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			t.Fatal(err)
		}
		m := message.Parse(raw)
		var text strings.Builder
		for _, p := range r.Passages {
			text.WriteString(p.Text)
		}
		if text.String() != m.Text {
			t.Errorf("opened %.100q, read %.100q", text.String(), m.Text)
		}
		if len(r.Files) != len(m.Attachments) {
			t.Errorf("%d files, %d attachments", len(r.Files), len(m.Attachments))
		}
		for i := range r.Files {
			if r.Files[i].Part != m.Attachments[i].Part {
				t.Errorf("file %d is part %d, attachment is %d", i, r.Files[i].Part, m.Attachments[i].Part)
			}
		}
	})
}
