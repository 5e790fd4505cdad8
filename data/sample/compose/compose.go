package compose

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"hash/fnv"
	"html"
	"mime/quotedprintable"
	"strings"
	"time"

	"kartoteka/data"
)

// How a body is carried.
type carriage struct{ charset, transfer string }

var carriages = map[Program]carriage{
	Gmail:       {"UTF-8", "base64"},
	Outlook:     {"windows-1250", "quoted-printable"},
	Thunderbird: {"UTF-8", "8bit"},
	Phone:       {"utf-8", "quoted-printable"},
	OldPortal:   {"iso-8859-2", "base64"},
	Webmail:     {"windows-1250", "8bit"},
	Plain:       {"ISO-8859-2", "quoted-printable"},
	Broken:      {"us-ascii", "8bit"},
}

// message builds a message's text: header lines, then body.
type message struct {
	b   bytes.Buffer
	use carriage
	sep string // of multiparts
}

func (l *message) header(name, value string) { fmt.Fprintf(&l.b, "%s: %s\r\n", name, value) }

// Raw writes the message as a server would serve it.
func (d *Letter) Raw() []byte {
	if d.Report != nil {
		return d.bounce()
	}
	l := &message{use: carriages[d.Uses], sep: boundary(d)}
	l.envelope(d)
	text := d.Body()
	switch {
	case d.Attach != "":
		l.mixed(d, text)
	case d.HTML != "" || d.Uses == Gmail || d.Uses == Outlook:
		l.alternative(l.sep, text, d.htmlOf(text))
	case d.Uses == OldPortal:
		l.part("text/html", d.htmlOf(text))
	case d.Uses == Thunderbird:
		l.part("text/plain; format=flowed", flow(text))
	default:
		l.part("text/plain", text)
	}
	return l.b.Bytes()
}

// envelope writes the header but for the content's lines.
func (l *message) envelope(d *Letter) {
	_, domain, _ := strings.Cut(d.From.Email, "@")
	if !d.FromFirm {
		l.header("Return-Path", "<"+d.From.Email+">")
		l.header("Received", fmt.Sprintf("from mail.%s (mail.%s [192.0.2.%d])\r\n\tby mx.%s with ESMTPS; %s",
			domain, domain, len(d.ID)%250+1, d.Host, d.At.Format(time.RFC1123Z)))
	}
	l.header("Date", d.At.Add(-3*time.Second).Format(time.RFC1123Z))
	l.header("From", l.address(d.From))
	l.header("To", l.address(d.To))
	l.header("Subject", l.words(d.Subject, len("Subject: ")))
	l.header("Message-ID", "<"+d.ID+">")
	if d.Answers != nil {
		l.header("In-Reply-To", "<"+d.Answers.ID+">")
		l.header("References", d.references())
	}
	for _, h := range d.Headers {
		l.header(h[0], h[1])
	}
	if name := mailers[d.Uses]; name != "" {
		l.header("X-Mailer", name)
	}
	l.header("MIME-Version", "1.0")
}

var mailers = map[Program]string{
	Outlook: "Microsoft Outlook 16.0", Phone: "iPhone Mail (21G93)", OldPortal: "Poczta Portal 4.2", Webmail: "Webmail 2.8",
}

// references lists the talk's messages, oldest first, folded.
func (d *Letter) references() string {
	var ids []string
	for a := d.Answers; a != nil; a = a.Answers {
		ids = append([]string{"<" + a.ID + ">"}, ids...)
	}
	return strings.Join(ids, "\r\n ")
}

func (l *message) address(a data.Address) string {
	if a.Name == "" {
		return a.Email
	}
	if isASCII(a.Name) {
		if strings.ContainsAny(a.Name, `.,;:@"()<>`) {
			return `"` + strings.ReplaceAll(a.Name, `"`, `\"`) + `" <` + a.Email + ">"
		}
		return a.Name + " <" + a.Email + ">"
	}
	return l.words(a.Name, 6) + "\r\n <" + a.Email + ">"
}

// words encodes a header's text by RFC 2047 in the letter's charset, in pieces
// that cut no letter and keep lines to 76 characters.
func (l *message) words(s string, taken int) string {
	if isASCII(s) {
		return s
	}
	charset := l.use.charset
	if charset == "us-ascii" {
		charset = "UTF-8"
	}
	base := l.use.transfer != "quoted-printable"
	var out []string
	for s != "" {
		n := len(s)
		for len(encodedWord(charset, base, encode(s[:n], charset))) > 75-taken {
			n = cut(s, n-1)
		}
		out = append(out, encodedWord(charset, base, encode(s[:n], charset)))
		s, taken = s[n:], 1
	}
	return strings.Join(out, "\r\n ")
}

