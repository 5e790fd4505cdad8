package report

import (
	"slices"
	"strconv"

	"kartoteka/data"
)

// dictionary is the last sheet: every measure with its definition, the codes
// that occur in Data with how many rows have them, and the method.
func dictionary(f *facts, t *trend, m measures) Sheet {
	return Sheet{
		Key:    SheetDictionary,
		Tables: []*Table{measuresTable(f, t, m), methodTable(), codesTable(f)},
	}
}

// measuresTable defines every measure: texts are "report.dict.<measure>.<part>".
func measuresTable(f *facts, t *trend, m measures) *Table {
	table := &Table{Key: "measures", Columns: []Column{
		{Key: "measure", Kind: Word, Width: 26, Wrap: true},
		{Key: "definition", Kind: Word, Width: 46, Wrap: true},
		{Key: "formula", Kind: Word, Width: 44, Wrap: true},
		{Key: "excluded", Kind: Word, Width: 38, Wrap: true},
		{Key: "n", Kind: Int, Width: 9},
	}}
	for _, d := range []struct {
		key string
		n   int
	}{
		{"complaints", m.complaints},
		{"rate", len(f.orders)},
		{"last-month", t.lastBefore.Months},
		{"open", m.complaints},
		{"in-time", m.judged},
		{"answer-days", len(m.days)},
		{"first-answer", len(m.hours)},
		{"redirected", m.complaints},
		{"positive", m.positive + m.negative},
		{"cost", m.costed},
		{"suggestions", len(f.suggestions)},
		{"limits", len(t.full)},
		{"runs", len(t.full)},
		{"trend", len(t.full)},
		{"pareto", m.complaints},
		{"interval", m.complaints},
	} {
		part := func(p string) Value { return Key("report.dict." + d.key + "." + p) }
		table.rows = append(table.rows, []Value{
			part("name"), part("definition"), part("formula"), part("excluded"), Count(d.n),
		})
	}
	return table
}

// codesTable lists the codes that occur in Data, by column, with their labels
// and the number of rows.
func codesTable(f *facts) *Table {
	table := &Table{Key: "codes", Columns: []Column{
		{Key: "list", Kind: Word, Width: 26},
		{Key: "label", Kind: Text, Width: 46},
		{Key: "code", Kind: Text, Width: 44},
		{Key: "rows", Kind: Int, Width: 9},
	}}
	for _, l := range f.codeLists() {
		counts := map[string]int{}
		for i := range f.entries {
			if code, ok := l.of(&f.entries[i]); ok {
				counts[code]++
			}
		}
		codes := make([]string, 0, len(counts))
		for c := range counts {
			codes = append(codes, c)
		}
		slices.SortFunc(codes, l.order)
		for _, c := range codes {
			table.rows = append(table.rows, []Value{
				Key("report.col." + l.key), l.label(c), Plain(c), Count(counts[c]),
			})
		}
	}
	return table
}

// codeList is one coded column of the sheet Data.
type codeList struct {
	key   string // of the label column
	known []string
	of    func(*entry) (code string, ok bool)
	label func(code string) Value
}

// order sorts codes as the program shows them; others follow by name.
func (l *codeList) order(a, b string) int {
	i, j := slices.Index(l.known, a), slices.Index(l.known, b)
	switch {
	case i >= 0 && j >= 0:
		return i - j
	case i >= 0:
		return -1
	case j >= 0:
		return 1
	case a < b:
		return -1
	}
	return 1
}

func (f *facts) codeLists() []codeList {
	inCase := func(code func(*CaseRow) string) func(*entry) (string, bool) {
		return func(e *entry) (string, bool) {
			if e.c == nil {
				return "", false
			}
			return code(e.c), true
		}
	}
	prefix := func(p string) func(string) Value {
		return func(code string) Value {
			if code == "" {
				code = "none"
			}
			return Key(p + code)
		}
	}
	return []codeList{
		{"kind", entryKinds(), func(e *entry) (string, bool) { return e.kind, true }, prefix("report.kind.")},
		{"channel", texts(data.Channels()), func(e *entry) (string, bool) {
			return string(e.channel), e.channel != ""
		}, prefix("channel.")},
		{"legal", texts(data.LegalTypes()), func(e *entry) (string, bool) {
			return string(e.legal), e.legal != ""
		}, prefix("legal.")},
		{
			"category", nil, func(e *entry) (string, bool) { return e.category, e.c != nil || e.category != "" },
			func(c string) Value { return f.label(data.ListCategories, c) },
		},
		{
			"cause", nil, inCase(func(c *CaseRow) string { return c.Cause }),
			func(c string) Value { return f.label(data.ListCauses, c) },
		},
		{"severity", nil, func(e *entry) (string, bool) {
			if e.c == nil || e.c.Severity == 0 {
				return "", false
			}
			return strconv.Itoa(int(e.c.Severity)), true
		}, prefix("severity.")},
		{"state", texts(data.CaseStates()), inCase(func(c *CaseRow) string { return string(c.State) }), prefix("state.")},
		{"decision", texts(data.Decisions()), inCase(func(c *CaseRow) string { return string(c.Decision) }), prefix("decision.")},
		{"in-time", []string{string(inTimeYes), string(inTimeNo), string(inTimePending)}, func(e *entry) (string, bool) {
			return string(e.inTime), e.inTime != inTimeNone
		}, prefix("report.intime.")},
	}
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// methodTable is how the report counts and what it does not prove.
func methodTable() *Table {
	table := &Table{Key: "method", Loose: true, Columns: []Column{
		{Key: "topic", Kind: Word, Width: 26, Wrap: true},
		{Key: "text", Kind: Word, Width: 128, Wrap: true},
	}}
	for _, k := range []string{
		"cohort", "open", "limits", "rules", "trend", "small", "pareto", "median", "compare", "season", "cause", "law",
	} {
		table.rows = append(table.rows, []Value{
			Key("report.method." + k + ".topic"), Key("report.method." + k + ".text"),
		})
	}
	return table
}
