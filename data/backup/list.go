package backup

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/disk"
)

// listName is the list of what is known of the backups of a folder.
const listName = "kartoteka-backups.json"

// maxList is more than any list of backups is long.
const maxList = 4 << 20

// Entry is a backup with what only the list knows.
type Entry struct {
	data.BackupInfo
	Mark   string // of the card index that it is of; "": not known
	SHA256 string // of the file, in hex; "": not known
}

// record is an entry as the list holds it.
type record struct {
	Name    string            `json:"name"`
	At      time.Time         `json:"at"`
	Size    int64             `json:"size"`
	SHA256  string            `json:"sha256"`
	Mark    string            `json:"mark"`
	Counts  data.BackupCounts `json:"counts"`
	Checked time.Time         `json:"checked"`
}

// List returns the backups of a folder, newest first. A folder that is not there
// has none; a list that is missing or broken only means that less is known.
func List(dir string, loc *time.Location) ([]Entry, error) {
	files, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, disk.Error(dir, err)
	}
	known := readList(dir)
	var out []Entry
	for _, f := range files {
		info, ok := parseName(f.Name(), loc)
		if !ok {
			continue
		}
		st, err := os.Stat(filepath.Join(dir, f.Name()))
		if err != nil || !st.Mode().IsRegular() {
			continue // gone meanwhile, or no file
		}
		e := Entry{BackupInfo: info}
		e.Path, e.Size = filepath.Join(dir, f.Name()), st.Size()
		if r, ok := known[f.Name()]; ok && r.Size == st.Size() {
			e.OK, e.Counts, e.Mark, e.SHA256, e.At = !r.Checked.IsZero(), r.Counts, r.Mark, r.SHA256, r.At
		}
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b Entry) int {
		if c := b.At.Compare(a.At); c != 0 {
			return c
		}
		return strings.Compare(b.Path, a.Path)
	})
	return out, nil
}

func readList(dir string) map[string]record {
	out := map[string]record{}
	f, err := os.Open(filepath.Join(dir, listName))
	if err != nil {
		return out
	}
	defer func() { _ = f.Close() }() // only read
	var all []record
	if json.NewDecoder(io.LimitReader(f, maxList)).Decode(&all) != nil {
		return out
	}
	for _, r := range all {
		out[r.Name] = r
	}
	return out
}

// Note writes down what is known of a backup, and forgets those that are no
// longer there.
func Note(e Entry, checked time.Time) error {
	dir, name := filepath.Split(e.Path)
	known := readList(dir)
	known[name] = record{
		Name: name, At: e.At.UTC().Truncate(time.Second), Size: e.Size, SHA256: e.SHA256, Mark: e.Mark,
		Counts: e.Counts, Checked: checked.UTC().Truncate(time.Second),
	}
	return writeList(dir, known)
}

// writeList writes the list anew, without the files that are no longer there.
func writeList(dir string, known map[string]record) error {
	all := make([]record, 0, len(known))
	for _, r := range known {
		if _, err := os.Stat(filepath.Join(dir, r.Name)); err == nil {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b record) int { return strings.Compare(a.Name, b.Name) })
	return disk.Write(filepath.Join(dir, listName), func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(all)
	})
}

// forget takes a file off the list that is about to be another: killed between
// the two, it would be taken for damaged.
func forget(path string) error {
	dir, name := filepath.Split(path)
	known := readList(dir)
	if _, ok := known[name]; !ok {
		return nil
	}
	delete(known, name)
	return writeList(dir, known)
}
