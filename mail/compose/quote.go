package compose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kartoteka/data"
)

// How much of a letter an answer repeats: who wants more has the letter.
const (
	quotedLines = 60
	quotedWidth = 76 // letters of a line, its mark included (RFC 5322 §2.1.1 advises 78)
)

// Quote is a letter as an answer repeats it under its own words: intro ("On …
// wrote:"), then what its sender says, each line marked "> ". What he repeats
// of earlier letters under his words, and his signature, are left out; a long
// letter ends in "[…]". "" where nothing is left to repeat.
//
// The text is not format=flowed (RFC 3676): the owner goes on writing the draft
// in a mail program of his own, and many of those take the blanks at line ends
// that it hangs on away. So quoted lines are wrapped here, each with its mark.
func Quote(intro string, passages []data.Passage) string {
	text := repeated(passages)
	if text == "" {
		return ""
	}
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		lines = append(lines, quoteLine(line)...)
		if len(lines) > quotedLines {
			lines = append(lines[:quotedLines], "> […]")
			break
		}
	}
	return oneLine(intro) + "\n" + strings.Join(lines, "\n") + "\n"
}

// repeated is what is worth repeating, without empty lines around or in a row.
func repeated(passages []data.Passage) string {
	var b strings.Builder
	for _, p := range passages {
		if p.Kind == data.PassageSaid || p.Kind == data.PassageForwarded || !p.Folded && p.Kind != data.PassageSignature {
			b.WriteString(p.Text)
		}
	}
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(b.String())
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRightFunc(strings.Map(legible, line), unicode.IsSpace)
		if line != "" || len(out) > 0 && out[len(out)-1] != "" {
			out = append(out, line)
		}
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n")
}

// legible takes away what a reader would not see, or would be misled by.
func legible(r rune) rune {
	switch {
	case r == '\t', r == '\u00a0':
		return ' '
	case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\ufeff', r == '\u200b':
		return -1
	}
	return r
}

// quoteLine marks a line, wrapped. One that is a quote itself keeps its mark on
// every line that it comes to, without a blank between the marks.
func quoteLine(line string) []string {
	mark := ">"
	for strings.HasPrefix(line, ">") {
		mark += ">"
		line = strings.TrimPrefix(strings.TrimPrefix(line, ">"), " ")
	}
	if line == "" {
		return []string{mark}
	}
	var out []string
	for _, piece := range wrapLine(line, quotedWidth-len(mark)-1) {
		out = append(out, mark+" "+piece)
	}
	return out
}

// wrapLine cuts a line at blanks into pieces of at most so many letters. A word
// that is longer than that, an address of a page, stands whole.
func wrapLine(line string, width int) []string {
	if utf8.RuneCountInString(line) <= max(width, 1) {
		return []string{line}
	}
	var out []string
	piece, letters := "", 0
	for word := range strings.FieldsSeq(line) {
		n := utf8.RuneCountInString(word)
		if piece != "" && letters+1+n > width {
			out = append(out, piece)
			piece, letters = "", 0
		}
		if piece != "" {
			piece += " "
			letters++
		}
		piece += word
		letters += n
	}
	return append(out, piece)
}
