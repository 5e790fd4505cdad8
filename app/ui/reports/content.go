package reports

import (
	"math"

	"fyne.io/fyne/v2"

	"kartoteka/app/i18n"
	"kartoteka/app/ui/chart"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data/report"
)

// Heights of the charts.
const (
	wideChart  float32 = 230
	smallChart float32 = 220
)

// build is the whole report, top to bottom: figures, the run of the months,
// sentences, causes, the table, and how it was counted.
func (s *Screen) build() fyne.CanvasObject {
	tr, r := s.env.Tr, s.report
	rows := []fyne.CanvasObject{s.buildFigures()}
	if c := r.Chart("run"); c != nil && len(c.Series) > 0 {
		rows = append(rows, s.buildRun(c))
	}
	rows = append(rows, s.buildFindings())
	aside := wideEnough
	var pair []fyne.CanvasObject
	if c := r.Chart("rate"); c != nil && len(c.Series) > 0 {
		pair = append(pair, s.buildColumns(c))
	}
	if c := r.Chart("pareto"); c != nil && len(c.Series) > 0 {
		pair = append(pair, s.buildPareto(c))
		if len(c.Labels) > fewCauses {
			aside = alone
		}
	}
	if len(pair) > 0 {
		rows = append(rows, kit.Folding(kit.GapCards, nil, aside, pair...))
	}
	rows = append(rows, s.buildChannels()...)
	if t := r.Table("trend"); t != nil && t.Len() > 0 {
		rows = append(rows, s.buildTable(t))
	}
	if notes := append(s.notes(report.SheetTrend), said(tr, r.Quality)...); len(notes) > 0 {
		rows = append(rows, kit.Section(tr.T("reports.quality"), nil, s.list(notes, look.ColorMuted)))
	}
	return kit.VBox(kit.GapCards, rows...)
}

// notes say how the figures of a sheet came about and what they are worth.
func (s *Screen) notes(sheet string) []string {
	if found := s.report.Sheet(sheet); found != nil {
		return said(s.env.Tr, found.Notes)
	}
	return nil
}

// buildFigures are the key figures, four in a row.
func (s *Screen) buildFigures() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for k := s.report.KPIs; len(k) > 0; {
		n := min(4, len(k))
		tiles := make([]fyne.CanvasObject, n)
		for i := range n {
			tiles[i] = s.tile(&k[i])
		}
		rows = append(rows, kit.Columns(kit.GapRows, tiles...))
		k = k[n:]
	}
	return kit.VBox(kit.GapRows, rows...)
}

// figure writes an amount without its groszy, as the workbook's summary does:
// with them it is cut in a narrow window.
func figure(tr *i18n.Translator, v report.Value) string {
	if v.Kind == report.Money {
		return tr.T("report.money", "Amount", tr.Number(v.Num, 0))
	}
	return v.In(tr)
}

// tile is a key figure with what stands behind it.
func (s *Screen) tile(k *report.KPI) fyne.CanvasObject {
	tr := s.env.Tr
	value := kit.NewText(figure(tr, k.Value), 24, look.ColorText, true).Cut()
	if k.Alert {
		value.Tint(look.ColorBad)
	}
	if k.Value.Kind == report.None {
		value = kit.NewText(tr.T("report.verdict.too-little"), look.SizeHeading, look.ColorMuted, false).Cut()
	}
	rows := []fyne.CanvasObject{kit.NewPara(tr.T("report.kpi."+k.Key), 12, look.ColorMuted), kit.Box(0, 32, value)}
	if of := k.Of.In(tr); k.Of.Key != "" && of != "" {
		rows = append(rows, kit.Note(of))
	}
	if k.Verdict.Signal() {
		rows = append(rows, kit.NewPara(k.Verdict.Value().In(tr), look.SizeCaption, look.ColorWarn))
	}
	if text := before(tr, k); text != "" {
		rows = append(rows, kit.Note(text))
	}
	return kit.NewPanel(look.ColorCard, look.ColorBorder, 12, kit.Pad(12, 14, 12, 14, kit.VBox(3, rows...)))
}

// buildFindings are the sentences: what is seen, and what to do.
func (s *Screen) buildFindings() fyne.CanvasObject {
	tr, r := s.env.Tr, s.report
	findings := kit.Section(tr.T("reports.findings"), nil, s.list(said(tr, r.Sentences), look.ColorText))
	advice := said(tr, r.Advice)
	if len(advice) == 0 {
		return findings
	}
	return kit.Weighted(kit.GapCards, []float32{0.58, 0.42}, findings,
		kit.Section(tr.T("reports.advice"), nil, s.list(advice, look.ColorText)))
}

// list writes sentences under each other, each with a mark before it.
func (s *Screen) list(sentences []string, ink fyne.ThemeColorName) fyne.CanvasObject {
	rows := make([]fyne.CanvasObject, len(sentences))
	for i, text := range sentences {
		mark := kit.Pad(7, 0, 0, 0, kit.Box(5, 5, kit.NewPanel(look.ColorAccent, "", 3, nil)))
		rows[i] = kit.TopBox(kit.GapSmall, mark, kit.Grow(kit.NewPara(text, look.SizeBody, ink)))
	}
	return kit.VBox(7, rows...)
}

func (s *Screen) whole(v float64) string { return s.env.Tr.Number(v, 0) }

// short writes a figure of a chart with as few decimals as tell it apart.
func (s *Screen) short(v float64) string {
	if v == math.Trunc(v) {
		return s.env.Tr.Number(v, 0)
	}
	return s.env.Tr.Number(v, 1)
}

