package transfer

import (
	"bytes"
)

// File is a file of the days before MIME, written into the text between
// "begin 644 name" and "end".
type File struct {
	Name []byte
	Body []byte // encoded lines
}

// maxFiles bounds the files in one text. What lies beyond stays text.
const maxFiles = 1000

// CutUU takes uuencoded files out of a text.
func CutUU(b []byte) (files []File, rest []byte) {
	from := 0 // of what is not yet copied to rest
	for pos := 0; pos < len(b) && len(files) < maxFiles; {
		i := bytes.Index(b[pos:], []byte("begin "))
		if i < 0 {
			break
		}
		start := pos + i
		if start > 0 && b[start-1] != '\n' {
			pos = start + 1
			continue
		}
		line, next := Line(b, start)
		name := uuName(line)
		end, after := uuEnd(b, next)
		if name == nil || len(Trim(b[next:end])) == 0 {
			pos = start + 1
			continue
		}
		files = append(files, File{Name: name, Body: b[next:end]})
		rest = append(rest, b[from:start]...)
		from, pos = after, after
	}
	if files == nil {
		return nil, b
	}
	return files, append(rest, b[from:]...)
}

// uuName returns the name of a "begin" line, or nil if it is none.
func uuName(line []byte) []byte {
	mode, name, ok := bytes.Cut(line[len("begin "):], []byte{' '})
	if !ok || len(mode) < 3 || len(mode) > 4 || len(Trim(name)) == 0 {
		return nil
	}
	for _, c := range mode {
		if c < '0' || c > '7' {
			return nil
		}
	}
	return Trim(name)
}

// uuEnd returns where the encoded lines end, and where the text goes on. It
// stops at the first line that is not encoded, so it never looks ahead.
func uuEnd(b []byte, pos int) (end, after int) {
	for pos < len(b) {
		line, next := Line(b, pos)
		if bytes.Equal(bytes.TrimRight(line, " "), []byte("end")) {
			return pos, next
		}
		if !isUULine(line) && !spoiltUULine(line) {
			return pos, pos
		}
		pos = next
	}
	return pos, pos
}

// isUULine says whether a line has the length its first letter promises.
func isUULine(line []byte) bool {
	if len(line) == 0 {
		return true
	}
	if line[0] < ' ' || line[0] > '`' {
		return false
	}
	want := (int(line[0]-' ')&0x3f + 2) / 3 * 4
	return len(line)-1 >= want-3 && len(line)-1 <= want+3
}

// spoiltUULine says whether a full line of a file has lost or changed a letter on
// the way. No text is like it: "M", sixty signs, and not one small letter.
func spoiltUULine(line []byte) bool {
	const full = 61
	if len(line) < full-8 || len(line) > full+8 || line[0] != 'M' {
		return false
	}
	for _, c := range line {
		if 'a' <= c && c <= 'z' {
			return false
		}
	}
	return true
}

// DecodeUU decodes lines; what is no encoded line is passed over.
func DecodeUU(b []byte) []byte {
	out := make([]byte, 0, len(b)/4*3)
	for pos := 0; pos < len(b); {
		line, next := Line(b, pos)
		pos = next
		out = appendUULine(out, line)
	}
	return out
}

// appendUULine appends the bytes of a line to dst, if it is an encoded one.
func appendUULine(dst, line []byte) []byte {
	if len(line) < 2 || !isUULine(line) && !spoiltUULine(line) {
		return dst
	}
	size := int(line[0]-' ') & 0x3f
	for i := 1; size > 0; i += 4 {
		var g [4]byte
		for k := range g {
			if i+k < len(line) {
				g[k] = (line[i+k] - ' ') & 0x3f
			}
		}
		three := [3]byte{g[0]<<2 | g[1]>>4, g[1]<<4 | g[2]>>2, g[2]<<6 | g[3]}
		dst = append(dst, three[:min(size, 3)]...)
		size -= 3
	}
	return dst
}
