package channels

import "kartoteka/data/report"

// printed is the table of first choices as the article has it ("Efektywna obsługa
// klienta", Orange): for reading beside the firm's own figures, never a rule.
var printed = []struct {
	group                          string
	phone, mail, chat, social, app float64 // 0: the article has none
}{
	{"before-1946", 0.90, 0, 0, 0, 0},
	{"boomers", 0.64, 0, 0, 0, 0},
	{"millennials", 0.29, 0.28, 0.21, 0, 0},
	{"y", 0, 0.21, 0.24, 0.24, 0.19},
}

// reference is that table.
func reference() *report.Table {
	t := &report.Table{Key: "reference", Columns: []report.Column{
		{Key: "reference-group", Kind: report.Word, Width: 26, Wrap: true},
		{Key: "by-phone", Kind: report.Share, Width: 9.5},
		{Key: "reference-mail", Kind: report.Share, Width: 11.5},
		{Key: "by-chat", Kind: report.Share, Width: 9.5},
		{Key: "by-social", Kind: report.Share, Width: 9.5},
		{Key: "reference-app", Kind: report.Share, Width: 9.5},
	}}
	for _, p := range printed {
		row := []report.Value{report.Key("report.reference." + p.group)}
		for _, share := range []float64{p.phone, p.mail, p.chat, p.social, p.app} {
			v := report.Key("report.reference.none")
			if share > 0 {
				v = report.Value{Kind: report.Share, Num: share}
			}
			row = append(row, v)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// referenceNotes say where the table is from and what is odd about it.
func referenceNotes() []report.Sentence {
	return []report.Sentence{report.NewSentence("report.note.reference"), report.NewSentence("report.note.reference-y")}
}
