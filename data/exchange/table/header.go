package table

import (
	"strings"
	"unicode"

	"kartoteka/data/exchange"
	"kartoteka/data/exchange/fields"
)

// sampleRows is how many rows are looked at to find out what the columns are.
const sampleRows = 100

// HeaderIn is how many rows at the beginning may be the headings.
const HeaderIn = 25

// findHeader returns the index of the row of headings, -1 if there is none.
func findHeader(rows [][]string, o *exchange.Options) int {
	switch o.Header {
	case exchange.HeaderNo:
		return -1
	case exchange.HeaderYes:
		for i, row := range rows {
			if filled(row) > 0 {
				return i
			}
		}
		return -1
	}
	if i, known := bestHeader(rows); known > 0 {
		return i
	}
	for i, row := range rows {
		if filled(row) > 0 {
			if unknownHeader(row, rows[i+1:]) {
				return i
			}
			return -1
		}
	}
	return -1
}

// bestHeader returns the first row with the most known headings, and how many.
// One known word in a wide row may be chance.
func bestHeader(rows [][]string) (at, best int) {
	for i, row := range rows[:min(len(rows), HeaderIn)] {
		known, dataLike := fields.HeaderScore(row)
		if dataLike || known == 1 && filled(row) > 4 {
			continue
		}
		if known > best {
			at, best = i, known
		}
	}
	return at, best
}

func filled(row []string) int {
	n := 0
	for _, c := range row {
		if strings.TrimSpace(c) != "" {
			n++
		}
	}
	return n
}

// unknownHeader reports whether a row of unknown words can be headings: short
// texts without digits, each once, above rows that have what headings have not.
func unknownHeader(row []string, below [][]string) bool {
	seen := map[string]bool{}
	for _, c := range row {
		c = strings.TrimSpace(c)
		if c == "" {
			continue
		}
		if seen[c] || len(c) > 60 || strings.ContainsFunc(c, unicode.IsDigit) || strings.Contains(c, "@") {
			return false
		}
		seen[c] = true
	}
	for _, r := range below {
		for _, c := range r {
			if strings.Contains(c, "@") || strings.ContainsFunc(c, unicode.IsDigit) {
				return true
			}
		}
	}
	return false
}

// columnsOf proposes fields for the columns of a table whose first rows are
// given; header is the index of the headings, or -1.
func columnsOf(rows [][]string, header int, o *exchange.Options) []exchange.Column {
	if header < 0 {
		return fields.Headless(rows, o)
	}
	headings := rows[header]
	width := len(headings)
	for wider(rows[header+1:], width) {
		width++
	}
	for width > 0 && width == len(headings) && strings.TrimSpace(headings[width-1]) == "" && emptyColumn(rows[header+1:], width-1) {
		width--
		headings = headings[:width]
	}
	all := make([]string, width)
	copy(all, headings)
	return fields.Columns(all, rows[header+1:], o)
}

// wider reports whether most rows have something in a column that has no heading.
func wider(rows [][]string, i int) bool {
	n := 0
	for _, r := range rows {
		if i < len(r) && filled(r[i:]) > 0 {
			n++
		}
	}
	return n*2 > len(rows)
}

func emptyColumn(rows [][]string, i int) bool {
	for _, r := range rows {
		if i < len(r) && strings.TrimSpace(r[i]) != "" {
			return false
		}
	}
	return true
}
