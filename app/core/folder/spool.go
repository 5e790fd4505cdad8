package folder

import (
	"io/fs"
	"os"
	"path/filepath"
)

// spoolPrefix begins the names of files that hold a large message while it comes
// in. They lie in the data folder, where whatever is said of its mail holds.
const spoolPrefix = "mail-"

const spoolEnd = ".part"

// Spool makes such files in a folder.
func Spool(dir string) func() (*os.File, error) {
	return func() (*os.File, error) {
		f, err := os.CreateTemp(dir, spoolPrefix+"*"+spoolEnd) // for its owner only
		if err == nil {
			// Where an open file can do without a name nothing is left behind,
			// however the program ends. Elsewhere this fails.
			_ = os.Remove(f.Name())
		}
		return f, err
	}
}

// SweepSpool removes what a run that was killed left behind. One that is in use
// can't be removed, or does not need its name.
func SweepSpool(dir string) {
	left, _ := fs.Glob(os.DirFS(dir), spoolPrefix+"*"+spoolEnd) // the pattern is sound
	for _, name := range left {
		_ = os.Remove(filepath.Join(dir, name))
	}
}
