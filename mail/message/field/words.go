package field

import (
	"strings"

	"kartoteka/mail/message/charset"
	"kartoteka/mail/message/note"
	"kartoteka/mail/message/transfer"
)

// word is an encoded word of RFC 2047.
type word struct {
	charset string
	base64  bool
	payload string
}

// Words replaces the encoded words in an unfolded value. Odd forms are
// read too: a language after the charset (RFC 2231), blanks in the payload,
// words glued together or not closed, letters split over two words.
func Words(s string, n *note.List) string {
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
	b64     transfer.Base64
	wasB64  bool
}

func (r *wordRun) empty() bool { return !r.open }

func (r *wordRun) add(w word, out *strings.Builder, n *note.List) {
	if r.open && !strings.EqualFold(r.charset, w.charset) {
		r.flush(out, n)
	}
	r.open, r.charset = true, w.charset
	// A group that ends in the middle with bits set goes on in the next word;
	// one without is a complete word whose padding was left out.
	if r.wasB64 && (!w.base64 || !r.b64.SplitGroup()) {
		r.bytes = r.b64.End(r.bytes)
	}
	r.wasB64 = w.base64
	if w.base64 {
		r.bytes = r.b64.Read(r.bytes, []byte(w.payload))
		return
	}
	r.bytes = transfer.AppendQ(r.bytes, w.payload)
}

func (r *wordRun) flush(out *strings.Builder, n *note.List) {
	if !r.open {
		return
	}
	if r.wasB64 {
		r.bytes = r.b64.End(r.bytes)
	}
	out.WriteString(charset.Decode(r.bytes, r.charset, n))
	*r = wordRun{bytes: r.bytes[:0]}
}
