// Package maildir reads what the files and folders of a Maildir say by their
// names: when a message was delivered, what was done with it, and which folder
// of Maildir++ it lies in. It opens no message.
package maildir

import (
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"

	"kartoteka/mail/utf7"
)

// Name is what the name of a message's file says.
type Name struct {
	Delivered time.Time // UTC; zero where the name does not say
	Flags     string    // "S" seen, "R" answered, "T" trashed, "D" draft, "F" flagged, "P" passed on
}

// years are between which a time of delivery is believed.
const firstYear, lastYear = 1980, 2200

// Parse reads the name of a file in cur or new, such as
// "1700000000.M1P2.host,S=123:2,FS". On systems where a colon can't be in a name,
// programs write ";" or "!" in its place. It never fails.
func Parse(file string) Name {
	base, info := file, ""
	if i := strings.LastIndexAny(file, ":;!"); i >= 0 {
		base, info = file[:i], file[i+1:]
	}
	var n Name
	if flags, ok := strings.CutPrefix(info, "2,"); ok {
		n.Flags = strings.Map(func(r rune) rune {
			if r >= 'A' && r <= 'Z' {
				return r
			}
			return -1
		}, flags)
	}
	seconds, _, dotted := strings.Cut(base, ".")
	if at, err := strconv.ParseInt(seconds, 10, 64); err == nil && dotted && at > 0 {
		t := time.Unix(at, 0).UTC()
		if t.Year() >= firstYear && t.Year() <= lastYear {
			n.Delivered = t
		}
	}
	return n
}

// Holds reports whether a folder is one of a Maildir: it holds cur and new.
func Holds(dir string) bool {
	for _, sub := range []string{"cur", "new"} {
		st, err := os.Stat(filepath.Join(dir, sub))
		if err != nil || !st.IsDir() {
			return false
		}
	}
	return true
}

// Message reports whether a file lies where a Maildir keeps its messages. Names
// that begin with a dot are none.
func Message(path string) bool {
	dir := filepath.Dir(path)
	if strings.HasPrefix(filepath.Base(path), ".") {
		return false
	}
	switch filepath.Base(dir) {
	case "cur", "new":
		return Holds(filepath.Dir(dir))
	}
	return false
}

// Aside reports whether an entry of a folder is a Maildir's own and no mail: what
// is just being delivered, and what servers keep beside the messages. Files that
// call themselves mail (.eml, .mbox) were put there by somebody.
func Aside(path string, d fs.DirEntry) bool {
	dir := filepath.Dir(path)
	if d.IsDir() {
		return d.Name() == "tmp" && Holds(dir)
	}
	switch strings.ToLower(filepath.Ext(path)) {
	case ".eml", ".mbox":
		return false
	}
	inside := filepath.Base(dir)
	return Holds(dir) || (inside == "cur" || inside == "new") && Holds(filepath.Dir(dir)) && strings.HasPrefix(d.Name(), ".")
}

// Folder is what the folder of a message's file is called: "" for the Maildir's
// own, else the name of Maildir++ without its first dot, or of the folder itself.
// Names in modified UTF-7 are decoded; what is none of it stays as it is, and
// signs that can't be shown are left out.
func Folder(path, root string) string {
	dir := filepath.Dir(filepath.Dir(path))
	rel, err := filepath.Rel(root, dir)
	if err != nil || rel == "." {
		return ""
	}
	name, _ := utf7.Read(strings.TrimPrefix(filepath.ToSlash(rel), "."))
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, "\ufffd"))
}
