package exchange

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

// planView shows what an import would do, row by row, before it is done.
type planView struct {
	s       *Screen
	plan    *data.ImportPlan
	only    data.Outcome
	rows    []int // places of the rows in sight
	chips   map[data.Outcome]*kit.Toggle
	grid    *widget.Grid
	detail  *kit.Para
	content fyne.CanvasObject
}

func newPlanView(s *Screen, p *data.ImportPlan) *planView {
	v := &planView{s: s, plan: p, chips: map[data.Outcome]*kit.Toggle{}, rows: selected(p, "")}
	tr := s.env.Tr
	v.grid = widget.NewGrid([]widget.Column{
		{Title: tr.T("exchange.col-row"), Width: 60, Right: true, Muted: true},
		{Title: tr.T("exchange.col-name"), Width: 190, Bold: true},
		{Title: tr.T("exchange.col-outcome"), Width: 110, Ink: v.ink},
		{Title: tr.T("exchange.col-what"), Width: 160, Flex: true},
	}, func() int { return len(v.rows) }, v.cell)
	v.detail = kit.NewPara(" ", look.SizeBody, look.ColorText)
	v.grid.OnSelect = v.show
	v.grid.OnKey = func(e *fyne.KeyEvent) bool {
		if e.Name == fyne.KeyEscape {
			s.leave()
			return true
		}
		return false
	}
	v.content = kit.VBox(kit.GapRows, kit.Card(v.head()), kit.Grow(kit.FlatCard(v.grid)), kit.Card(v.detail))
	v.filter("")
	return v
}

func (v *planView) head() fyne.CanvasObject {
	tr, p := v.s.env.Tr, v.plan
	back := kit.Quiet(tr.T("exchange.cancel"), look.IconBack, v.s.leave)
	apply := kit.Primary(tr.T("exchange.apply"), look.IconCheck, func() { v.s.apply(p) })
	if !changing(p.Result) {
		apply.Disable()
	}
	var buttons []fyne.CanvasObject
	if len(p.Columns) > 0 {
		buttons = append(buttons, kit.Secondary(tr.T("exchange.columns"), look.IconSettings, v.askColumns))
	}
	if slices.ContainsFunc(p.Rows, func(r data.ImportPlanRow) bool { return r.SetAside() }) {
		buttons = append(buttons, kit.Secondary(tr.T("exchange.failed-rows"), look.IconDownload, v.askFailed))
	}
	chips := []fyne.CanvasObject{v.chip("", tr.N("exchange.n-all", len(p.Rows)))}
	for _, o := range data.Outcomes() {
		if n := of(p.Result, o); n > 0 {
			chips = append(chips, v.chip(o, tr.N("exchange.n-"+string(o), n)))
		}
	}
	lines := kit.VBox(kit.GapSmall,
		kit.HBox(kit.GapSmall, kit.Grow(kit.VBox(2, kit.Heading(filepath.Base(p.Path)).Cut(), kit.Muted(v.about()).Cut())), back, apply),
		kit.NewPara(v.sentence(), look.SizeBody, look.ColorMuted),
		parts.Flow(kit.GapTiny, append(chips, buttons...)...))
	return lines
}

// about says what kind of file it is.
func (v *planView) about() string {
	tr, p := v.s.env.Tr, v.plan
	out := []string{tr.T("exchange.kind." + p.Kind)}
	if p.Encoding != "" {
		out = append(out, p.Encoding)
	}
	if p.Separator != "" {
		out = append(out, tr.T("exchange.separator", "Sign", separatorWord(p.Separator)))
	}
	return strings.Join(out, " · ")
}

func separatorWord(s string) string {
	if s == "\t" {
		return "Tab"
	}
	return s
}

// sentence says what will happen, and what will not.
func (v *planView) sentence() string {
	tr, p := v.s.env.Tr, v.plan
	out := tr.T("exchange.nothing-yet")
	if !changing(p.Result) {
		out = tr.T("exchange.nothing-new")
	}
	if len(p.Fields) > 0 {
		names := make([]string, len(p.Fields))
		for i, f := range p.Fields {
			names[i] = f.Name
		}
		out += " " + tr.N("exchange.new-fields", len(names), "Names", strings.Join(names, ", "))
	}
	return out
}

func (v *planView) chip(o data.Outcome, text string) fyne.CanvasObject {
	v.chips[o] = kit.NewToggle(text, false, func(bool) { v.filter(o) })
	return v.chips[o]
}

