package sqlite

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// DSN returns the data source name of the file, which must be absolute. The
// pragmas stand in it because each pooled connection needs them, and it is made
// by package url because a '?' or '#' in a folder's name would otherwise open
// another file.
func DSN(file string, write bool) string {
	q := url.Values{"_pragma": {
		"busy_timeout(5000)",
		"foreign_keys(1)",
		"journal_mode(WAL)",
		"synchronous(FULL)", // NORMAL may lose the last commits when the power goes
		"mmap_size(0)",      // an I/O error would be a crash
	}}
	if write {
		q.Add("_pragma", "cache_size(-32768)") // what a long transaction holds of the file
		q.Set("_txlock", "immediate")
		q.Add("_pragma", "secure_delete(1)") // what is erased is overwritten
	} else {
		q.Add("_pragma", "cache_size(-8192)") // the system has the file in memory anyway
		q.Add("_pragma", "query_only(1)")
	}
	return fileURL(file, q)
}

// BareDSN opens the file as it is, without changing how it keeps its journal.
func BareDSN(file string) string { return fileURL(file, url.Values{"_pragma": {"busy_timeout(5000)"}}) }

// ProtectedDSN opens a file where nothing can be written. SQLite itself wants to
// write beside a file that keeps a log, even to read it; only when nothing is in
// the log may it be told that the file never changes.
func ProtectedDSN(file string) string {
	q := url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(5000)", "cache_size(-65536)", "mmap_size(0)", "temp_store(2)"}}
	if !hasLog(file) {
		q.Set("immutable", "1")
	}
	return fileURL(file, q)
}

// FrozenDSN opens a copy that nothing is going to change.
func FrozenDSN(file string) string {
	return fileURL(file, url.Values{
		"mode": {"ro"}, "immutable": {"1"}, "_pragma": {"query_only(1)", "mmap_size(0)"},
	})
}

// hasLog reports whether something stands in the log beside a file.
func hasLog(file string) bool {
	st, err := os.Stat(file + "-wal")
	return err == nil && st.Size() > 0
}

func fileURL(file string, q url.Values) string {
	p := filepath.ToSlash(file)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p // C:/x becomes file:///C:/x
	}
	return (&url.URL{Scheme: "file", Path: p, RawQuery: q.Encode()}).String()
}
