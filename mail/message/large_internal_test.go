package message

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"mime/quotedprintable"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"kartoteka/data"
)

// tight bounds leave something out of messages of ordinary size.
var tight = bounds{whole: 300, coded: 150, running: 14_000, tail: 100}

// same holds that a message read in pieces is the message read whole.
func same(t testing.TB, raw []byte, b bounds) {
	t.Helper()
	want := Parse(raw)
	got, err := parseLarge(bytes.NewReader(raw), int64(len(raw)), b)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		got.Text, want.Text = clip(got.Text), clip(want.Text)
		t.Errorf("in pieces %+v\nwhole     %+v", got, want)
	}
}

func clip(s string) string { return s[:min(len(s), 200)] }

// stretched makes every line that could be in the middle of an attachment many.
func stretched(raw []byte, times int) []byte {
	var out []byte
	lines := bytes.SplitAfter(raw, []byte("\n"))
	for i, l := range lines {
		out = append(out, l...)
		if i > 0 && i+1 < len(lines) && len(l) > 50 && len(l) == len(lines[i-1]) && kindOf(l, true) != mixed {
			out = append(out, bytes.Repeat(l, times)...)
		}
	}
	return out
}

// realMail returns the messages that lie in a folder and below it.
func realMail(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		out[path], err = os.ReadFile(path)
		return err
	})
	if err != nil || len(out) == 0 {
		t.Fatalf("%d messages in %s: %v", len(out), dir, err)
	}
	return out
}

func TestRealMailReadInPieces(t *testing.T) {
	for path, raw := range realMail(t, "testdata") {
		t.Run(path, func(t *testing.T) {
			same(t, raw, tight)
			same(t, stretched(raw, 30), tight)
			same(t, stretched(raw, 5000), usualBounds)
		})
	}
}

// content makes bytes of which no part repeats.
func content(n int) []byte {
	b := make([]byte, n)
	r := rand.NewChaCha8([32]byte{1})
	_, _ = r.Read(b) // it never fails
	return b
}

func encoded(b []byte, width int) string {
	s := base64.StdEncoding.EncodeToString(b)
	var out strings.Builder
	for len(s) > width {
		out.WriteString(s[:width] + "\r\n")
		s = s[width:]
	}
	return out.String() + s + "\r\n"
}

func quoted(b []byte) string {
	var out strings.Builder
	w := quotedprintable.NewWriter(&out)
	_, _ = w.Write(b) // into memory
	_ = w.Close()
	return out.String()
}

// uuencoded writes b as the files of the days before MIME.
func uuencoded(b []byte) string {
	var out strings.Builder
	out.WriteString("begin 644 stary plik.zip\r\n")
	letter := func(v byte) byte { return "`!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_"[v&63] }
	for len(b) > 0 {
		l := append([]byte{}, b[:min(45, len(b))]...)
		b = b[len(l):]
		out.WriteByte(letter(byte(len(l))))
		for len(l)%3 != 0 {
			l = append(l, 0)
		}
		for i := 0; i < len(l); i += 3 {
			out.Write([]byte{letter(l[i] >> 2), letter(l[i]<<4 | l[i+1]>>4), letter(l[i+1]<<2 | l[i+2]>>6), letter(l[i+2])})
		}
		out.WriteString("\r\n")
	}
	return out.String() + "`\r\nend\r\n"
}

