package message_test

import (
	"strings"
	"testing"

	"kartoteka/data"
	"kartoteka/mail/message"
)

func TestSafeName(t *testing.T) {
	tests := map[string]string{
		"faktura.pdf":                        "faktura.pdf",
		"Zażółć gęślą jaźń.docx":             "Zażółć gęślą jaźń.docx",
		"../../etc/passwd":                   "passwd",
		`C:\Users\jan\faktura.pdf`:           "faktura.pdf",
		`\\server\share\a.txt`:               "a.txt",
		"":                                   "attachment",
		".":                                  "attachment",
		"..":                                 "attachment",
		"a/":                                 "attachment",
		" . . ":                              "attachment",
		".bashrc":                            "bashrc",
		"oferta. . ":                         "oferta",
		"a<b>:\"|?*.txt":                     "a_b______.txt",
		"faktura\u202efdp.exe":               "fakturafdp.exe",
		"a\u200bb\u2066c\ufeff.pdf":          "abc.pdf",
		"a\x00b\nc\td.pdf":                   "ab c d.pdf",
		"a \u00a0 b.pdf":                     "a b.pdf",
		"CON":                                "_CON",
		"con.txt":                            "_con.txt",
		"Com1.tar.gz":                        "_Com1.tar.gz",
		"LPT¹":                               "_LPT¹",
		"aux .txt":                           "_aux .txt",
		"COM10.txt":                          "COM10.txt",
		"console.txt":                        "console.txt",
		"a\xff.txt":                          "a_.txt",
		strings.Repeat("a", 300) + ".pdf":    strings.Repeat("a", 116) + ".pdf",
		strings.Repeat("ł", 300) + ".pdf":    strings.Repeat("ł", 98) + ".pdf",
		strings.Repeat("a", 300):             strings.Repeat("a", 120),
		"a." + strings.Repeat("b", 300):      "a." + strings.Repeat("b", 118),
		strings.Repeat("a", 115) + " .x.pdf": strings.Repeat("a", 115) + " .pdf"[1:],
	}
	for in, want := range tests {
		t.Run(in, func(t *testing.T) {
			if got := message.SafeName(in); got != want {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}

func TestAttachmentNames(t *testing.T) {
	tests := map[string]struct{ header, want string }{
		"filename":                {"Content-Disposition: attachment; filename=\"oferta.pdf\"", "oferta.pdf"},
		"no quotes":               {"Content-Disposition: attachment; filename=moja oferta.pdf", "moja oferta.pdf"},
		"quote not closed":        {"Content-Disposition: attachment; filename=\"oferta.pdf", "oferta.pdf"},
		"name":                    {"Content-Type: application/pdf; name=oferta.pdf", "oferta.pdf"},
		"filename before name":    {"Content-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment; filename=b.pdf", "b.pdf"},
		"extended":                {"Content-Disposition: attachment; filename*=utf-8'pl'za%C5%82%C4%85cznik.pdf", "załącznik.pdf"},
		"extended beside plain":   {"Content-Disposition: attachment; filename=\"za__cznik.pdf\"; filename*=UTF-8''za%C5%82%C4%85cznik.pdf", "załącznik.pdf"},
		"extended in 8859-2":      {"Content-Disposition: attachment; filename*=iso-8859-2''za%B3%B1cznik.pdf", "załącznik.pdf"},
		"extended, no charset":    {"Content-Disposition: attachment; filename*=za%C5%82.pdf", "zał.pdf"},
		"pieces":                  {"Content-Disposition: attachment; filename*0=\"bardzo \"; filename*1=\"długa \"; filename*2=nazwa.pdf", "bardzo długa nazwa.pdf"},
		"pieces, extended":        {"Content-Disposition: attachment; filename*0*=utf-8''za%C5%82%C4; filename*1*=%85cznik; filename*2=\".pdf\"", "załącznik.pdf"},
		"pieces out of order":     {"Content-Disposition: attachment; filename*1=\"b.pdf\"; filename*0=\"a\"", "ab.pdf"},
		"encoded word":            {"Content-Disposition: attachment; filename=\"=?utf-8?Q?za=C5=82=C4=85cznik.pdf?=\"", "załącznik.pdf"},
		"encoded word, no quotes": {"Content-Disposition: attachment; filename==?utf-8?B?emHFgsSFY3puaWsucGRm?=", "załącznik.pdf"},
		"encoded words, folded":   {"Content-Disposition: attachment; filename=\"=?utf-8?B?emHFgg==?=\n =?utf-8?B?xIVjem5pay5wZGY=?=\"", "załącznik.pdf"},
		"raw UTF-8":               {"Content-Disposition: attachment; filename=\"załącznik.pdf\"", "załącznik.pdf"},
		"raw windows-1250":        {"Content-Disposition: attachment; filename=\"za\xb3\xb9cznik.pdf\"", "załącznik.pdf"},
		"a path":                  {`Content-Disposition: attachment; filename="C:\Dokumenty\oferta.pdf"`, "oferta.pdf"},
		"escaped quotes":          {`Content-Disposition: attachment; filename="a \"b\".pdf"`, "a _b_.pdf"},
		"semicolon in quotes":     {`Content-Disposition: attachment; filename="a;b.pdf"`, "a;b.pdf"},
		"twice":                   {"Content-Disposition: attachment; filename=; filename=b.pdf; filename=c.pdf", "b.pdf"},
		"Content-Location":        {"Content-Type: image/png\nContent-Location: http://x.pl/img/logo.png?x=1", "logo.png"},
		"none, known type":        {"Content-Type: image/jpeg", "attachment-2.jpg"},
		"none, odd type":          {"Content-Type: application/x-odd", "attachment-2.bin"},
		"none, text":              {"Content-Type: text/x-patch", "attachment-2.txt"},
		"only rubbish":            {"Content-Disposition: attachment; filename=\"\u202e..\"", "attachment"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			raw := []byte("From: a@b.pl\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntekst\n--b\n" + tt.header + "\n\ndane\n--b--\n")
			m := message.Parse(raw)
			if names(m) != tt.want {
				t.Errorf("got %q, want %q", names(m), tt.want)
			}
			check(t, raw, m)
		})
	}
}

func TestAttachmentContent(t *testing.T) {
	raw := head + parts("mixed", plain, pdf,
		"Content-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=00=FF=\r\nb \r\nc",
		"Content-Type: text/plain; name=b.txt\r\n\r\nlinia 1\r\nlinia 2\r\n", pic, inner,
		"Content-Type: application/x-uu; name=uu.txt\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 c.txt\r\n%2&5L;&\\\r\n`\r\nend\r\n")
	want := map[string]string{
		"faktura.pdf": "%PDF-1", "a.bin": "a\x00\xffb\r\nc", "b.txt": "linia 1\r\nlinia 2\r\n", "logo.png": "\x89PNG\r\n",
		"Zamek.eml": strings.SplitN(inner, "\r\n\r\n", 2)[1], "uu.txt": "Hello",
	}
	m := message.Parse([]byte(raw))
	if len(m.Attachments) != len(want) {
		t.Fatalf("attachments %s", names(m))
	}
	for _, a := range m.Attachments {
		if got := partOf(t, raw, a); got != want[a.Name] {
			t.Errorf("%s: %q, want %q", a.Name, got, want[a.Name])
		}
		if a.Inline != (a.Name == "logo.png") {
			t.Errorf("%s: inline %v", a.Name, a.Inline)
		}
	}
	check(t, []byte(raw), m)
}

func TestUuencodedFilesInTheText(t *testing.T) {
	raw := []byte("From: a@b.pl\nContent-Type: text/plain; charset=utf-8\n\nW załączeniu.\n\nbegin 644 c:\\dane\\żółw.txt\n%2&5L;&\\\n`\nend\nJan\nbegin 644 b.txt\n#86)C\nend\nbegin again\n")
	m := message.Parse(raw)
	if m.Text != "W załączeniu.\n\nJan\nbegin again" {
		t.Errorf("text %q", m.Text)
	}
	if names(m) != "żółw.txt b.txt" {
		t.Fatalf("files %q", names(m))
	}
	if got := partOf(t, string(raw), m.Attachments[0]) + partOf(t, string(raw), m.Attachments[1]); got != "Helloabc" {
		t.Errorf("content %q", got)
	}
	check(t, raw, m)
}

func TestLargeAttachmentInPieces(t *testing.T) {
	line := strings.Repeat("QUJD", 19) + "\r\n"
	for name, damage := range map[string]string{"whole": "", "with a stray blank": " ", "with noise": "!"} {
		t.Run(name, func(t *testing.T) {
			raw := []byte(head + parts("mixed", plain, "Content-Type: a/b; name=c\r\nContent-Transfer-Encoding: base64\r\n\r\n"+strings.Repeat(line, 3000)+damage+strings.Repeat(line, 1000)))
			m := message.Parse(raw)
			if len(m.Attachments) != 1 || m.Attachments[0].Size != 4000*57 {
				t.Fatalf("attachments %+v", m.Attachments)
			}
			check(t, raw, m)
		})
	}
}

func TestPartThatIsNotThere(t *testing.T) {
	for _, i := range []int{-1, 1, 1 << 30} {
		if _, _, err := message.Part([]byte(head+plain), i); data.CodeOf(err) != data.CodeNotFound {
			t.Errorf("Part(%d): %v", i, err)
		}
	}
}