// cut returns the length of the whole letters in the first n bytes of s.
func cut(s string, n int) int {
	for n > 1 && s[n]&0xc0 == 0x80 {
		n--
	}
	return n
}

func encodedWord(charset string, base bool, b []byte) string {
	if base {
		return "=?" + charset + "?B?" + base64.StdEncoding.EncodeToString(b) + "?="
	}
	var q strings.Builder
	for _, c := range b {
		switch {
		case c == ' ':
			q.WriteByte('_')
		case '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z':
			q.WriteByte(c)
		default:
			fmt.Fprintf(&q, "=%02X", c)
		}
	}
	return "=?" + charset + "?Q?" + q.String() + "?="
}

// encode writes a text in a charset. us-ascii is a lie: it sends UTF-8.
func encode(s, charset string) []byte {
	switch strings.ToLower(charset) {
	case "iso-8859-2":
		return in8bit(s, latin2)
	case "windows-1250":
		return in8bit(s, win1250)
	}
	return []byte(s)
}

// part writes the content lines and the encoded body of a leaf.
func (l *message) part(mediaType, text string) {
	typ := mediaType + "; charset=" + l.use.charset
	if rest, ok := strings.CutPrefix(mediaType, "text/plain; "); ok {
		typ = "text/plain; charset=" + l.use.charset + "; " + rest
	}
	l.header("Content-Type", typ)
	l.header("Content-Transfer-Encoding", l.use.transfer)
	l.b.WriteString("\r\n")
	l.body(encode(text, l.use.charset), l.use.transfer)
}

func (l *message) body(b []byte, transfer string) {
	b = bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n"))
	switch transfer {
	case "base64":
		l.base64(b)
	case "quoted-printable":
		q := quotedprintable.NewWriter(&l.b)
		_, _ = q.Write(b) // into memory: can't fail
		_ = q.Close()
	default:
		l.b.Write(b)
	}
	l.b.WriteString("\r\n")
}

func (l *message) base64(b []byte) {
	s := base64.StdEncoding.EncodeToString(b)
	for len(s) > 76 {
		l.b.WriteString(s[:76] + "\r\n")
		s = s[76:]
	}
	l.b.WriteString(s)
}

// alternative writes the text twice, plain and as HTML.
func (l *message) alternative(sep, text, rich string) {
	l.header("Content-Type", `multipart/alternative; boundary="`+sep+`"`)
	l.b.WriteString("\r\n")
	l.b.WriteString("--" + sep + "\r\n")
	l.part("text/plain", text)
	l.b.WriteString("--" + sep + "\r\n")
	l.part("text/html", rich)
	l.b.WriteString("--" + sep + "--\r\n")
}

// mixed writes the text and one attachment.
func (l *message) mixed(d *Letter, text string) {
	l.header("Content-Type", `multipart/mixed; boundary="`+l.sep+`"`)
	l.b.WriteString("\r\n--" + l.sep + "\r\n")
	if d.Uses == Gmail || d.Uses == Outlook {
		l.alternative(l.sep+"-a", text, d.htmlOf(text))
	} else {
		l.part("text/plain", text)
	}
	l.b.WriteString("--" + l.sep + "\r\n")
	l.attachment(d.Attach, d.Uses)
	l.b.WriteString("--" + l.sep + "--\r\n")
}

func boundary(d *Letter) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(d.ID)) // a hash never fails
	return fmt.Sprintf("=_%016x", h.Sum64())
}

// htmlOf is a simple HTML form of a text.
func (d *Letter) htmlOf(text string) string {
	if d.HTML != "" {
		return d.HTML
	}
	var b strings.Builder
	b.WriteString("<html><body>")
	for p := range strings.SplitSeq(text, "\n\n") {
		p = strings.ReplaceAll(html.EscapeString(p), "\n", "<br>\n")
		if d.Uses == Outlook {
			b.WriteString(`<p class=MsoNormal><span style='font-size:11.0pt;font-family:"Calibri",sans-serif'>` + p + "</span></p>\n")
		} else {
			b.WriteString("<p>" + p + "</p>\n")
		}
	}
	b.WriteString("</body></html>")
	return b.String()
}

// flow wraps paragraphs by RFC 3676: a line that goes on ends in a space.
func flow(text string) string {
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		if strings.HasPrefix(line, ">") || line == "-- " {
			b.WriteString(line)
			continue
		}
		n := 0
		for j, w := range strings.Fields(line) {
			size := len([]rune(w))
			if j > 0 && n+1+size > 72 {
				b.WriteString(" \n")
				n = 0
			} else if j > 0 {
				b.WriteByte(' ')
				n++
			}
			b.WriteString(w)
			n += size
		}
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