// largeMail are messages with parts of so many bytes, of every way to send one.
func largeMail(n int) map[string]string {
	b := content(n)
	prose := strings.Repeat("Dzień dobry, proszę o wycenę dorobienia sześciu kluczy.\r\n", n/60)
	const head = "From: Jan <jan@x.pl>\r\nTo: my@x.pl\r\nSubject: duże\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\n"
	const mixed = head + "Content-Type: multipart/mixed; boundary=\"=_b\"\r\n\r\npreambuła\r\n--=_b\r\n" +
		"Content-Type: text/plain; charset=utf-8\r\n\r\nW załączniku projekt.\r\n--=_b\r\n"
	file := func(encoding, body string) string {
		return "Content-Type: application/pdf; name=\"rzut=_ł.pdf\"\r\nContent-Disposition: attachment; filename=\"rzut.pdf\"\r\n" +
			"Content-Transfer-Encoding: " + encoding + "\r\n\r\n" + body + "\r\n"
	}
	inner := mixed + file("base64", encoded(b, 76)) + "--=_b--\r\n"
	return map[string]string{
		"base64":        mixed + file("base64", encoded(b, 76)) + "--=_b--\r\nstopka\r\n",
		"two files":     mixed + file("base64", encoded(b, 76)) + "--=_b\r\n" + file("base64", encoded(b[:n/2], 60)) + "--=_b--\r\n",
		"one line":      mixed + file("base64", encoded(b, 1<<30)) + "--=_b--\r\n",
		"unpadded":      mixed + file("base64", strings.TrimRight(encoded(b[:n-n%3-1], 76), "=\r\n")) + "\r\n--=_b--\r\n",
		"tail":          mixed + file("base64", encoded(b, 76)+"Ten plik sprawdził program antywirusowy, nic nie znalazł.\r\n") + "--=_b--\r\n",
		"not base64":    mixed + file("base64", prose) + "--=_b--\r\n",
		"damaged":       mixed + file("base64", strings.Replace(encoded(b, 76), "a", "ż", 3)) + "--=_b--\r\n",
		"padded within": mixed + file("base64", encoded(b[:n/2+1], 76)+encoded(b[:n/2], 76)) + "--=_b--\r\n",
		"quoted":        mixed + file("quoted-printable", quoted(b)) + "--=_b--\r\n",
		"as it is":      mixed + file("binary", strings.ReplaceAll(string(b), "\n--", "\n..")) + "--=_b--\r\n",
		"no end":        mixed + file("base64", encoded(b, 76)),
		"wrong name":    strings.Replace(mixed, "\"=_b\"", "inna", 1) + file("base64", encoded(b, 76)) + "--=_b--\r\n",
		"uuencoded":     mixed + file("x-uuencode", uuencoded(b)) + "--=_b--\r\n",
		"file in text":  head + "\r\nW załączniku projekt.\r\n\r\n" + uuencoded(b[:min(n, 4<<20)]) + "\r\nPozdrawiam\r\n",
		"enclosed":      head + "Content-Type: message/rfc822\r\n\r\n" + inner,
		"forwarded":     mixed + "Content-Type: message/rfc822\r\n\r\n" + inner + "\r\n--=_b--\r\n",
		"packed inside": mixed + "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encoded([]byte(inner), 76) + "\r\n--=_b--\r\n",
		"packed parts": head + "Content-Type: multipart/mixed; boundary=q\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
			encoded([]byte("--q\r\n\r\ntekst\r\n--q\r\n"+file("base64", encoded(b[:n/2], 76))+"--q--\r\n"), 76),
		"long text":    head + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + prose,
		"long page":    head + "Content-Type: text/html; charset=utf-8\r\n\r\n<p>" + strings.ReplaceAll(prose, "\r\n", "<br>\r\n"),
		"text as file": head + "Content-Type: text/plain; name=dziennik.txt\r\nContent-Disposition: attachment\r\n\r\n" + prose,
		"packed text":  head + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encoded([]byte(prose), 76),
		"two forms": head + "Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\n\r\n" + prose + "--a\r\nContent-Type: text/html\r\n\r\n<p>" +
			prose + "\r\n--a--\r\n",
		"lone line ends": strings.ReplaceAll(mixed+file("base64", encoded(b, 76))+"--=_b--\r\n", "\r\n", "\n"),
		"old Mac":        strings.ReplaceAll(mixed+file("base64", encoded(b, 76))+"--=_b--\r\n", "\r\n", "\r"),
		"long header":    "X-Long: " + strings.Repeat("abc def ghi\r\n ", n/13) + "\r\n" + mixed + file("base64", encoded(b, 76)) + "--=_b--\r\n",
		"no header":      encoded(b, 76),
		"nothing":        strings.Repeat("\r\n", n/2),
		"noise":          string(b),
		"many dashes": mixed + "Content-Type: application/sql\r\nContent-Disposition: attachment; filename=kopia.sql\r\n\r\n" +
			strings.Repeat("--\r\n-- klienci\r\n--\r\n\r\n"+strings.Repeat("INSERT INTO k VALUES (1, 'Jan');\r\n", 200), n/6800) + "--=_b--\r\n",
	}
}

