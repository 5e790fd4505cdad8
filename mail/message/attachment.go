package message

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"kartoteka/data"
	"kartoteka/mail/message/field"
	"kartoteka/mail/message/note"
	"kartoteka/mail/message/transfer"
)

// Limits of a safe file name: what every system can hold, and a person read.
const (
	maxName      = 120
	maxNameBytes = 200
	maxExtension = 20
)

// attachments lists the leaves that are not the message's text.
func (t *tree) attachments() []data.Attachment {
	var list []data.Attachment
	for i, p := range t.leaves {
		if p.role == attached && !p.isEmpty() {
			list = append(list, t.attachment(i, p))
		}
	}
	return list
}

// isEmpty says whether the part is a text without a letter, which is no more
// an attachment than it is a text.
func (p *part) isEmpty() bool {
	return p.uu == nil && strings.HasPrefix(p.kind, "text/") && !p.isNamed() && len(transfer.Trim(p.raw)) == 0
}

// pieces of decoded attachments pass through these on their way to the hash.
var pieceBuffers = sync.Pool{New: func() any { b := make([]byte, 0, 48<<10); return &b }}

func (t *tree) attachment(i int, p *part) data.Attachment {
	a := data.Attachment{Part: i, Name: t.fileName(i, p), Type: p.kind, Inline: p.isInline()}
	hash := sha256.New()
	t.each(p, t.notes, func(b []byte) {
		a.Size += int64(len(b))
		hash.Write(b)
	})
	a.SHA256 = hex.EncodeToString(hash.Sum(nil))
	return a
}

// isInline says whether the part belongs into the text (a picture of the
// HTML) and not beside it.
func (p *part) isInline() bool {
	if p.disposition == "attachment" {
		return false
	}
	return p.disposition == "inline" && p.header.Has("content-id") ||
		p.up != nil && p.up.kind == "multipart/related" && p.up.children[0] != p
}

// fileName finds a name for a part and makes it safe.
func (t *tree) fileName(i int, p *part) string {
	name := t.writtenName(p)
	if name != "" {
		return SafeName(name)
	}
	if p.kind == "message/rfc822" || p.kind == "message/global" {
		var quiet note.List
		h, _ := field.Read(prepare(t.content(p, &quiet)), &quiet)
		if s := field.Text(h.Get("subject"), t.hint, &quiet); s != "" {
			return SafeName(s + ".eml")
		}
	}
	return fmt.Sprintf("attachment-%d%s", i+1, extension(p.kind))
}

// writtenName returns the name as the sender wrote it.
func (t *tree) writtenName(p *part) string {
	if p.uu != nil {
		return field.Text(p.uu.Name, t.hint, t.notes)
	}
	if s := p.dispParams.Text("filename", t.hint, t.notes); s != "" {
		return s
	}
	if s := p.params.Text("name", t.hint, t.notes); s != "" {
		return s
	}
	if p.encoding == transfer.InUU {
		if files, _ := transfer.CutUU(t.bytes(p, maxEncoded)); len(files) > 0 {
			return field.Text(files[0].Name, t.hint, t.notes)
		}
	}
	if v := p.header.Get("content-location"); v != nil && !strings.HasPrefix(p.kind, "text/") {
		s := field.Text(v, t.hint, t.notes)
		s, _, _ = strings.Cut(s, "?")
		return s[strings.LastIndexByte(s, '/')+1:]
	}
	return ""
}

// extensions are those of the types most met; the system's own list differs
// from machine to machine, and names must not.
var extensions = map[string]string{
	"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/pjpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp",
	"image/tiff": ".tif", "image/bmp": ".bmp", "image/heic": ".heic", "image/svg+xml": ".svg", "text/plain": ".txt", "text/html": ".html", "text/calendar": ".ics",
	"text/vcard": ".vcf", "text/x-vcard": ".vcf", "text/directory": ".vcf", "text/csv": ".csv", "text/xml": ".xml", "application/xml": ".xml",
	"application/zip": ".zip", "application/msword": ".doc", "application/vnd.ms-excel": ".xls", "application/rtf": ".rtf", "text/rtf": ".rtf",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":       ".xlsx",
	"message/rfc822": ".eml", "message/global": ".eml", "message/delivery-status": ".txt", "message/disposition-notification": ".txt", "text/rfc822-headers": ".txt",
	"application/ms-tnef": ".dat", "application/pkcs7-signature": ".p7s", "application/x-pkcs7-signature": ".p7s", "application/pkcs7-mime": ".p7m",
	"application/pgp-signature": ".asc", "audio/mpeg": ".mp3", "audio/ogg": ".ogg", "audio/wav": ".wav", "video/mp4": ".mp4",
}

