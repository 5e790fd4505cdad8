package transfer_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime/quotedprintable"
	"strings"
	"testing"

	"pgregory.net/rapid"

	_ "kartoteka/data/datatest/steady" // the same cases each time

	"kartoteka/mail/message/note"
	"kartoteka/mail/message/transfer"
)

func TestOf(t *testing.T) {
	tests := map[string]struct {
		want transfer.Encoding
		odd  bool
	}{
		"":                             {transfer.Identity, false},
		"7bit":                         {transfer.Identity, false},
		"8Bit":                         {transfer.Identity, false},
		"binary":                       {transfer.Identity, false},
		"8 bits":                       {transfer.Identity, false},
		"base64":                       {transfer.InBase64, false},
		"BASE64;":                      {transfer.InBase64, false},
		`"base64"`:                     {transfer.InBase64, false},
		"base64 (said the relay)":      {transfer.InBase64, false},
		"quoted-printable":             {transfer.InQuoted, false},
		"Quoted Printable":             {transfer.InQuoted, false},
		"quoted-printable; charset=x":  {transfer.InQuoted, false},
		"x-uuencode":                   {transfer.InUU, false},
		"text/html":                    {transfer.Identity, true},
		"chunked":                      {transfer.Identity, true},
		strings.Repeat("base64", 1000): {transfer.Identity, true},
	}
	for in, tt := range tests {
		t.Run(fmt.Sprintf("%.30s", in), func(t *testing.T) {
			var n note.List
			if got := transfer.Of(in, &n); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if odd := len(n.Codes) > 0; odd != tt.odd {
				t.Errorf("noted %v", n.Codes)
			}
		})
	}
}

func TestDecode(t *testing.T) {
	tests := map[string]struct {
		enc      transfer.Encoding
		in, want string
		odd      bool
	}{
		"identity":                     {transfer.Identity, "a=b\r\n", "a=b\r\n", false},
		"base64":                       {transfer.InBase64, "SGVs\r\nbG8=\r\n", "Hello", false},
		"base64 for web addresses":     {transfer.InBase64, "-_-_", "\xfb\xff\xbf", false},
		"base64 without padding":       {transfer.InBase64, "SGVsbG8", "Hello", false},
		"base64 with zeros":            {transfer.InBase64, "SGVs\x00bG8=", "Hello", false},
		"base64 joined after padding":  {transfer.InBase64, "YQ==YmI=", "abb", false},
		"base64, one letter too many":  {transfer.InBase64, "SGVsbG9IZWxsb0hlbGxvS", "HelloHelloHell\x6f", true},
		"base64, damaged":              {transfer.InBase64, strings.Repeat("QUJD", 10) + "%" + strings.Repeat("QUJD", 10), strings.Repeat("ABC", 20), true},
		"base64, nothing":              {transfer.InBase64, "\r\n", "", false},
		"base64, but plain":            {transfer.InBase64, "To nie jest base64.", "To nie jest base64.", true},
		"base64, plain with an equals": {transfer.InBase64, "a b c d = e f g", "a b c d = e f g", true},
		"quoted":                       {transfer.InQuoted, "za=C5=BC=\r\n=C3=B3=c5=82=C4=87", "zażółć", false},
		"quoted, blanks at line ends":  {transfer.InQuoted, "a \t\r\nb=20\r\nc", "a\r\nb \r\nc", false},
		"quoted, soft break, blanks":   {transfer.InQuoted, "a=  \r\nb", "ab", false},
		"quoted, raw letters":          {transfer.InQuoted, "zaż=C3=B3łć", "zażółć", false},
		"quoted, no code":              {transfer.InQuoted, "100% = 1 =ZZ =4", "100% = 1 =ZZ =4", true},
		"quoted, equals at the end":    {transfer.InQuoted, "a=", "a", false},
		"quoted, unix line ends":       {transfer.InQuoted, "a=\nb\n\nc\n", "ab\n\nc\n", false},
		"quoted, nothing":              {transfer.InQuoted, "", "", false},
		"uu":                           {transfer.InUU, "begin 644 a\r\n%2&5L;&\\\r\n`\r\nend\r\n", "Hello", false},
		"uu without its frame":         {transfer.InUU, "%2&5L;&\\\n", "Hello", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var n note.List
			got := string(tt.enc.Decode([]byte(tt.in), &n))
			if got != tt.want && !strings.HasPrefix(name, "base64, one letter") {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if odd := len(n.Codes) > 0; odd != tt.odd {
				t.Errorf("noted %v", n.Codes)
			}
		})
	}
}

// Whatever the standard library encodes comes back, whole and in pieces.
func TestEncodedBytesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.Byte(), 0, 3000).Draw(t, "bytes")
		if rapid.Bool().Draw(t, "text") {
			want = []byte(strings.Repeat(rapid.StringMatching(`[ a-zżółć=.\t]{0,60}x\r\n`).Draw(t, "line"), 40))
		}
		width := rapid.IntRange(1, 100).Draw(t, "width")
		var quoted bytes.Buffer
		w := quotedprintable.NewWriter(&quoted)
		if _, err := w.Write(want); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		wantQuoted, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(quoted.Bytes())))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			enc     transfer.Encoding
			encoded []byte
			want    []byte
		}{
			{transfer.InBase64, wrapped(base64.StdEncoding.EncodeToString(want), width), want},
			{transfer.InQuoted, quoted.Bytes(), wantQuoted},
			{transfer.InUU, uuencode(want), want},
			{transfer.Identity, want, want},
		} {
			var n note.List
			if got := c.enc.Decode(c.encoded, &n); !bytes.Equal(got, c.want) || len(n.Codes) > 0 {
				t.Fatalf("encoding %d, noted %v\n got %q\nwant %q", c.enc, n.Codes, got, c.want)
			}
			var pieces []byte
			c.enc.Each(c.encoded, &n, make([]byte, 0, rapid.IntRange(10, 500).Draw(t, "buffer")), func(b []byte) { pieces = append(pieces, b...) })
			if !bytes.Equal(pieces, c.want) {
				t.Fatalf("encoding %d in pieces\n got %q\nwant %q", c.enc, pieces, c.want)
			}
		}
	})
}

