package message_test

import (
	"encoding/base64"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"

	"kartoteka/mail/message"
)

// polishMail writes the i-th ordinary message of about that size: plain or
// with HTML, in three charsets, every fourth with a file.
func polishMail(i, size int) []byte {
	charset, enc := "utf-8", encoding.Encoding(encoding.Nop)
	switch i % 4 {
	case 1:
		charset, enc = "iso-8859-2", charmap.ISO8859_2
	case 2:
		charset, enc = "windows-1250", charmap.Windows1250
	}
	text := strings.Repeat("Zażółć gęślą jaźń, proszę o pilny kontakt w sprawie zamówienia nr 12/2026.\r\n", size/300)
	body := encodedPart("text/plain", charset, enc, text)
	if i%2 == 0 {
		body = parts("alternative", body, encodedPart("text/html", charset, enc, "<html><body><p>"+strings.ReplaceAll(text, "\r\n", "<br>\r\n")+"</p></body></html>"))
	}
	if i%4 == 3 {
		file := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("\x00\x01PDF", size/8)))
		body = parts("mixed", body, "Content-Type: application/pdf; name=\"faktura.pdf\"\r\nContent-Disposition: attachment;\r\n\tfilename*=utf-8''faktura%20%C5%82.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"+wrap(file))
	}
	return []byte(fmt.Sprintf("Return-Path: <jan@x.pl>\r\nDelivered-To: biuro@firma.pl\r\n%sFrom: %s <jan.kowalski@x.pl>\r\nTo: Biuro <biuro@firma.pl>, ewa@x.pl\r\nSubject: %s\r\n"+
		"Date: Mon, 2 Mar 2026 10:20:30 +0100\r\nMessage-ID: <%d.abcdef@x.pl>\r\nReferences: <1@x.pl>\r\n <2@x.pl>\r\nIn-Reply-To: <2@x.pl>\r\nMIME-Version: 1.0\r\nX-Mailer: Poczta 1.0\r\n%s",
		strings.Repeat("Received: from mx.x.pl (mx.x.pl [10.0.0.1])\r\n\tby mail.firma.pl with ESMTPS id 12345\r\n\tfor <biuro@firma.pl>; Mon, 2 Mar 2026 10:20:31 +0100 (CET)\r\n", 3),
		mime.QEncoding.Encode("utf-8", "Michał Żak"), mime.BEncoding.Encode("utf-8", fmt.Sprintf("Święto łodzi nr %d", i)), i, body))
}

func encodedPart(kind, charset string, enc encoding.Encoding, text string) string {
	raw, err := enc.NewEncoder().String(text)
	if err != nil {
		panic(err)
	}
	var out strings.Builder
	w := quotedprintable.NewWriter(&out)
	if _, err := w.Write([]byte(raw)); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return "Content-Type: " + kind + "; charset=" + charset + "\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + out.String()
}

func wrap(s string) string {
	var out strings.Builder
	for len(s) > 76 {
		out.WriteString(s[:76] + "\r\n")
		s = s[76:]
	}
	return out.String() + s
}

func BenchmarkParse(b *testing.B) {
	var mails [][]byte
	var size int64
	for i := range 16 {
		mails = append(mails, polishMail(i, 12<<10))
		size += int64(len(mails[i]))
	}
	b.SetBytes(size / int64(len(mails)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if m := message.Parse(mails[i%len(mails)]); m.Quarantined {
			b.Fatal(m.Error)
		}
	}
}

func BenchmarkHTML(b *testing.B) {
	raw := htmlMail(strings.Repeat("<table><tr><td style='color:red'>Zażółć&nbsp;gęślą</td><td><a href=\"https://x.pl/a\">jaźń</a></td></tr></table>\n", 200))
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if m := message.Parse(raw); m.Text == "" {
			b.Fatal("no text")
		}
	}
}
