package build

import (
	"slices"
	"strconv"

	"kartoteka/data"
	"kartoteka/data/report"
)

// dictionary is the last sheet: every measure with its definition, the codes
// that occur in Data with how many rows have them, and the method.
func dictionary(f *facts, t *trend, m measures) report.Sheet {
	return report.Sheet{
		Key:    report.SheetDictionary,
		Tables: []*report.Table{measuresTable(f, t, m), methodTable(), codesTable(f)},
	}
}

// measuresTable defines every measure: texts are "report.dict.<measure>.<part>".
func measuresTable(f *facts, t *trend, m measures) *report.Table {
	table := &report.Table{Key: "measures", Columns: []report.Column{
		{Key: "measure", Kind: report.Word, Width: 26, Wrap: true},
		{Key: "definition", Kind: report.Word, Width: 46, Wrap: true},
		{Key: "formula", Kind: report.Word, Width: 44, Wrap: true},
		{Key: "excluded", Kind: report.Word, Width: 38, Wrap: true},
		{Key: "n", Kind: report.Int, Width: 9},
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
		{"channel-mix", f.channels.Said()},
		{"hhi", f.channels.Said()},
		{"channel-times", f.channels.Wanted()},
		{"own-channel", f.channels.Own().N},
		{"wished-channel", f.channels.Wished().N},
		{"out-of-hours", f.channels.Outside().N},
		{"generations", f.channels.Said()},
		{"interval", m.complaints},
	} {
		part := func(p string) report.Value { return report.Key("report.dict." + d.key + "." + p) }
		table.Rows = append(table.Rows, []report.Value{
			part("name"), part("definition"), part("formula"), part("excluded"), report.Count(d.n),
		})
	}
	return table
}

// codesTable lists the codes that occur in Data, by column, with their labels
// and the number of rows.
func codesTable(f *facts) *report.Table {
	table := &report.Table{Key: "codes", Columns: []report.Column{
		{Key: "list", Kind: report.Word, Width: 26},
		{Key: "label", Kind: report.Text, Width: 46},
		{Key: "code", Kind: report.Text, Width: 44},
		{Key: "rows", Kind: report.Int, Width: 9},
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
			table.Rows = append(table.Rows, []report.Value{
				report.Key("report.col." + l.key), l.label(c), report.Plain(c), report.Count(counts[c]),
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
	label func(code string) report.Value
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
	inCase := func(code func(*report.CaseRow) string) func(*entry) (string, bool) {
		return func(e *entry) (string, bool) {
			if e.c == nil {
				return "", false
			}
			return code(e.c), true
		}
	}
	prefix := func(p string) func(string) report.Value {
		return func(code string) report.Value {
			if code == "" {
				code = "none"
			}
			return report.Key(p + code)
		}
	}
	return []codeList{
		{"kind", entryKinds(), func(e *entry) (string, bool) { return e.kind, true }, prefix("report.kind.")},
		{"channel", texts(data.Channels()), func(e *entry) (string, bool) {
			return string(e.channel), e.channel != ""
		}, f.channel},
		{"legal", texts(data.LegalTypes()), func(e *entry) (string, bool) {
			return string(e.legal), e.legal != ""
		}, prefix("legal.")},
		{
			"category", nil, func(e *entry) (string, bool) { return e.category, e.c != nil || e.category != "" },
			func(c string) report.Value { return f.label(data.ListCategories, c) },
		},
		{
			"cause", nil, inCase(func(c *report.CaseRow) string { return c.Cause }),
			func(c string) report.Value { return f.label(data.ListCauses, c) },
		},
		{"severity", nil, func(e *entry) (string, bool) {
			if e.c == nil || e.c.Severity == 0 {
				return "", false
			}
			return strconv.Itoa(int(e.c.Severity)), true
		}, prefix("severity.")},
		{"state", texts(data.CaseStates()), inCase(func(c *report.CaseRow) string { return string(c.State) }), prefix("state.")},
		{"decision", texts(data.Decisions()), inCase(func(c *report.CaseRow) string { return string(c.Decision) }), prefix("decision.")},
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
func methodTable() *report.Table {
	table := &report.Table{Key: "method", Loose: true, Columns: []report.Column{
		{Key: "topic", Kind: report.Word, Width: 26, Wrap: true},
		{Key: "text", Kind: report.Word, Width: 128, Wrap: true},
	}}
	for _, k := range []string{
		"cohort", "open", "limits", "rules", "trend", "small", "pareto", "said", "reply", "channels", "people", "median", "compare", "season", "cause", "law",
	} {
		table.Rows = append(table.Rows, []report.Value{
			report.Key("report.method." + k + ".topic"), report.Key("report.method." + k + ".text"),
		})
	}
	return table
}
