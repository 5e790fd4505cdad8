package notation

import (
	"fmt"
	"strconv"
	"strings"

	"kartoteka/data"
)

// ParseQuiet reads quiet hours: "22:00-7:00", "22–7".
func ParseQuiet(s string) (data.QuietHours, bool) {
	from, to, ok := strings.Cut(strings.NewReplacer("–", "-", "—", "-", " ", "").Replace(s), "-")
	a, okFrom := minuteOf(from)
	b, okTo := minuteOf(to)
	return data.QuietHours{From: a, To: b}, ok && okFrom && okTo
}

func minuteOf(s string) (int, bool) {
	hour, minute, _ := strings.Cut(strings.Replace(s, ".", ":", 1), ":")
	h, err := strconv.Atoi(hour)
	if err != nil || h < 0 || h > 24 {
		return 0, false
	}
	m := 0
	if minute != "" {
		if m, err = strconv.Atoi(minute); err != nil || m < 0 || m > 59 {
			return 0, false
		}
	}
	return (h*60 + m) % (24 * 60), true
}

// FormatQuiet writes quiet hours as ParseQuiet reads them; "" for none.
func FormatQuiet(q data.QuietHours) string {
	if q.None() {
		return ""
	}
	return clock(q.From) + "–" + clock(q.To)
}

func clock(minute int) string {
	return strconv.Itoa(minute/60) + ":" + fmt.Sprintf("%02d", minute%60)
}
