package backup

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"kartoteka/data"
)

// How the names of backups are put together: a beginning that says what kind
// it is, the moment in the firm's zone, -2 and so on when there is one already,
// and the ending. They sort by time.
const (
	plainStart  = "kartoteka-"
	beforeStart = "kartoteka-before-restore-"
	ending      = ".db"
	ageEnding   = ".age"

	minuteForm = "2006-01-02T1504"
	secondForm = "2006-01-02T150405"
)

// Name returns the path of a new backup in a folder: one that is not taken.
func Name(dir string, at time.Time, encrypted bool) string {
	end := ending
	if encrypted {
		end += ageEnding
	}
	return free(filepath.Join(dir, plainStart+at.Format(minuteForm)), end)
}

// beforeName is where the card index goes that a restore replaces.
func beforeName(dir string, at time.Time) string {
	return free(filepath.Join(dir, beforeStart+at.Format(secondForm)), ending)
}

func free(start, end string) string {
	path := start + end
	for n := 2; ; n++ {
		if _, err := os.Lstat(path); err != nil {
			return path
		}
		path = start + "-" + strconv.Itoa(n) + end
	}
}

// parseName tells what a file's name says; ok is false for a file that is not
// named as a backup.
func parseName(name string, loc *time.Location) (i data.BackupInfo, ok bool) {
	rest, encrypted := strings.CutSuffix(name, ageEnding)
	rest, ok = strings.CutSuffix(rest, ending)
	if !ok {
		return i, false
	}
	i.Encrypted = encrypted
	form := minuteForm
	if at, before := strings.CutPrefix(rest, beforeStart); before {
		i.Kind, form, rest = data.BackupBefore, secondForm, at
	} else if rest, ok = strings.CutPrefix(rest, plainStart); !ok {
		return i, false
	}
	if len(rest) > len(form) {
		n, err := strconv.Atoi(strings.TrimPrefix(rest[len(form):], "-"))
		if err != nil || n < 2 || rest[len(form)] != '-' {
			return i, false
		}
		rest = rest[:len(form)]
	}
	at, err := time.ParseInLocation(form, rest, loc)
	i.At = at
	return i, err == nil
}
