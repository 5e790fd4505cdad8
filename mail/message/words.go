package message

import "strings"

// word is an encoded word of RFC 2047.
type word struct {
	charset string
	base64  bool
	payload string
}

// decodeWords replaces the encoded words in an unfolded value. Odd forms are
// read too: a language after the charset (RFC 2231), blanks in the payload,
// words glued together or not closed, letters split over two words.
func decodeWords(s string, n *notes) string {
	var out strings.Builder
	var run wordRun
	closing := 0 // a known position of "?=", so that searching stays linear
	for s != "" {
		i := strings.Index(s, "=?")
		if i < 0 {
			break
		}
		w, length := parseWord(s[i:], closing-i)
		if length == 0 {
			run.flush(&out, n)
			out.WriteString(s[:i+2])
			s, closing = s[i+2:], closing-i-2
			continue
		}
		gap := s[:i]
		if run.empty() || strings.Trim(gap, " \t") != "" {
			run.flush(&out, n)
			out.WriteString(gap)
		}
		run.add(w, &out, n)
		s, closing = s[i+length:], closing-i-length
	}
	run.flush(&out, n)
	out.WriteString(s)
	return out.String()
}

// parseWord reads the encoded word at the start of s, which starts with "=?".
// It returns its length, 0 if it is none. hint is where "?=" was last seen.
func parseWord(s string, hint int) (word, int) {
	const maxCharset = 64
	end := strings.IndexByte(s[2:min(len(s), 2+maxCharset)], '?')
	if end < 0 {
		return word{}, 0
	}
	charset, lang, _ := strings.Cut(s[2:2+end], "*")
	_ = lang
	charset = strings.Trim(charset, " \"'")
	if strings.ContainsAny(charset, " \t<>@=,;") {
		return word{}, 0
	}
	at := 2 + end + 1
	if at+1 >= len(s) || s[at+1] != '?' || !strings.ContainsRune("bBqQ", rune(s[at])) {
		return word{}, 0
	}
	w := word{charset: charset, base64: s[at]|0x20 == 'b'}
	at += 2
	stop, length := closeWord(s, at, hint)
	w.payload = s[at:stop]
	return w, length
}

// closeWord finds where the payload that starts at at ends, and the word with
// it. A word that is not closed ends where the next begins, or with the text.
func closeWord(s string, at, hint int) (stop, length int) {
	if hint < at || hint+2 > len(s) {
		hint = strings.Index(s[at:], "?=")
		if hint >= 0 {
			hint += at
		}
	}
	stop, length = hint, hint+2
	if hint < 0 {
		stop, length = len(s), len(s)
	}
	if next := strings.Index(s[at:stop], "=?"); next >= 0 && wordStarts(s[at+next:]) {
		stop, length = at+next, at+next
	}
	if hint < 0 || stop < hint {
		trimmed := strings.TrimRight(s[at:stop], " \t?")
		stop = at + len(trimmed)
	}
	return stop, length
}

// wordStarts says whether s, starting with "=?", goes on like an encoded word.
func wordStarts(s string) bool {
	end := strings.IndexByte(s[2:min(len(s), 66)], '?')
	return end > 0 && 2+end+2 < len(s) && s[2+end+2] == '?' && strings.ContainsRune("bBqQ", rune(s[2+end+1]))
}

// wordRun gathers the bytes of adjacent words of one charset, because mailers
// split letters, and even base64 groups, over them.
type wordRun struct {
	charset string
	open    bool
	bytes   []byte
	b64     base64Reader
	wasB64  bool
}

func (r *wordRun) empty() bool { return !r.open }

func (r *wordRun) add(w word, out *strings.Builder, n *notes) {
	if r.open && !strings.EqualFold(r.charset, w.charset) {
		r.flush(out, n)
	}
	r.open, r.charset = true, w.charset
	// A group that ends in the middle with bits set goes on in the next word;
	// one without is a complete word whose padding was left out.
	if r.wasB64 && (!w.base64 || !r.b64.splitGroup()) {
		r.bytes = r.b64.end(r.bytes)
	}
	r.wasB64 = w.base64
	if w.base64 {
		r.bytes = r.b64.read(r.bytes, []byte(w.payload))
		return
	}
	r.bytes = decodeQ(r.bytes, w.payload)
}

func (r *wordRun) flush(out *strings.Builder, n *notes) {
	if !r.open {
		return
	}
	if r.wasB64 {
		r.bytes = r.b64.end(r.bytes)
	}
	out.WriteString(decodeChars(r.bytes, r.charset, n))
	*r = wordRun{bytes: r.bytes[:0]}
}

// decodeQ appends the bytes of a "Q" payload.
func decodeQ(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '_':
			dst = append(dst, ' ')
		case c == '=' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			dst = append(dst, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func unhex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c >= 'a':
		return c - 'a' + 10
	}
	return c - 'A' + 10
}