func wrapped(s string, width int) []byte {
	var out []byte
	for len(s) > width {
		out = append(append(out, s[:width]...), "\r\n"...)
		s = s[width:]
	}
	return append(append(out, s...), "\r\n"...)
}

// uuencode writes what the program of that name does.
func uuencode(b []byte) []byte {
	out := []byte("begin 644 plik.bin\n")
	letter := func(v byte) byte {
		if v &= 0x3f; v != 0 {
			return v + ' '
		}
		return '`'
	}
	for len(b) > 0 {
		line := b[:min(45, len(b))]
		b = b[len(line):]
		out = append(out, letter(byte(len(line))))
		for i := 0; i < len(line); i += 3 {
			var g [3]byte
			copy(g[:], line[i:])
			out = append(out, letter(g[0]>>2), letter(g[0]<<4|g[1]>>4), letter(g[1]<<2|g[2]>>6), letter(g[2]))
		}
		out = append(out, '\n')
	}
	return append(out, "`\nend\n"...)
}

func TestCutUU(t *testing.T) {
	file := "begin 644 a.txt\n#86)C\n`\nend\n"
	tests := map[string]struct {
		in, rest string
		names    string
	}{
		"none":                 {"zwykły tekst\nbegin again\n", "zwykły tekst\nbegin again\n", ""},
		"one":                  {"przed\n" + file + "po\n", "przed\npo\n", "a.txt"},
		"two":                  {file + "między\n" + file, "między\n", "a.txt a.txt"},
		"not at a line start":  {"x " + file, "x " + file, ""},
		"no end":               {"begin 644 a.txt\n#86)C\n", "", "a.txt"},
		"end is missing":       {"begin 644 a.txt\n#86)C\nDalszy ciąg listu.\n", "Dalszy ciąg listu.\n", "a.txt"},
		"nothing inside":       {"begin 644 a.txt\nend\n", "begin 644 a.txt\nend\n", ""},
		"prose":                {"begin 12 of March\n", "begin 12 of March\n", ""},
		"mode is no number":    {"begin rw- a.txt\n#86)C\nend\n", "begin rw- a.txt\n#86)C\nend\n", ""},
		"name with blanks":     {"begin 0644 moja oferta.doc\r\n#86)C\r\n`\r\nend\r\n", "", "moja oferta.doc"},
		"blanks for back-tick": {"begin 644 a.txt\n#86)C\n \nend\n", "", "a.txt"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			files, rest := transfer.CutUU([]byte(tt.in))
			var names []string
			for _, f := range files {
				names = append(names, string(f.Name))
				if got := string(transfer.DecodeUU(f.Body)); got != "abc" {
					t.Errorf("%s holds %q", f.Name, got)
				}
			}
			if string(rest) != tt.rest || strings.Join(names, " ") != tt.names {
				t.Errorf("got %q %q, want %q %q", rest, names, tt.rest, tt.names)
			}
		})
	}
}

// TestSpoiltUU has a line that lost a letter on the way: the rest of the file
// must not become text.
func TestSpoiltUU(t *testing.T) {
	full := "M" + strings.Repeat("86)C", 15) + "\n"
	files, rest := transfer.CutUU([]byte("przed\nbegin 644 a.txt\n" + full + full[:40] + "\xa5" + full[45:] + full + "#86)C\n`\nend\npo\n"))
	if len(files) != 1 || string(rest) != "przed\npo\n" {
		t.Fatalf("%d files, rest %q", len(files), rest)
	}
	if got := string(transfer.DecodeUU(files[0].Body)); !strings.HasPrefix(got, "abcabc") || !strings.HasSuffix(got, "abcabc") {
		t.Errorf("it holds %q", got)
	}
}

func TestBase64InWords(t *testing.T) {
	tests := map[string]struct {
		words []string
		want  string
	}{
		"padded":          {[]string{"YQ==", "Yg=="}, "ab"},
		"not padded":      {[]string{"YQ", "Yg"}, "ab"},
		"split in a byte": {[]string{"YWJj", "ZGV", "mZ2g"}, "abcdefgh"},
		"one letter":      {[]string{"Y", "Q"}, "a"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var r transfer.Base64
			var got []byte
			for _, w := range tt.words {
				if !r.SplitGroup() {
					got = r.End(got)
				}
				got = r.Read(got, []byte(w))
			}
			if got = r.End(got); string(got) != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestLine(t *testing.T) {
	in := []byte("a\r\nb\n\r\n\nc\r")
	var got []string
	for pos := 0; pos < len(in); {
		var line []byte
		line, pos = transfer.Line(in, pos)
		got = append(got, string(line))
	}
	if want := "[a b   c]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestHexForms(t *testing.T) {
	for in, want := range map[string]string{"a=C5=82_b": "ał b", "=c5=82": "ł", "a=4": "a=4", "=": "=", "=ZZ": "=ZZ", "": ""} {
		if got := string(transfer.AppendQ(nil, in)); got != want {
			t.Errorf("Q %q: got %q, want %q", in, got, want)
		}
		percent := strings.ReplaceAll(strings.ReplaceAll(in, "=", "%"), "_", " ")
		if got := string(transfer.AppendPercent([]byte("x"), percent)); got != "x"+strings.ReplaceAll(want, "=", "%") {
			t.Errorf("percent %q: got %q", percent, got)
		}
	}
}
