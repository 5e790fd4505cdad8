package exchange

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// The encodings of text.
const (
	UTF8        = "utf-8"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	Windows1250 = "windows-1250"
	Latin2      = "iso-8859-2"
	CP852       = "cp852" // of DOS; never guessed
)

// table is how an encoding is turned into UTF-8, nil for UTF-8 itself. A mark at
// the beginning of UTF-16 is dropped.
func table(name string) encoding.Encoding {
	switch name {
	case UTF16LE:
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case UTF16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case Windows1250:
		return charmap.Windows1250
	case Latin2:
		return charmap.ISO8859_2
	case CP852:
		return charmap.CodePage852
	}
	return nil
}

// Text returns the file's text in UTF-8, without a mark at its beginning, and
// the name of the encoding that it had. An empty name means: guess, for which
// the whole file is read once. Bytes that are not valid are left for the reader
// to replace.
func Text(r io.ReaderAt, size int64, name string) (io.Reader, string, error) {
	if table(name) == nil && name != UTF8 {
		var err error
		if name, err = guess(r, size); err != nil {
			return nil, "", err
		}
	}
	all := io.NewSectionReader(r, 0, size)
	if t := table(name); t != nil {
		return transform.NewReader(all, t.NewDecoder()), name, nil
	}
	b := bufio.NewReaderSize(all, 64<<10)
	if mark, _ := b.Peek(3); bytes.Equal(mark, []byte("\xEF\xBB\xBF")) {
		_, _ = b.Discard(3) // was seen just now
	}
	return b, UTF8, nil
}

// guess reads the whole file: a single letter at its end may decide.
func guess(r io.ReaderAt, size int64) (string, error) {
	head := make([]byte, min(size, HeadSize))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return "", fmt.Errorf("read first bytes: %w", err)
	}
	if enc := guessHead(head); enc != "" {
		return enc, nil
	}
	var c census
	buf := make([]byte, max(64, min(size, 256<<10)))
	rest := 0 // bytes of a letter that is cut by the end of the buffer
	in := io.NewSectionReader(r, 0, size)
	for {
		n, err := in.Read(buf[rest:])
		rest = c.count(buf[:rest+n], err == io.EOF)
		copy(buf, buf[c.used:c.used+rest])
		if err == io.EOF {
			return c.verdict(), nil
		}
		if err != nil {
			return "", fmt.Errorf("read whole file: %w", err)
		}
	}
}

// guessHead recognises a mark, and UTF-16 without one by its zero bytes, all on
// one side of the pairs. "" is any other.
func guessHead(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		return UTF8
	case bytes.HasPrefix(head, []byte("\xFF\xFE")):
		return UTF16LE
	case bytes.HasPrefix(head, []byte("\xFE\xFF")):
		return UTF16BE
	}
	var zero [2]int
	for i, c := range head {
		if c == 0 {
			zero[i&1]++
		}
	}
	// Polish letters have a high byte, and so have few units of a text.
	switch pairs := len(head) / 2; {
	case pairs < 2:
		return ""
	case zero[1] > pairs*7/10 && zero[0] < pairs/20+1:
		return UTF16LE
	case zero[0] > pairs*7/10 && zero[1] < pairs/20+1:
		return UTF16BE
	}
	return ""
}

// census counts what tells encodings apart.
type census struct {
	letters int      // well-formed UTF-8 of more than one byte
	broken  int      // bytes that are not UTF-8
	bytes   [256]int // bytes above 7F outside UTF-8
	used    int      // of the last buffer
}

// count takes what is whole of b and returns how many bytes at its end are the
// beginning of a letter.
func (c *census) count(b []byte, last bool) (rest int) {
	c.used = 0
	for len(b) > 0 {
		if n := asciiRun(b); n > 0 {
			b, c.used = b[n:], c.used+n
			continue
		}
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			if !last && !utf8.FullRune(b) {
				return len(b)
			}
			c.broken++
			c.bytes[b[0]]++
		} else {
			c.letters++
		}
		b, c.used = b[n:], c.used+n
	}
	return 0
}

// asciiRun is the number of ASCII bytes at the beginning.
func asciiRun(b []byte) int {
	for i, c := range b {
		if c >= utf8.RuneSelf {
			return i
		}
	}
	return len(b)
}

// verdict: a text in an 8-bit encoding is hardly ever valid UTF-8, but one of
// UTF-8 may have been cut or joined by a careless program. Of the two Polish
// 8-bit encodings six letters differ: ą ś ź Ą Ś Ź.
func (c *census) verdict() string {
	if c.broken == 0 || c.letters > 8*c.broken {
		return UTF8
	}
	windows, latin := 0, 0
	for _, b := range []byte{0xB9, 0x9C, 0x9F, 0xA5, 0x8C, 0x8F} {
		windows += c.bytes[b]
	}
	for _, b := range []byte{0xB1, 0xB6, 0xBC, 0xA1, 0xA6, 0xAC} {
		latin += c.bytes[b]
	}
	// 80 to 9F are control characters there and quotes, dashes, the euro here.
	for b := 0x80; b <= 0x9F; b++ {
		windows += c.bytes[b]
	}
	if latin > windows {
		return Latin2
	}
	return Windows1250
}
