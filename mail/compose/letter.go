package compose

import (
	"bytes"
	"encoding/base64"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"kartoteka/data"
)

// Letter is a message of plain text to be written.
type Letter struct {
	From       data.Address
	To, Cc     []data.Address
	Subject    string
	Text       string    // UTF-8, any line ends
	Date       time.Time // written in its own zone
	MessageID  string    // without <>
	InReplyTo  string    // without <>, "" for none
	References []string  // without <>, the oldest first
}

// Bytes writes the letter with CRLF line ends. It refuses one without sender,
// recipient or Message-ID, and addresses that no server would take
// ("reply-without-recipient", "reply-address").
func (l *Letter) Bytes() ([]byte, error) {
	if len(l.To) == 0 {
		return nil, data.NewError(data.CodeInvalid, "reply-without-recipient")
	}
	var h header
	from, err := writtenAddress(l.From)
	if err != nil {
		return nil, err
	}
	id := msgIDs([]string{l.MessageID})
	if len(id) == 0 {
		return nil, data.NewError(data.CodeInternal, "internal")
	}
	h.field("Date", []string{l.Date.Format("Mon, 02 Jan 2006 15:04:05 -0700")})
	h.field("Message-ID", id)
	h.field("From", from)
	for _, list := range []struct {
		name string
		to   []data.Address
	}{{"To", l.To}, {"Cc", l.Cc}} {
		words, err := writtenList(list.to)
		if err != nil {
			return nil, err
		}
		h.field(list.name, words)
	}
	h.text("Subject", l.Subject)
	h.field("In-Reply-To", msgIDs([]string{l.InReplyTo}))
	h.field("References", msgIDs(l.References))
	h.field("MIME-Version", []string{"1.0"})
	h.field("Content-Type", []string{"text/plain;", "charset=utf-8"})
	encoding, body := encodeBody(l.Text)
	h.field("Content-Transfer-Encoding", []string{encoding})
	h.b.WriteString("\r\n")
	h.b.Write(body)
	return h.b.Bytes(), nil
}

// longestLine is what a line of 7bit text may hold here without its end; RFC
// 5322 advises 78.
const longestLine = 76

// encodeBody returns the transfer encoding that suits a text, and the text in it.
func encodeBody(text string) (encoding string, body []byte) {
	text = strings.ToValidUTF8(text, "\ufffd")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, text)
	text = strings.TrimRight(text, "\n") + "\n"
	crlf := strings.ReplaceAll(text, "\n", "\r\n")
	wide := 0
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			wide++
		}
	}
	switch {
	case wide == 0 && plainLines(text):
		return "7bit", []byte(crlf)
	case wide > len(text)/3: // Cyrillic and the like would be unreadable in the other
		return "base64", wrapped(base64.StdEncoding.EncodeToString([]byte(crlf)))
	}
	var b bytes.Buffer
	w := quotedprintable.NewWriter(&b)
	_, _ = w.Write([]byte(crlf)) // a buffer takes all
	_ = w.Close()
	return "quoted-printable", b.Bytes()
}

// plainLines reports whether every line may stand as it is: short, without
// blanks at its end, which servers drop, and no "From " that mailboxes quote.
func plainLines(text string) bool {
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if len(line) > longestLine || strings.HasSuffix(line, " ") || strings.HasSuffix(line, "\t") ||
			strings.HasPrefix(line, "From ") {
			return false
		}
	}
	return true
}

func wrapped(s string) []byte {
	var b bytes.Buffer
	for len(s) > longestLine {
		b.WriteString(s[:longestLine] + "\r\n")
		s = s[longestLine:]
	}
	b.WriteString(s + "\r\n")
	return b.Bytes()
}

// writtenList is a list of addresses as words of a field, each address's last
// but the last's with a comma.
func writtenList(list []data.Address) ([]string, error) {
	var out []string
	for i, a := range list {
		words, err := writtenAddress(a)
		if err != nil {
			return nil, err
		}
		if i < len(list)-1 {
			words[len(words)-1] += ","
		}
		out = append(out, words...)
	}
	return out, nil
}

func writtenAddress(a data.Address) ([]string, error) {
	email, err := Address(a.Email)
	if err != nil {
		return nil, err
	}
	name := oneLine(a.Name)
	if name == "" {
		return []string{email}, nil
	}
	return append(phrase(name), "<"+email+">"), nil
}

// Address brings an address to the form in which servers take it: a domain with
// letters of its own in ASCII. The error's key is "reply-address".
func Address(email string) (string, error) {
	refused := data.NewError(data.CodeInvalid, "reply-address", "Address", oneLine(email))
	local, domain, ok := cutAt(strings.TrimSpace(email))
	if !ok || len(local) > 64 {
		return "", refused
	}
	domain, err := idna.Lookup.ToASCII(strings.TrimSuffix(domain, "."))
	if err != nil || !fitsDNS(domain) {
		return "", refused
	}
	out := local + "@" + domain
	for i := range len(out) {
		if out[i] <= ' ' || out[i] >= 0x7f || out[i] == '<' || out[i] == '>' || out[i] == ',' {
			return "", refused
		}
	}
	if a, err := mail.ParseAddress("<" + out + ">"); err != nil || a.Address != out {
		return "", refused
	}
	return out, nil
}

// fitsDNS reports whether a domain and its labels are as short as RFC 1035 §2.3.4
// wants them.
func fitsDNS(domain string) bool {
	for label := range strings.SplitSeq(domain, ".") {
		if len(label) > 63 {
			return false
		}
	}
	return len(domain) <= 253
}

// cutAt cuts an address at its last "@".
func cutAt(email string) (local, domain string, ok bool) {
	i := strings.LastIndexByte(email, '@')
	if i <= 0 || i == len(email)-1 {
		return email, "", false
	}
	return email[:i], email[i+1:], true
}
