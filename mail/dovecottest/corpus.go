//go:build dovecot

package dovecottest

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"mime/quotedprintable"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
)

// Letter is a message of the corpus and where it lies.
type Letter struct {
	Folder string
	Flags  string // Maildir's, or "new"
	Raw    []byte // as a file: with LF line ends
}

// CorpusFolders are the folders of the corpus. "Wysłane" bears \Sent.
var CorpusFolders = []string{
	"INBOX", "Wysłane", "Klienci", "Klienci/Żółć & Syn", "Klienci/Żółć & Syn/Reklamacje (łódzkie)", "Archiwum/2025/Październik",
}

var sentences = []string{
	"Zamówiłem u Państwa wkładkę do zamka i po tygodniu przestała działać.",
	"Proszę o wycenę dorobienia sześciu kluczy do bramy garażowej.",
	"Dziękuję za szybką naprawę, wszystko działa jak należy!",
	"Źle spasowany zaczep ociera o futrynę; załączam zdjęcie.",
	"Czy w sobotę między dziesiątą a dwunastą ktoś mógłby podjechać na Żoliborz?",
	"To już trzecia reklamacja tej samej rzeczy, proszę o zwrot pieniędzy.",
}

// Corpus makes n messages, the same ones each time: Polish in UTF-8,
// ISO-8859-2 and windows-1250, as it is, quoted-printable and base64, with and
// without HTML and attachments, of 0.5 to 20 KB, over all folders.
func Corpus(n int) []Letter {
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same numbers each time are the point
	flags := []string{"", "S", "S", "RS", "FS", "new"}
	out := make([]Letter, 0, n)
	for i := range n {
		folder := CorpusFolders[0]
		if r.IntN(2) == 0 {
			folder = CorpusFolders[1+r.IntN(len(CorpusFolders)-1)]
		}
		out = append(out, Letter{Folder: folder, Flags: flags[r.IntN(len(flags))], Raw: compose(r, i, folder)})
	}
	return out
}

func compose(r *rand.Rand, i int, folder string) []byte {
	var b bytes.Buffer
	from, to := fmt.Sprintf("Jan Żółty <klient%d@example.pl>", i%120), User
	if folder == "Wysłane" {
		from, to = User, from
	}
	date := time.Date(2024, 1, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(i) * 8 * time.Hour)
	fmt.Fprintf(&b, "Return-Path: <klient%d@example.pl>\nFrom: %s\nTo: %s\n", i%120, from, to)
	fmt.Fprintf(&b, "Subject: =?UTF-8?B?%s?=\n",
		base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "Zgłoszenie nr %d: żółta kłódka", i)))
	fmt.Fprintf(&b, "Message-ID: <m%d@test.klucznik.example>\nDate: %s\nMIME-Version: 1.0\n", i, date.Format(time.RFC1123Z))
	if i > 0 && r.IntN(3) == 0 {
		fmt.Fprintf(&b, "In-Reply-To: <m%d@test.klucznik.example>\n", r.IntN(i))
	}
	text := prose(r)
	switch r.IntN(3) {
	case 0:
		leaf(&b, r, "plain", text)
	case 1:
		fmt.Fprintf(&b, "Content-Type: multipart/alternative; boundary=\"alt%d\"\n\n--alt%d\n", i, i)
		leaf(&b, r, "plain", text)
		fmt.Fprintf(&b, "\n--alt%d\n", i)
		leaf(&b, r, "html", "<html><body><p>"+strings.ReplaceAll(text, "\n", "<br>\n")+"</p></body></html>")
		fmt.Fprintf(&b, "\n--alt%d--\n", i)
	default:
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=\"mix%d\"\n\n--mix%d\n", i, i)
		leaf(&b, r, "plain", text)
		fmt.Fprintf(&b, "\n--mix%d\nContent-Type: image/jpeg; name=\"zdjęcie.jpg\"\nContent-Transfer-Encoding: base64\n"+
			"Content-Disposition: attachment\n\n", i)
		junk := make([]byte, 500+r.IntN(10000))
		for j := range junk {
			junk[j] = byte(r.Uint32())
		}
		wrapped(&b, junk)
		fmt.Fprintf(&b, "--mix%d--\n", i)
	}
	return b.Bytes()
}

func prose(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString("Dzień dobry,\n")
	for range 3 + r.IntN(40) {
		b.WriteString(sentences[r.IntN(len(sentences))] + "\n")
	}
	b.WriteString("Pozdrawiam\nJan Żółty\n")
	return b.String()
}

// leaf writes a text part in one of the charsets and encodings.
func leaf(b *bytes.Buffer, r *rand.Rand, kind, text string) {
	charset, raw := "utf-8", []byte(text)
	switch r.IntN(3) {
	case 0:
		charset, raw = "iso-8859-2", encoded(charmap.ISO8859_2, text)
	case 1:
		charset, raw = "windows-1250", encoded(charmap.Windows1250, text)
	}
	encoding := []string{"8bit", "quoted-printable", "base64"}[r.IntN(3)]
	fmt.Fprintf(b, "Content-Type: text/%s; charset=%s\nContent-Transfer-Encoding: %s\n\n", kind, charset, encoding)
	switch encoding {
	case "8bit":
		b.Write(raw)
	case "base64":
		wrapped(b, raw)
	default:
		var q bytes.Buffer
		w := quotedprintable.NewWriter(&q)
		_, _ = w.Write(raw) // a buffer takes everything
		_ = w.Close()
		b.Write(bytes.ReplaceAll(q.Bytes(), []byte("\r\n"), []byte("\n")))
	}
}

// encoded writes text in a charset. The corpus has only letters that both hold.
func encoded(c *charmap.Charmap, text string) []byte {
	out := make([]byte, 0, len(text))
	for _, l := range text {
		e, ok := c.EncodeRune(l)
		if !ok {
			e = '?'
		}
		out = append(out, e)
	}
	return out
}

func wrapped(b *bytes.Buffer, raw []byte) {
	s := base64.StdEncoding.EncodeToString(raw)
	for len(s) > 76 {
		b.WriteString(s[:76] + "\n")
		s = s[76:]
	}
	b.WriteString(s + "\n")
}

// Fill delivers the letters.
func (s *Server) Fill(tb testing.TB, letters []Letter) {
	tb.Helper()
	for i, l := range letters {
		s.Deliver(tb, l.Folder, i, l.Flags, l.Raw)
	}
}
