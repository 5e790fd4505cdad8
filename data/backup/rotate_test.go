package backup_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	_ "kartoteka/data/datatest/steady" // the same cases each time

	"kartoteka/data"
	"kartoteka/data/backup"
)

var warsaw = must(time.LoadLocation("Europe/Warsaw"))

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// nights is a good backup at 02:00 of each of n nights up to the last one.
func nights(last string, n int) []data.BackupInfo {
	day := must(time.ParseInLocation(time.DateOnly, last, warsaw))
	var out []data.BackupInfo
	for i := range n {
		at := time.Date(day.Year(), day.Month(), day.Day()-i, 2, 0, 0, 0, warsaw)
		out = append(out, data.BackupInfo{Path: at.Format("2006-01-02T1504"), At: at, OK: true})
	}
	return out
}

func left(all, drop []data.BackupInfo) []string {
	var out []string
	for _, i := range all {
		if !slices.ContainsFunc(drop, func(d data.BackupInfo) bool { return d.Path == i.Path }) {
			out = append(out, i.Path[:10])
		}
	}
	return out
}

func TestSurplusKeepsDaysWeeksAndMonths(t *testing.T) {
	for name, c := range map[string]struct {
		last string
		n    int
		want []string
	}{
		"a week": {"2026-11-22", 7, []string{
			"2026-11-22", "2026-11-21", "2026-11-20", "2026-11-19", "2026-11-18", "2026-11-17", "2026-11-16",
		}},
		"one": {"2026-11-22", 1, []string{"2026-11-22"}},
		// A Sunday: the weeks are those of the 22nd, 15th, 8th and 1st; then the
		// last day of each month.
		"two years": {"2026-11-22", 730, []string{
			"2026-11-22", "2026-11-21", "2026-11-20", "2026-11-19", "2026-11-18", "2026-11-17", "2026-11-16",
			"2026-11-15", "2026-11-08", "2026-11-01",
			"2026-10-31", "2026-09-30", "2026-08-31", "2026-07-31", "2026-06-30", "2026-05-31", "2026-04-30",
			"2026-03-31", "2026-02-28", "2026-01-31", "2025-12-31",
		}},
		"a leap year, over its end": {"2029-01-02", 400, []string{
			"2029-01-02", "2029-01-01", "2028-12-31", "2028-12-30", "2028-12-29", "2028-12-28", "2028-12-27",
			"2028-12-24", "2028-12-17",
			"2028-11-30", "2028-10-31", "2028-09-30", "2028-08-31", "2028-07-31", "2028-06-30", "2028-05-31",
			"2028-04-30", "2028-03-31", "2028-02-29",
		}},
		// The night of 28 to 29 March has no 02:00, that of 24 to 25 October has two.
		"the clock forward": {"2026-03-29", 9, []string{
			"2026-03-29", "2026-03-28", "2026-03-27", "2026-03-26", "2026-03-25", "2026-03-24", "2026-03-23", "2026-03-22",
		}},
		"the clock back": {"2026-10-25", 8, []string{
			"2026-10-25", "2026-10-24", "2026-10-23", "2026-10-22", "2026-10-21", "2026-10-20", "2026-10-19", "2026-10-18",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			all := nights(c.last, c.n)
			drop := backup.Surplus(all, all[0].At, warsaw)
			if got := left(all, drop); !slices.Equal(got, c.want) {
				t.Errorf("kept\n%v, want\n%v", got, c.want)
			}
		})
	}
}

