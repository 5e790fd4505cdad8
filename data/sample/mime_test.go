package sample_test

import (
	"bytes"
	"encoding/base64"
	"image/png"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"

	"kartoteka/data"
)

// leaf is a part that holds no others.
type leaf struct {
	mediaType string
	params    map[string]string
	header    map[string][]string
	body      []byte
}

// leaves takes a message apart with the standard library's readers.
func leaves(t *testing.T, typ, transfer string, header map[string][]string, r io.Reader) []leaf {
	t.Helper()
	mediaType, params, err := mime.ParseMediaType(typ)
	if err != nil {
		t.Fatalf("%q: %v", typ, err)
	}
	if strings.HasPrefix(mediaType, "multipart/") {
		var out []leaf
		parts := multipart.NewReader(r, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if err == io.EOF {
				return out
			}
			if err != nil {
				t.Fatalf("%s: %v", mediaType, err)
			}
			out = append(out, leaves(t, p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p.Header, p)...)
		}
	}
	switch transfer {
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, r)
	case "quoted-printable":
		r = quotedprintable.NewReader(r)
	}
	body, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("%s in %s: %v", mediaType, transfer, err)
	}
	return []leaf{{mediaType, params, header, body}}
}

func TestMessagesAreWellFormed(t *testing.T) {
	uids, ids := map[string]uint32{}, map[string]bool{}
	for _, m := range firm.Messages {
		if bytes.Contains(bytes.ReplaceAll(m.Raw, []byte("\r\n"), nil), []byte("\n")) {
			t.Fatalf("%q has bare line feeds", m.Subject)
		}
		for line := range bytes.SplitSeq(m.Raw, []byte("\r\n")) {
			if len(line) > 998 {
				t.Errorf("%q has a line of %d bytes", m.Subject, len(line))
			}
		}
		msg, err := mail.ReadMessage(bytes.NewReader(m.Raw))
		if err != nil {
			t.Fatalf("%q: %v\n%s", m.Subject, err, m.Raw)
		}
		date, err := msg.Header.Date()
		if err != nil || m.Received.Sub(date) < 0 || m.Received.Sub(date).Minutes() > 1 {
			t.Errorf("%q: date %v of %v: %v", m.Subject, date, m.Received, err)
		}
		if got := strings.Trim(msg.Header.Get("Message-ID"), "<>"); got != m.MessageID || ids[got] {
			t.Errorf("%q: Message-ID %q, want %q once", m.Subject, got, m.MessageID)
		}
		ids[m.MessageID] = true
		if m.UID <= uids[m.Folder] {
			t.Errorf("%s: UID %d after %d", m.Folder, m.UID, uids[m.Folder])
		}
		uids[m.Folder] = m.UID
		parts := leaves(t, msg.Header.Get("Content-Type"), msg.Header.Get("Content-Transfer-Encoding"), msg.Header, msg.Body)
		if len(parts) == 0 || len(parts[0].body) == 0 {
			t.Errorf("%q is empty", m.Subject)
		}
	}
}

func TestAnswersNameWhatTheyAnswer(t *testing.T) {
	at := map[string]int{}
	for i, m := range firm.Messages {
		at[m.MessageID] = i
	}
	answers := 0
	for i, m := range firm.Messages {
		msg, err := mail.ReadMessage(bytes.NewReader(m.Raw))
		if err != nil {
			t.Fatal(err)
		}
		refs := strings.Fields(msg.Header.Get("References"))
		if len(refs) == 0 {
			if m.Thread != m.MessageID {
				t.Errorf("%q is of another's thread without naming it", m.Subject)
			}
			continue
		}
		answers++
		if got := strings.Trim(refs[0], "<>"); got != m.Thread {
			t.Errorf("%q begins its references with %q, thread %q", m.Subject, got, m.Thread)
		}
		if refs[len(refs)-1] != msg.Header.Get("In-Reply-To") {
			t.Errorf("%q answers %q and refers to %q", m.Subject, msg.Header.Get("In-Reply-To"), refs)
		}
		for _, r := range refs {
			if j, ok := at[strings.Trim(r, "<>")]; !ok || j >= i {
				t.Errorf("%q refers to %s, which is not there before it", m.Subject, r)
			}
		}
	}
	if answers < 300 {
		t.Errorf("only %d answers", answers)
	}
}

func TestManyWaysOfWritingMail(t *testing.T) {
	found := map[string]int{}
	for _, m := range firm.Messages {
		msg, err := mail.ReadMessage(bytes.NewReader(m.Raw))
		if err != nil {
			t.Fatal(err)
		}
		parts := leaves(t, msg.Header.Get("Content-Type"), msg.Header.Get("Content-Transfer-Encoding"), msg.Header, msg.Body)
		for _, p := range parts {
			found[strings.ToLower(p.params["charset"])]++
			if p.params["format"] == "flowed" {
				found["flowed"]++
			}
			if p.mediaType == "image/png" {
				if _, err := png.Decode(bytes.NewReader(p.body)); err != nil {
					t.Errorf("%q: %v", m.Subject, err)
				}
				found["png"]++
			}
			if p.mediaType == "application/pdf" && bytes.HasPrefix(p.body, []byte("%PDF-1.4\n")) && bytes.HasSuffix(p.body, []byte("%%EOF\n")) {
				found["pdf"]++
			}
			if d := strings.Join(p.header["Content-Disposition"], ""); strings.Contains(d, "filename*=") {
				found["RFC 2231"]++
			} else if strings.Contains(d, "=?") {
				found["RFC 2047"]++
			}
		}
		if len(parts) == 1 && parts[0].mediaType == "text/html" {
			found["HTML only"]++
		}
		if parts[0].params["charset"] == "us-ascii" && bytes.ContainsAny(parts[0].body, "ąęł") && m.Automatic == data.ByPerson {
			found["us-ascii that is UTF-8"]++
		}
		found[string(m.Automatic)]++
		if strings.HasPrefix(msg.Header.Get("Content-Type"), "multipart/report") {
			found["report"]++
		}
		if msg.Header.Get("List-Unsubscribe") != "" {
			found["unsubscribe"]++
		}
	}
	for _, what := range []string{
		"utf-8", "iso-8859-2", "windows-1250", "us-ascii", "flowed", "png", "pdf", "RFC 2231", "RFC 2047", "HTML only",
		"us-ascii that is UTF-8", "report", "unsubscribe", string(data.AutoReply),
	} {
		if found[what] == 0 {
			t.Errorf("no message has %s", what)
		}
	}
	t.Log(found)
}