// filter shows the rows of one outcome only; "" shows all.
func (v *planView) filter(o data.Outcome) {
	v.only, v.rows = o, selected(v.plan, o)
	for k, b := range v.chips {
		b.SetOn(k == o)
	}
	v.grid.Refresh()
	v.grid.ScrollToTop()
	if len(v.rows) > 0 {
		v.grid.Select(0)
		v.show(0)
	}
}

func (v *planView) cell(row, col int) string {
	if row >= len(v.rows) {
		return ""
	}
	tr, r := v.s.env.Tr, &v.plan.Rows[v.rows[row]]
	switch col {
	case 0:
		return tr.Int(r.Number)
	case 1:
		if r.Name == "" {
			return r.Item
		}
		return r.Name
	case 2:
		if r.Outcome == data.OutcomeDuplicate && r.SetAside() {
			return tr.T("exchange.outcome.conflict")
		}
		return tr.T("exchange.outcome." + string(r.Outcome))
	}
	return told(tr, v.plan, r)
}

func (v *planView) ink(row int) fyne.ThemeColorName {
	if row >= len(v.rows) {
		return ""
	}
	return tones[v.plan.Rows[v.rows[row]].Outcome].Color()
}

// show writes a row out whole under the table.
func (v *planView) show(row int) {
	if row < 0 || row >= len(v.rows) {
		return
	}
	tr, r := v.s.env.Tr, &v.plan.Rows[v.rows[row]]
	text := told(tr, v.plan, r)
	if text == "" {
		text = tr.T("exchange.outcome-note." + string(r.Outcome))
	}
	v.detail.SetText(r.Item + ": " + text)
}

func (v *planView) askFailed() {
	base := strings.TrimSuffix(filepath.Base(v.plan.Path), filepath.Ext(v.plan.Path))
	v.s.env.File(kit.FileAsk{
		What: kit.FileToWrite, Dir: parts.Documents(), Endings: []string{".xlsx"},
		Name: v.s.env.Tr.T("exchange.failed-name", "File", base),
		Done: func(path string) {
			kit.Do(v.s.scope, "failed", func(ctx context.Context) error {
				return v.s.svc.WriteFailedRows(ctx, v.plan, path)
			}, func(err error) {
				if err != nil {
					dialog.ShowError(v.s.env, err)
					return
				}
				v.s.env.Toast(v.s.env.Tr.T("exchange.failed-written", "File", parts.Short(path)), nil)
			})
		},
	})
}

// askColumns lets the person say which column is what, and plans anew.
func (v *planView) askColumns() {
	tr := v.s.env.Tr
	options := []input.Option{{Code: "skip", Text: tr.T("exchange.skip")}}
	for _, code := range v.s.svc.ImportFields() {
		options = append(options, input.Option{Code: code, Text: fieldWord(tr, code)})
	}
	choices := make([]*input.Choice, len(v.plan.Columns))
	rows := kit.VBox(kit.GapSmall)
	for i, c := range v.plan.Columns {
		choices[i] = input.NewChoice(withOwn(options, c), c.Field, nil).Width(240)
		rows.Add(kit.HBox(kit.GapSmall,
			kit.Grow(kit.VBox(2, kit.Strong(c.Name).Cut(), kit.Caption(c.Sample).Cut())), choices[i]))
	}
	dialog.ShowForm(v.s.env, dialog.Form{
		Title: tr.T("exchange.columns-title"), Intro: tr.T("exchange.columns-intro"),
		Deed: tr.T("exchange.columns-deed"), Width: 620,
		Fields: []dialog.Field{{Input: kit.Box(0, 360, kit.Scroll(rows))}},
		Submit: func(done func(error)) {
			mapping := map[string]string{}
			for i, c := range v.plan.Columns {
				mapping[c.Name] = choices[i].Code()
			}
			done(nil)
			v.s.plan = nil
			v.s.open(v.plan.Path, data.ImportOptions{Mapping: mapping})
		},
	})
}

// withOwn adds a field of the owner's own by the column's name.
func withOwn(options []input.Option, c data.ImportColumn) []input.Option {
	own := input.Option{Code: "field:" + c.Name, Text: c.Name}
	out := append(make([]input.Option, 0, len(options)+2), options[0], own)
	out = append(out, options[1:]...)
	for _, o := range out {
		if o.Code == c.Field {
			return out
		}
	}
	return append(out, input.Option{Code: c.Field, Text: c.Field})
}
