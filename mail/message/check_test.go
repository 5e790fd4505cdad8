package message_test

import (
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"kartoteka/data"
	"kartoteka/mail/message"
)

// check holds what must be true of every message that was read from raw.
func check(t testing.TB, raw []byte, m data.Message) {
	t.Helper()
	if strings.HasPrefix(m.Error, "reading:") {
		t.Fatalf("it panicked: %s", m.Error)
	}
	if m.Quarantined && (m.Error == "" || m.Text != "") || !m.Quarantined && m.Error != "" {
		t.Errorf("quarantined %v, error %q", m.Quarantined, m.Error)
	}
	checkText(t, "Text", m.Text, "\n\t")
	for name, s := range map[string]string{"Subject": m.Subject, "From": m.From.String(), "MessageID": m.MessageID} {
		checkText(t, name, s, "")
	}
	for _, list := range [][]data.Address{m.To, m.Cc, m.ReplyTo} {
		for _, a := range list {
			checkText(t, "address", a.String(), "")
		}
	}
	if len(m.References) > 100 || len(m.InReplyTo) > 100 {
		t.Errorf("%d references, %d replies", len(m.References), len(m.InReplyTo))
	}
	for _, id := range append(append([]string{m.MessageID}, m.References...), m.InReplyTo...) {
		if strings.ContainsAny(id, "<> \t\r\n") || len(id) > 1000 {
			t.Errorf("id %.80q", id)
		}
	}
	if len(m.Text) > 2<<20 {
		t.Errorf("%d bytes of text", len(m.Text))
	}
	checkAttachments(t, raw, m)
}

func checkAttachments(t testing.TB, raw []byte, m data.Message) {
	t.Helper()
	if len(m.Attachments) > 1100 {
		t.Errorf("%d attachments", len(m.Attachments))
	}
	var total int64
	for i, a := range m.Attachments {
		total += a.Size
		checkText(t, "name", a.Name, "")
		if a.Name == "" || strings.ContainsAny(a.Name, `/\:*?"<>|`) || utf8.RuneCountInString(a.Name) > 120 {
			t.Errorf("unsafe name %q", a.Name)
		}
		if i > 20 { // reading a part takes the whole message apart again
			continue
		}
		content, again, err := message.Part(raw, a.Part)
		if err != nil {
			t.Fatalf("Part(%d): %v", a.Part, err)
		}
		if sum := sha256.Sum256(content); int64(len(content)) != a.Size || hex.EncodeToString(sum[:]) != a.SHA256 {
			t.Errorf("part %d: %d bytes, listed as %d", a.Part, len(content), a.Size)
		}
		if again != a {
			t.Errorf("Part tells %+v, Parse %+v", again, a)
		}
	}
	if total > 4*int64(len(raw))+10<<20 {
		t.Errorf("%d bytes of attachments from %d", total, len(raw))
	}
}

// checkText holds that s is valid UTF-8 without control characters but those
// allowed.
func checkText(t testing.TB, what, s, allowed string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Errorf("%s is not UTF-8: %.200q", what, s)
	}
	for _, r := range s {
		if unicode.IsControl(r) && !strings.ContainsRune(allowed, r) {
			t.Errorf("%s holds %U: %.200q", what, r, s)
			return
		}
	}
}

// FuzzParse holds the same for any bytes at all.
func FuzzParse(f *testing.F) {
	for _, raw := range seeds() {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := message.Parse(raw)
		check(t, raw, m)
		if again := message.Parse(raw); !reflect.DeepEqual(m, again) {
			t.Errorf("reading twice differs:\n%+v\n%+v", m, again)
		}
	})
}

// seeds are messages that use every corner of the reader.
func seeds() []string {
	return []string{
		"From: Jan <jan@x.pl>\r\nTo: G: a@b.pl, Kowalski, Ewa <e@x.pl>;\r\nSubject: =?utf-8?B?xIXFvA==?= =?iso-8859-2?Q?=B1?=\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\nMessage-ID: <1@x>\r\nReferences: <a@x> <b@x>\r\n\r\nDzień dobry\r\n",
		"Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/plain; charset=windows-1250; format=flowed\nContent-Transfer-Encoding: quoted-printable\n\n=9C=B3 \nb=\n--b\nContent-Type: application/pdf; name*0*=utf-8''%C5%82; name*1=\".pdf\"\nContent-Transfer-Encoding: base64\n\nYWJj\nZGVm\n--b--\nmore",
		"MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=x\n\n--x\n\nhtml only\n--x\nContent-Type: multipart/related; boundary=y; start=\"<r>\"\n\n--y\nContent-Type: text/html\nContent-ID: <r>\n\n<p>a<img src=cid:1></p>\n--y\nContent-Type: image/png\nContent-ID: <1>\nContent-Disposition: inline\n\npng\n--y--\n--x--",
		"Subject: x\n\nbegin 644 a.txt\n#86)C\n`\nend\nafter",
		"From: MAILER-DAEMON\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nfailed\n--b\nContent-Type: message/delivery-status\n\nAction: failed\n--b\nContent-Type: message/rfc822\n\nSubject: inner\n\ntext\n--b--",
		"Subject: x\nContent-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B%F%9%H\x1b(B",
		"Subject: x\nContent-Type: text/plain; charset=utf-7\n\n+AXw-",
		"Subject: x\nContent-Type: text/enriched\n\n<bold>a</bold><<b",
		"\xff\xfeS\x00u\x00b\x00j\x00e\x00c\x00t\x00:\x00x\x00\n\x00",
		"From jan Mon Jan  2 15:04:05 2006\n\tfold\nno colon\nFrom : a@b\n \nTo: <\n",
		"", "\x00\x01\x02\x03", "Subject: x\rFrom: y\r\rz",
	}
}
