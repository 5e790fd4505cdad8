package sample

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"mime/quotedprintable"
	"strings"
	"time"

	"kartoteka/data"
)

// How a body is carried.
type carriage struct{ charset, transfer string }

var carriages = map[program]carriage{
	gmail:       {"UTF-8", "base64"},
	outlook:     {"windows-1250", "quoted-printable"},
	thunderbird: {"UTF-8", "8bit"},
	phone:       {"utf-8", "quoted-printable"},
	oldPortal:   {"iso-8859-2", "base64"},
	webmail:     {"windows-1250", "8bit"},
	plain2:      {"ISO-8859-2", "quoted-printable"},
	broken:      {"us-ascii", "8bit"},
}

// letter builds a message's text: header lines, then body.
type letter struct {
	b   bytes.Buffer
	use carriage
	sep string // of multiparts
}

func (l *letter) header(name, value string) { fmt.Fprintf(&l.b, "%s: %s\r\n", name, value) }

// raw writes the message as a server would serve it.
func (d *draft) raw() []byte {
	if d.report != nil {
		return d.bounce()
	}
	l := &letter{use: carriages[d.uses], sep: boundary(d)}
	l.envelope(d)
	text := d.textWithQuote()
	switch {
	case d.attach != "":
		l.mixed(d, text)
	case d.html != "" || d.uses == gmail || d.uses == outlook:
		l.alternative(l.sep, text, d.htmlOf(text))
	case d.uses == oldPortal:
		l.part("text/html", d.htmlOf(text))
	case d.uses == thunderbird:
		l.part("text/plain; format=flowed", flow(text))
	default:
		l.part("text/plain", text)
	}
	return l.b.Bytes()
}

// envelope writes the header but for the content's lines.
func (l *letter) envelope(d *draft) {
	_, domain, _ := strings.Cut(d.from.Email, "@")
	if !d.byFirm {
		l.header("Return-Path", "<"+d.from.Email+">")
		l.header("Received", fmt.Sprintf("from mail.%s (mail.%s [192.0.2.%d])\r\n\tby mx.%s with ESMTPS; %s",
			domain, domain, len(d.id)%250+1, firmDomain, d.at.Format(time.RFC1123Z)))
	}
	l.header("Date", d.at.Add(-3*time.Second).Format(time.RFC1123Z))
	l.header("From", l.address(d.from))
	l.header("To", l.address(d.to))
	l.header("Subject", l.words(d.subject, len("Subject: ")))
	l.header("Message-ID", "<"+d.id+">")
	if d.answers != nil {
		l.header("In-Reply-To", "<"+d.answers.id+">")
		l.header("References", d.references())
	}
	for _, h := range d.headers {
		l.header(h[0], h[1])
	}
	if name := mailers[d.uses]; name != "" {
		l.header("X-Mailer", name)
	}
	l.header("MIME-Version", "1.0")
}

var mailers = map[program]string{
	outlook: "Microsoft Outlook 16.0", phone: "iPhone Mail (21G93)", oldPortal: "Poczta Portal 4.2", webmail: "Webmail 2.8",
}

// references lists the talk's messages, oldest first, folded.
func (d *draft) references() string {
	var ids []string
	for a := d.answers; a != nil; a = a.answers {
		ids = append([]string{"<" + a.id + ">"}, ids...)
	}
	return strings.Join(ids, "\r\n ")
}

func (l *letter) address(a data.Address) string {
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
func (l *letter) words(s string, taken int) string {
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
func (l *letter) part(mediaType, text string) {
	typ := mediaType + "; charset=" + l.use.charset
	if rest, ok := strings.CutPrefix(mediaType, "text/plain; "); ok {
		typ = "text/plain; charset=" + l.use.charset + "; " + rest
	}
	l.header("Content-Type", typ)
	l.header("Content-Transfer-Encoding", l.use.transfer)
	l.b.WriteString("\r\n")
	l.body(encode(text, l.use.charset), l.use.transfer)
}

func (l *letter) body(b []byte, transfer string) {
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

func (l *letter) base64(b []byte) {
	s := base64.StdEncoding.EncodeToString(b)
	for len(s) > 76 {
		l.b.WriteString(s[:76] + "\r\n")
		s = s[76:]
	}
	l.b.WriteString(s)
}

// alternative writes the text twice, plain and as HTML.
func (l *letter) alternative(sep, text, rich string) {
	l.header("Content-Type", `multipart/alternative; boundary="`+sep+`"`)
	l.b.WriteString("\r\n")
	l.b.WriteString("--" + sep + "\r\n")
	l.part("text/plain", text)
	l.b.WriteString("--" + sep + "\r\n")
	l.part("text/html", rich)
	l.b.WriteString("--" + sep + "--\r\n")
}

// mixed writes the text and one attachment.
func (l *letter) mixed(d *draft, text string) {
	l.header("Content-Type", `multipart/mixed; boundary="`+l.sep+`"`)
	l.b.WriteString("\r\n--" + l.sep + "\r\n")
	if d.uses == gmail || d.uses == outlook {
		l.alternative(l.sep+"-a", text, d.htmlOf(text))
	} else {
		l.part("text/plain", text)
	}
	l.b.WriteString("--" + l.sep + "\r\n")
	l.attachment(d.attach, d.uses)
	l.b.WriteString("--" + l.sep + "--\r\n")
}

func boundary(d *draft) string {
	return fmt.Sprintf("=_%016x", newRandom(uint64(d.at.Unix()), d.id).next())
}

// htmlOf is a simple HTML form of a text.
func (d *draft) htmlOf(text string) string {
	if d.html != "" {
		return d.html
	}
	var b strings.Builder
	b.WriteString("<html><body>")
	for p := range strings.SplitSeq(text, "\n\n") {
		p = strings.ReplaceAll(html.EscapeString(p), "\n", "<br>\n")
		if d.uses == outlook {
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