func (s *Screen) buildRun(c *report.Chart) fyne.CanvasObject {
	tr := s.env.Tr
	l := runLine(tr, c)
	run := chart.NewRun(chart.RunData{
		Labels: l.labels, Values: l.values, Center: l.centre, High: l.high, Low: l.low, Marked: l.marked,
	})
	run.Number, run.Alt, run.OnFocus = s.whole, c.Alt.In(tr), s.reveal
	run.Tip = func(i int) []string {
		lines := []string{l.labels[i]}
		add := func(name string, values []float64) {
			if i < len(values) && !math.IsNaN(values[i]) {
				lines = append(lines, tr.T("reports.tip", "Name", name, "Value", s.short(values[i])))
			}
		}
		add(l.name, l.values)
		add(l.centreName, l.centre)
		add(l.hiName, l.high)
		return lines
	}
	rows := []fyne.CanvasObject{kit.Box(0, wideChart, run)}
	if l.centre != nil {
		rows = append(rows, s.legend(l))
	}
	return kit.Section(tr.T("report.chart.run"), nil, kit.VBox(kit.GapSmall, rows...))
}

// legend says what the lines and marks are.
func (s *Screen) legend(l line) fyne.CanvasObject {
	tr := s.env.Tr
	entry := func(mark fyne.CanvasObject, text string) fyne.CanvasObject {
		return kit.HBox(6, mark, kit.Caption(text))
	}
	bar := func(c fyne.ThemeColorName) fyne.CanvasObject {
		return kit.Box(14, 3, kit.NewPanel(c, "", 1, nil))
	}
	dot := kit.NewPanel(look.ColorAccent, look.ColorWarn, 5, nil)
	return parts.Flow(kit.GapCards, entry(bar(look.ColorPrimary), l.name), entry(bar(look.ColorMuted), l.centreName),
		entry(bar(look.ColorWarn), tr.T("reports.limits")), entry(kit.Box(10, 10, dot), tr.T("reports.signal")))
}

func (s *Screen) buildColumns(c *report.Chart) fyne.CanvasObject {
	tr := s.env.Tr
	labels, values := words(tr, c.Labels), bars(c)
	data := make([]chart.Bar, len(values))
	for i, v := range values {
		data[i] = chart.Bar{Label: labels[i], Value: zero(v)}
	}
	columns := chart.NewColumns(data)
	columns.Number, columns.Alt, columns.OnFocus = s.short, c.Alt.In(tr), s.reveal
	columns.Tip = func(i int) []string { return []string{labels[i], tr.Number(zero(values[i]), 2)} }
	return kit.Section(tr.T("reports.rate"), nil, kit.Box(0, smallChart, columns))
}

func (s *Screen) buildPareto(c *report.Chart) fyne.CanvasObject {
	tr := s.env.Tr
	labels, values := words(tr, c.Labels), bars(c)
	total := 0.0
	vital := map[int]bool{} // the few causes that most cases have
	if t := s.report.Table(c.Table); t != nil {
		for _, row := range t.Signals {
			vital[row-c.FirstRow] = true
		}
	}
	data := make([]chart.Bar, len(values))
	for i, v := range values {
		data[i] = chart.Bar{Label: labels[i], Value: zero(v), Faint: len(vital) > 0 && !vital[i]}
		total += zero(v)
	}
	pareto := chart.NewPareto(data)
	pareto.Number, pareto.Alt, pareto.OnFocus = s.whole, c.Alt.In(tr), s.reveal
	pareto.Tip = func(i int) []string {
		return []string{labels[i], tr.T("reports.part", "Count", s.whole(zero(values[i])), "Total", s.whole(total))}
	}
	rows := []fyne.CanvasObject{kit.Box(0, smallChart, pareto)}
	for _, note := range s.notes(report.SheetCauses) {
		rows = append(rows, kit.Note(note))
	}
	return kit.Section(tr.T("reports.causes"), nil, kit.VBox(kit.GapSmall, rows...))
}

func zero(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return v
}

// buildTable is the figures behind the charts, newest month first.
func (s *Screen) buildTable(t *report.Table) fyne.CanvasObject {
	tr := s.env.Tr
	titles, right, rows := tableRows(tr, t)
	signals := map[int]bool{}
	for _, i := range t.Signals {
		signals[t.Len()-1-i] = true
	}
	shares := make([]float32, len(titles))
	for i := range shares {
		shares[i] = 1
	}
	shares[len(shares)-1] = 3 // the judgement is a phrase
	g := grid{titles: titles, right: right, shares: shares, rows: rows, signals: signals}
	return kit.Section(tr.T("reports.table"), nil, g.build())
}

// grid is lines of cells under their titles. Lines that signal something are in
// amber and bold, the line of sums is bold.
type grid struct {
	titles  []string
	right   []bool    // by column
	shares  []float32 // of the width
	rows    [][]string
	signals map[int]bool
	total   int // line of the sums, 0 for none
}

func (g *grid) build() fyne.CanvasObject {
	all := []fyne.CanvasObject{g.line(g.titles, look.ColorMuted, true), kit.Rule()}
	for i, cells := range g.rows {
		ink := look.ColorText
		if g.signals[i] {
			ink = look.ColorWarn
		}
		all = append(all, g.line(cells, ink, g.signals[i] || g.total > 0 && i == g.total))
	}
	return kit.VBox(0, all...)
}

func (g *grid) line(cells []string, ink fyne.ThemeColorName, bold bool) fyne.CanvasObject {
	objs := make([]fyne.CanvasObject, len(cells))
	for i, text := range cells {
		cell := kit.NewText(text, 12, ink, bold).Cut()
		if g.right[i] {
			cell.Right()
		}
		objs[i] = cell
	}
	return kit.Pad(5, 0, 5, 0, kit.Weighted(kit.GapRows, g.shares, objs...))
}
