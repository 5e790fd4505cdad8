package backup

import (
	"fmt"
	"os"
	"slices"
	"time"

	"kartoteka/data"
	"kartoteka/data/disk"
)

// How many backups are kept: of the last days, weeks and months that have one,
// the newest of each. What a restore put aside is kept for a month.
const (
	keepDays   = 7
	keepWeeks  = 4
	keepMonths = 12
	keepAside  = 30 * 24 * time.Hour
)

// Surplus returns those backups that may go. It looks at good ones only: one of
// which nothing is known, or that is damaged, is for the owner to decide about,
// and when there is no good one nothing goes. Days, ISO weeks and months are
// those of the zone.
func Surplus(all []data.BackupInfo, now time.Time, loc *time.Location) []data.BackupInfo {
	good := slices.DeleteFunc(slices.Clone(all), func(i data.BackupInfo) bool { return !i.OK })
	slices.SortStableFunc(good, func(a, b data.BackupInfo) int { return b.At.Compare(a.At) })
	periods := []struct {
		left int
		name func(time.Time) string
		seen map[string]bool
	}{
		{keepDays, func(t time.Time) string { return t.Format(time.DateOnly) }, map[string]bool{}},
		{keepWeeks, week, map[string]bool{}},
		{keepMonths, func(t time.Time) string { return t.Format("2006-01") }, map[string]bool{}},
	}
	var drop []data.BackupInfo
	kept := 0
	for _, i := range good {
		if i.Kind == data.BackupBefore {
			if now.Sub(i.At) > keepAside {
				drop = append(drop, i)
			}
			continue
		}
		keep := false
		for p := range periods {
			at := &periods[p]
			if name := at.name(i.At.In(loc)); !at.seen[name] && len(at.seen) < at.left {
				at.seen[name] = true
				keep = true
			}
		}
		if keep {
			kept++
		} else {
			drop = append(drop, i)
		}
	}
	if kept == 0 {
		return nil
	}
	return drop
}

func week(t time.Time) string {
	y, w := t.ISOWeek()
	return fmt.Sprintf("%d-%02d", y, w)
}

// Rotate removes what is surplus of one card index's backups in a folder, and
// returns how many went. Those of another card index stay.
func Rotate(dir, mark string, now time.Time, loc *time.Location) (int, error) {
	all, err := List(dir, loc)
	if err != nil {
		return 0, err
	}
	var own []data.BackupInfo
	for _, e := range all {
		if e.Mark == mark && mark != "" {
			own = append(own, e.BackupInfo)
		}
	}
	n := 0
	for _, i := range Surplus(own, now, loc) {
		if err := os.Remove(i.Path); err != nil {
			return n, disk.Error(i.Path, err)
		}
		n++
	}
	if n == 0 {
		return 0, nil
	}
	return n, writeList(dir, readList(dir))
}
