package exchange

import (
	"bytes"
	"encoding/binary"
	"path/filepath"
	"strings"
	"unicode/utf16"

	"kartoteka/data"
)

// HeadSize is how many first bytes of a file Detect wants to see.
const HeadSize = 64 << 10

// Detect says what a file is by its first bytes; the name decides only where
// they fit several formats. What is no file of ours is refused with a sentence
// that says what to do.
func Detect(head []byte, name string) (Kind, error) {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return detectZip(head)
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return "", oldOffice(head)
	case bytes.HasPrefix(head, []byte("%PDF-")), bytes.HasPrefix(head, []byte("\x89PNG")),
		bytes.HasPrefix(head, []byte("\xFF\xD8\xFF")), bytes.HasPrefix(head, []byte("\x1F\x8B")),
		bytes.HasPrefix(head, []byte("SQLite format 3\x00")):
		return "", data.NewError(data.CodeInvalid, "file-not-known")
	}
	text := headText(head)
	first := strings.TrimLeft(text, "\ufeff \t\r\n")
	if first == "" {
		return "", data.NewError(data.CodeInvalid, "file-empty")
	}
	switch {
	case hasFold(first, "BEGIN:VCARD"):
		return KindVCF, nil
	case hasFold(first, "BEGIN:VCALENDAR"), hasFold(first, "BEGIN:VEVENT"), hasFold(first, "BEGIN:VTODO"):
		return KindICS, nil
	case strings.HasPrefix(text, "From ") && mailHeaders(afterLine(text)) > 0:
		return KindMbox, nil
	case mailHeaders(text) >= 2:
		return KindEML, nil
	case first[0] == '[' || first[0] == '{':
		if looksJSON(first) {
			return KindJSON, nil
		}
	}
	return detectByName(head, name, first)
}

// detectByName decides on text that no format claims: a table, or what its name
// says although its first line is damaged.
func detectByName(head []byte, name, first string) (Kind, error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".vcf", ".vcard":
		return KindVCF, nil
	case ".ics", ".ical", ".ifb":
		return KindICS, nil
	case ".eml":
		return KindEML, nil
	case ".mbox":
		return KindMbox, nil
	}
	for line := range strings.Lines(first) {
		if hasFold(line, "BEGIN:VCARD") {
			return KindVCF, nil
		}
	}
	if binaryBytes(head) || hasFold(first, "<!DOCTYPE") || hasFold(first, "<html") || hasFold(first, "<?xml") {
		return "", data.NewError(data.CodeInvalid, "file-not-known")
	}
	return KindCSV, nil
}

// detectZip tells a workbook from other things in a zip.
func detectZip(head []byte) (Kind, error) {
	switch {
	case bytes.Contains(head, []byte("opendocument.spreadsheet")):
		return "", data.NewError(data.CodeInvalid, "table-ods")
	case bytes.Contains(head, []byte("xl/workbook.bin")):
		return "", data.NewError(data.CodeInvalid, "table-old-excel")
	case bytes.Contains(head, []byte("word/")), bytes.Contains(head, []byte("ppt/")):
		return "", data.NewError(data.CodeInvalid, "file-not-known")
	case bytes.Contains(head, []byte("xl/")), bytes.Contains(head, []byte("[Content_Types].xml")):
		return KindXLSX, nil
	}
	return "", data.NewError(data.CodeInvalid, "file-not-known")
}

// oldOffice tells a workbook with a password, which Excel wraps in the old
// container, from one in the format before 2007. The directory of the container
// holds names in UTF-16.
func oldOffice(head []byte) error {
	var name []byte
	for _, u := range utf16.Encode([]rune("EncryptedPackage")) {
		name = binary.LittleEndian.AppendUint16(name, u)
	}
	if bytes.Contains(head, name) {
		return data.NewError(data.CodeInvalid, "table-encrypted")
	}
	return data.NewError(data.CodeInvalid, "table-old-excel")
}

// headText makes the first bytes comparable: UTF-16 becomes one byte a letter.
func headText(head []byte) string {
	enc := guessHead(head)
	if enc != UTF16LE && enc != UTF16BE {
		return string(head)
	}
	low := 0
	if enc == UTF16BE {
		low = 1
	}
	out := make([]byte, 0, len(head)/2)
	for i := 0; i+1 < len(head); i += 2 {
		c, high := head[i+low], head[i+1-low]
		if high != 0 {
			c = '?'
		}
		if i > 0 || high == 0 { // not the mark
			out = append(out, c)
		}
	}
	return string(out)
}

func hasFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

func afterLine(s string) string {
	_, rest, _ := strings.Cut(s, "\n")
	return rest
}

// mailHeaders counts the lines at the beginning that are well known headers of
// mail. A table with a heading "Date:" has no second one.
func mailHeaders(s string) int {
	n := 0
	for range 40 {
		line, rest, ok := strings.Cut(s, "\n")
		s = rest
		line = strings.TrimRight(line, "\r")
		if !ok || line == "" {
			break
		}
		if line[0] == ' ' || line[0] == '\t' || line[0] == '>' {
			continue
		}
		name, _, colon := strings.Cut(line, ":")
		if !colon || strings.ContainsAny(name, " ,;\t\"") {
			break
		}
		switch strings.ToLower(name) {
		case "from", "to", "cc", "subject", "date", "message-id", "received", "return-path", "delivered-to",
			"mime-version", "content-type", "reply-to", "dkim-signature", "x-mailer", "content-transfer-encoding":
			n++
		}
	}
	return n
}

// looksJSON reports whether text that begins with a bracket goes on as JSON
// does; a CSV file may begin with one, too.
func looksJSON(s string) bool {
	rest := strings.TrimLeft(s[1:], " \t\r\n")
	if rest == "" {
		return true
	}
	if s[0] == '{' {
		return rest[0] == '"' || rest[0] == '}'
	}
	return strings.ContainsRune(`{]["`, rune(rest[0]))
}

// binaryBytes reports whether there are bytes that no text has. A few NULs are
// let pass, for some programs leave them in tables.
func binaryBytes(head []byte) bool {
	if enc := guessHead(head); enc == UTF16LE || enc == UTF16BE {
		return false
	}
	odd := 0
	for _, c := range head {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1a {
			odd++
		}
	}
	return odd*20 > len(head)
}