func TestLargeMailReadInPieces(t *testing.T) {
	for name, raw := range largeMail(2 << 20) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			same(t, []byte(raw), usualBounds)
		})
	}
	for name, raw := range largeMail(40_000) {
		if name == "long header" { // which the tight bounds cut where the reader does not
			continue
		}
		t.Run("small "+name, func(t *testing.T) { same(t, []byte(raw), tight) })
	}
}

// Of a text that nobody reads to its end, the same is kept in both ways.
func TestEndlessText(t *testing.T) {
	text := strings.Repeat("Dzień dobry, proszę o wycenę dorobienia sześciu kluczy.\r\n", (maxEncoded+1<<20)/60)
	for _, head := range []string{"", "Content-Disposition: attachment; filename=a.txt\r\n", "Content-Transfer-Encoding: quoted-printable\r\n"} {
		same(t, []byte("From: a@b.pl\r\nContent-Type: text/plain; charset=utf-8\r\n"+head+"\r\n"+text), usualBounds)
	}
}

// A file is written from the pieces as it was sent.
func TestFilesOfLargeMail(t *testing.T) {
	for name, raw := range largeMail(1 << 20) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := strings.NewReader(raw)
			m, err := ParseLarge(r, r.Size())
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range m.Attachments {
				f, err := OpenFile(r, r.Size(), a.Part)
				if err != nil {
					t.Fatal(err)
				}
				sum := sha256.New()
				n, err := f.WriteTo(sum)
				got := data.Attachment{
					Part: a.Part, Name: f.Name, Type: f.Type, Inline: f.Inline, Size: n, SHA256: hex.EncodeToString(sum.Sum(nil)),
				}
				if err != nil || got != a {
					t.Errorf("opened %+v (%v), listed %+v", got, err, a)
				}
			}
			if _, err := OpenFile(r, r.Size(), 77); data.CodeOf(err) != data.CodeNotFound {
				t.Errorf("part 77: %v", err)
			}
		})
	}
}

// What is held of a large message is little, whatever it is made of.
func TestOutlinesAreSmall(t *testing.T) {
	for name, raw := range largeMail(4 << 20) {
		if name == "old Mac" { // without lines there is nothing to go by
			continue
		}
		s, err := outline(strings.NewReader(raw), int64(len(raw)), usualBounds)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.kept) > 2<<20 || len(s.kept) > len(raw)/2 && len(raw) > 4<<20 {
			t.Errorf("%s: %d of %d bytes held", name, len(s.kept), len(raw))
		}
	}
}

// broken fails to read beyond an offset, as a disk might.
type broken struct {
	*strings.Reader
	at int64
}

func (b broken) ReadAt(p []byte, off int64) (int, error) {
	if off+int64(len(p)) > b.at {
		return 0, fmt.Errorf("no reading at %d", off)
	}
	return b.Reader.ReadAt(p, off)
}

func TestLargeMailThatCanNotBeRead(t *testing.T) {
	raw := largeMail(2 << 20)["base64"]
	for _, at := range []int64{0, 1 << 20, int64(len(raw)) - 10} {
		if _, err := ParseLarge(broken{strings.NewReader(raw), at}, int64(len(raw))); err == nil {
			t.Errorf("read beyond %d", at)
		}
	}
}

// FuzzLarge holds that reading in pieces is reading, whatever there is to read.
func FuzzLarge(f *testing.F) {
	for _, raw := range largeMail(3000) {
		f.Add([]byte(raw), uint16(30))
	}
	f.Fuzz(func(t *testing.T, raw []byte, times uint16) {
		if len(raw) > 1<<20 {
			return
		}
		raw = stretched(raw, int(times%200))
		got, err := parseLarge(bytes.NewReader(raw), int64(len(raw)), tight)
		if err != nil || got.Size != int64(len(raw)) || strings.HasPrefix(got.Error, "reading:") {
			t.Errorf("%v, %+v", err, got)
		}
	})
}