func TestSurplusIsTheSameDayByDay(t *testing.T) {
	// Rotated each night over three years, what is kept is what one rotation of
	// all nights at the end keeps.
	var kept []data.BackupInfo
	all := nights("2028-03-01", 1100)
	for i := len(all) - 1; i >= 0; i-- {
		kept = append([]data.BackupInfo{all[i]}, kept...)
		drop := backup.Surplus(kept, all[i].At, warsaw)
		kept = slices.DeleteFunc(kept, func(k data.BackupInfo) bool {
			return slices.ContainsFunc(drop, func(d data.BackupInfo) bool { return d.Path == k.Path })
		})
		if len(kept) > 7+4+12 {
			t.Fatalf("%d are kept on %s", len(kept), all[i].Path)
		}
	}
	if got, want := left(kept, nil), left(all, backup.Surplus(all, all[0].At, warsaw)); !slices.Equal(got, want) {
		t.Errorf("kept\n%v, want\n%v", got, want)
	}
}

func TestSurplusTakesTheNewestOfADay(t *testing.T) {
	all := nights("2026-11-22", 1)
	for h := range 5 {
		at := all[0].At.Add(time.Duration(h+1) * time.Hour)
		all = append(all, data.BackupInfo{Path: fmt.Sprintf("%s-%d", at.Format(time.DateOnly), h), At: at, OK: true})
	}
	drop := backup.Surplus(all, all[0].At, warsaw)
	if len(drop) != 5 || slices.ContainsFunc(drop, func(d data.BackupInfo) bool { return d.Path == all[5].Path }) {
		t.Errorf("dropped %v", drop)
	}
}

func TestSurplusNeverTakesWhatIsNotKnownToBeGood(t *testing.T) {
	all := nights("2026-11-22", 60)
	for i := range all {
		all[i].OK = false
	}
	if drop := backup.Surplus(all, all[0].At, warsaw); len(drop) != 0 {
		t.Errorf("with no good one it drops %v", drop)
	}
	all[59].OK = true // the only good one, and the oldest
	if drop := backup.Surplus(all, all[0].At, warsaw); len(drop) != 0 {
		t.Errorf("it drops %v", drop)
	}
}

func TestSurplusOfWhatWasPutAside(t *testing.T) {
	all := nights("2026-11-22", 1)
	now := all[0].At
	for _, days := range []int{1, 29, 31} {
		all = append(all, data.BackupInfo{
			Path: fmt.Sprint("before-restore", days), At: now.AddDate(0, 0, -days), OK: true, Kind: data.BackupBefore,
		})
	}
	drop := backup.Surplus(all, now, warsaw)
	if len(drop) != 1 || drop[0].Path != "before-restore31" {
		t.Errorf("dropped %v", drop)
	}
	if drop := backup.Surplus(all[1:], now, warsaw); len(drop) != 0 {
		t.Errorf("with no other good one it drops %v", drop)
	}
}

// TestSurplusRules checks what must hold of any folder.
func TestSurplusRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 11, 22, 2, 0, 0, 0, warsaw)
		var all []data.BackupInfo
		for i := range rapid.IntRange(0, 80).Draw(t, "n") {
			all = append(all, data.BackupInfo{
				Path: fmt.Sprintf("%02d--------", i), OK: rapid.Bool().Draw(t, "ok"),
				At: now.Add(-time.Duration(rapid.IntRange(0, 24*800).Draw(t, "hours")) * time.Hour),
			})
		}
		drop := backup.Surplus(all, now, warsaw)
		kept := slices.DeleteFunc(slices.Clone(all), func(k data.BackupInfo) bool {
			return slices.ContainsFunc(drop, func(d data.BackupInfo) bool { return d.Path == k.Path })
		})
		newest := func(l []data.BackupInfo) (at time.Time, good int) {
			for _, i := range l {
				if i.OK {
					good++
					if i.At.After(at) {
						at = i.At
					}
				}
			}
			return at, good
		}
		before, _ := newest(all)
		after, good := newest(kept)
		if !before.Equal(after) || good > 7+4+12 {
			t.Errorf("the newest good one was %v and is %v, of %d", before, after, good)
		}
		for _, d := range drop {
			if !d.OK {
				t.Errorf("dropped %v, which is not known to be good", d)
			}
		}
		if again := backup.Surplus(kept, now, warsaw); len(again) != 0 {
			t.Errorf("done again it drops %v", again)
		}
	})
}
