package exchange

import (
	"strings"

	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit"
	"kartoteka/data"
)

// counts says how many rows ended how, without those of which there are none.
func counts(tr *i18n.Translator, r data.ImportResult) string {
	var out []string
	for _, o := range data.Outcomes() {
		if n := of(r, o); n > 0 {
			out = append(out, tr.N("exchange.n-"+string(o), n))
		}
	}
	if len(out) == 0 {
		return tr.T("exchange.n-nothing")
	}
	return strings.Join(out, ", ")
}

// of returns how many rows had an outcome.
func of(r data.ImportResult, o data.Outcome) int {
	switch o {
	case data.OutcomeNew:
		return r.New
	case data.OutcomeUpdated:
		return r.Updated
	case data.OutcomeUnchanged:
		return r.Unchanged
	case data.OutcomeDuplicate:
		return r.Duplicates
	case data.OutcomeFailed:
		return r.Failed
	}
	return 0
}

// tones are the weights of the outcomes' words.
var tones = map[data.Outcome]kit.Tone{
	data.OutcomeNew: kit.ToneGood, data.OutcomeUpdated: kit.ToneInfo, data.OutcomeUnchanged: kit.ToneNeutral,
	data.OutcomeDuplicate: kit.ToneWarn, data.OutcomeFailed: kit.ToneBad,
}

// changing reports whether applying the plan would change anything.
func changing(r data.ImportResult) bool { return r.New+r.Updated > 0 }

// selected returns the places of the rows with an outcome; "" is all of them.
func selected(p *data.ImportPlan, o data.Outcome) []int {
	var out []int
	for i := range p.Rows {
		if o == "" || p.Rows[i].Outcome == o {
			out = append(out, i)
		}
	}
	return out
}

// told says in words what would happen to a row, or why nothing does.
func told(tr *i18n.Translator, p *data.ImportPlan, r *data.ImportPlanRow) string {
	if r.Why != nil {
		return tr.Error(r.Why)
	}
	changes := p.Changes(r)
	out := make([]string, 0, len(changes))
	for _, c := range changes {
		switch {
		case r.Outcome == data.OutcomeNew:
			out = append(out, c.After)
		case c.Before == "":
			out = append(out, tr.T("exchange.change-added", "Field", fieldWord(tr, c.Field), "After", c.After))
		default:
			out = append(out, tr.T("exchange.change", "Field", fieldWord(tr, c.Field), "Before", c.Before, "After", c.After))
		}
	}
	for _, w := range r.Warnings {
		out = append(out, tr.T(w))
	}
	if len(r.LeftOut) > 0 {
		out = append(out, tr.T("exchange.left-out", "What", strings.Join(r.LeftOut, ", ")))
	}
	return strings.Join(out, " · ")
}

// fieldWord is what a field is called; a custom one by its own name.
func fieldWord(tr *i18n.Translator, code string) string {
	if name, ok := strings.CutPrefix(code, "field:"); ok {
		return name
	}
	base, n, numbered := strings.Cut(code, ":")
	word := base
	if tr.Has("exchange.column." + base) {
		word = tr.T("exchange.column." + base)
	}
	if numbered {
		word += " " + n
	}
	return word
}

// revertedWords says what taking an import back came to.
func revertedWords(tr *i18n.Translator, r data.Reverted) string {
	if r.Kept == 0 {
		return tr.T("exchange.back")
	}
	return tr.N("exchange.back-partly", r.Kept, "Names", strings.Join(r.Names, ", "))
}