func extension(kind string) string {
	if e := extensions[kind]; e != "" {
		return e
	}
	if strings.HasPrefix(kind, "text/") {
		return ".txt"
	}
	return ".bin"
}

// Part returns the decoded bytes of a leaf part of raw, by the index that
// Parse gave its attachment.
func Part(raw []byte, index int) (content []byte, a data.Attachment, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = data.NewError(data.CodeInternal, "mail-part").Because(fmt.Errorf("reading part: %v", r))
		}
	}()
	var n note.List
	t := newTree(raw, nil, 0, &n)
	t.readable(0) // finds the uuencoded files, which are counted after the others
	if index < 0 || index >= len(t.leaves) {
		return nil, a, data.NewError(data.CodeNotFound, "mail-part", "Part", index)
	}
	p := t.leaves[index]
	t.each(p, &n, func(b []byte) { content = append(content, b...) })
	sum := sha256.Sum256(content)
	a = data.Attachment{
		Part: index, Name: t.fileName(index, p), Type: p.kind, Size: int64(len(content)),
		SHA256: hex.EncodeToString(sum[:]), Inline: p.isInline(),
	}
	return content, a, nil
}

// SafeName makes a file name that can be saved on every system without doing
// harm: no path, no signs that Windows forbids or that turn the name around,
// none of its device names, at most 120 letters with the extension kept.
func SafeName(s string) string {
	s = s[strings.LastIndexAny(s, `/\`)+1:]
	s = strings.Map(safeRune, strings.ToValidUTF8(s, "_"))
	s = strings.Join(strings.Fields(s), " ")
	s = strings.TrimLeft(strings.TrimRight(s, ". "), ". ")
	s = shorten(s)
	if s == "" {
		return "attachment"
	}
	if isDevice(s) {
		return "_" + s
	}
	return s
}

func safeRune(r rune) rune {
	switch {
	case r == '\t' || r == '\n' || r == '\r' || unicode.Is(unicode.Z, r):
		return ' '
	case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\ufffe' || r == '\uffff' || unicode.Is(unicode.Co, r):
		return -1
	case strings.ContainsRune(`<>:"|?*`, r) || r == utf8.RuneError:
		return '_'
	}
	return r
}

// shorten cuts a name in the middle, so that its extension stays.
func shorten(s string) string {
	if utf8.RuneCountInString(s) <= maxName && len(s) <= maxNameBytes {
		return s
	}
	ext := ""
	if i := strings.LastIndexByte(s, '.'); i > 0 && utf8.RuneCountInString(s[i:]) <= maxExtension && len(s)-i <= 4*maxExtension {
		s, ext = s[:i], s[i:]
	}
	end, letters := 0, utf8.RuneCountInString(ext)
	for i, r := range s {
		letters++
		if next := i + utf8.RuneLen(r); letters <= maxName && next+len(ext) <= maxNameBytes {
			end = next
			continue
		}
		break
	}
	return strings.TrimRight(s[:end], ". ") + ext
}

// isDevice says whether Windows would take the name for a device.
func isDevice(s string) bool {
	base, _, _ := strings.Cut(s, ".")
	base = strings.ToUpper(strings.TrimRight(base, " "))
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$":
		return true
	}
	for _, p := range []string{"COM", "LPT"} {
		if rest, ok := strings.CutPrefix(base, p); ok && utf8.RuneCountInString(rest) == 1 && strings.ContainsAny(rest, "0123456789¹²³") {
			return true
		}
	}
	return false
}
