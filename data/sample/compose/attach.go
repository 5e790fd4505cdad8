package compose

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"image"
	"image/color"
	"image/png"
	"strings"
)

// attachment writes a file as a part. Its name is given by RFC 2231 by the
// Programs that know it and by RFC 2047 by the others, as in real life.
func (l *message) attachment(name string, uses Program) {
	typ, content := "application/pdf", pdf(name)
	if strings.HasSuffix(name, ".png") {
		typ, content = "image/png", picture(name)
	}
	switch {
	case isASCII(name):
		l.header("Content-Type", typ+`; name="`+name+`"`)
		l.header("Content-Disposition", `attachment; filename="`+name+`"`)
	case uses == Thunderbird || uses == Phone || uses == Gmail:
		l.header("Content-Type", typ)
		l.header("Content-Disposition", "attachment;\r\n filename*=UTF-8''"+percent(name))
	default:
		word := l.words(name, 12)
		l.header("Content-Type", typ+";\r\n name=\""+word+`"`)
		l.header("Content-Disposition", "attachment;\r\n filename=\""+word+`"`)
	}
	l.header("Content-Transfer-Encoding", "base64")
	l.b.WriteString("\r\n")
	l.base64(content)
	l.b.WriteString("\r\n")
}

// percent writes a name as an extended parameter (RFC 2231, section 4).
func percent(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c == '.' || c == '-' || c == '_' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// picture draws a small lock whose colours follow from the name.
func picture(name string) []byte {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name))
	n := h.Sum32()
	back := color.RGBA{uint8(n), uint8(n >> 8), uint8(n>>16)/2 + 90, 255}
	img := image.NewRGBA(image.Rect(0, 0, 64, 64))
	for y := range 64 {
		for x := range 64 {
			c := back
			dx, dy := x-32, y-24
			ring := dx*dx + dy*dy
			switch {
			case x >= 16 && x < 48 && y >= 28 && y < 54:
				c = color.RGBA{214, 168, 60, 255}
			case y < 28 && ring <= 196 && ring >= 100:
				c = color.RGBA{120, 124, 130, 255}
			}
			if x >= 30 && x < 34 && y >= 36 && y < 46 {
				c = color.RGBA{40, 36, 30, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, img) // into memory: can't fail
	return b.Bytes()
}

// pdf writes a page with one line, in the smallest form that readers accept.
func pdf(name string) []byte {
	line := "BT /F1 14 Tf 60 760 Td (" + strings.Map(asciiOnly, name) + ") Tj ET"
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(line), line),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

func asciiOnly(r rune) rune {
	if r < 0x20 || r > 0x7e || strings.ContainsRune(`()\`, r) {
		return '_'
	}
	return r
}
