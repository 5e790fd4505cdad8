package transfer

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"kartoteka/mail/message/note"
)

// inPieces decodes a uuencoded part as a large one is, and whole as a small one is.
func inPieces(t testing.TB, src []byte) (pieces, whole []byte) {
	t.Helper()
	var n note.List
	err := InUU.Stream(io.NewSectionReader(bytes.NewReader(src), 0, int64(len(src))), &n, func(b []byte) {
		pieces = append(pieces, b...)
	})
	if err != nil {
		t.Fatal(err)
	}
	InUU.Each(src, &n, nil, func(b []byte) { whole = append(whole, b...) })
	return pieces, whole
}

// uuParts are parts in all the ways in which their file may begin and end.
func uuParts() map[string]string {
	const line = "M5&\\E<R!I<R!A('1E<W0@;V8@=75E;F-O9&EN9RX@270@:&%S(&UO<F4@=&AA\n"
	many := strings.Repeat(line, 9000) // more than is held at once
	return map[string]string{
		"a file":             "begin 644 plik.bin\n" + many + "`\nend\n",
		"CRLF":               strings.ReplaceAll("begin 644 plik.bin\n"+many+"`\nend\n", "\n", "\r\n"),
		"text around":        "Oto plik:\n\nbegin 644 plik.bin\n" + many + "end\n\nPozdrawiam\n" + many,
		"two files":          "begin 644 a\n" + line + "end\nbegin 644 b\n" + many + "end\n",
		"no begin":           many + "`\nend\n",
		"no end":             "begin 644 a\n" + many,
		"an empty one first": "begin 644 a\n\n\nend\nbegin 644 b\n" + many + "end\n",
		"one in one":         "begin 644 a\n \nbegin 600 b\n" + many,
		"no name":            "begin 644 \n" + many + "end\n",
		"broken off":         "begin 644 a\n" + many + "To nie jest plik, tylko zwykłe zdanie.\n" + many,
		"a long line":        "begin 644 a\n" + many + strings.Repeat("x", 300_000) + "\n" + many,
		"one long line":      strings.Repeat("M", 300_000),
		"spoilt lines":       "begin 644 a\n" + many + line[:57] + "\n" + many + "end\n",
		"nothing":            "",
	}
}

func TestAUuencodedPartInPiecesIsThePart(t *testing.T) {
	for name, part := range uuParts() {
		pieces, whole := inPieces(t, []byte(part))
		if !bytes.Equal(pieces, whole) {
			t.Errorf("%s: %d bytes in pieces, %d whole", name, len(pieces), len(whole))
		}
		if strings.Contains(part, "begin 644 plik") && len(whole) < 9000*45 {
			t.Errorf("%s: only %d bytes", name, len(whole))
		}
	}
}

// FuzzUU holds that a part read in pieces is the part, whatever it is made of.
func FuzzUU(f *testing.F) {
	for _, part := range uuParts() {
		f.Add([]byte(part[:min(len(part), 2000)]))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if pieces, whole := inPieces(t, src); len(src) < longLine && !bytes.Equal(pieces, whole) {
			t.Errorf("%d bytes in pieces, %d whole", len(pieces), len(whole))
		}
	})
}
