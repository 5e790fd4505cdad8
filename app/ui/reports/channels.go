package reports

import (
	"fyne.io/fyne/v2"

	"kartoteka/app/ui/chart"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data/report"
)

// buildChannels is how clients reach the firm: on which channels and with what,
// when in the week, and how soon they are answered there. What else is known of
// it stands in the workbook.
func (s *Screen) buildChannels() []fyne.CanvasObject {
	tr, r := s.env.Tr, s.report
	var rows []fyne.CanvasObject
	if c := r.Chart("channel-kinds"); c != nil && len(c.Series) > 0 && len(c.Labels) > 0 {
		rows = append(rows, kit.Section(tr.T("reports.channels"), nil, s.buildStacked(c)))
	}
	if c := r.Chart("hours"); c != nil && len(c.Series) > 0 && len(c.Labels) > 0 {
		rows = append(rows, kit.Section(tr.T("reports.hours"), nil, s.buildHeat(c)))
	}
	var pair []fyne.CanvasObject
	for _, key := range []string{"channel-times", "preferred"} {
		if t := r.Table(key); t != nil && t.Len() > 0 {
			pair = append(pair, kit.Section(tr.T("reports."+key), nil, s.brief(t)))
		}
	}
	if len(pair) > 0 {
		rows = append(rows, kit.Folding(kit.GapCards, nil, wideEnough, pair...))
	}
	if len(rows) == 0 {
		return nil
	}
	rest := []fyne.CanvasObject{}
	if notes := s.notes(report.SheetChannels); len(notes) > 0 {
		rest = append(rest, s.list(notes, look.ColorMuted))
	}
	rest = append(rest, kit.HBox(kit.GapSmall, kit.Grow(kit.NewPara(tr.T("reports.channels-rest"), look.SizeBody, look.ColorMuted)),
		kit.Link(tr.T("reports.save"), s.write)))
	return append(rows, kit.Section(tr.T("reports.channels-notes"), nil, kit.VBox(kit.GapRows, rest...)))
}

const (
	// wideEnough is the width from which two cards stand side by side.
	wideEnough float32 = 900
	// fewCauses are as many as can be named in half of the width; with more the
	// chart of causes stands alone.
	fewCauses         = 6
	alone     float32 = 1e6
)

// buildStacked shows what clients come with on each channel.
func (s *Screen) buildStacked(c *report.Chart) fyne.CanvasObject {
	tr := s.env.Tr
	d := chart.StackedData{
		Rows:  words(tr, c.Labels),
		Total: func(n float64) string { return tr.T("reports.n", "Count", s.whole(n)) },
		Share: func(v float64) string { return tr.Percent(v, 0) },
	}
	d.Values = make([][]float64, len(d.Rows))
	for _, part := range c.Series {
		d.Parts = append(d.Parts, tr.T("report.col."+part.Key))
		for i, v := range numbers(part.Values) {
			d.Values[i] = append(d.Values[i], zero(v))
		}
	}
	bars := chart.NewStacked(d)
	bars.Number, bars.Alt, bars.OnFocus = s.whole, c.Alt.In(tr), s.reveal
	bars.Tip = func(i int) []string {
		row, part := i/len(d.Parts), i%len(d.Parts)
		total := 0.0
		for _, v := range d.Values[row] {
			total += v
		}
		return []string{
			d.Rows[row],
			tr.T("reports.tip", "Name", d.Parts[part], "Value", tr.T("reports.part", "Count", s.whole(d.Values[row][part]), "Total", s.whole(total))),
		}
	}
	return bars
}

// buildHeat shows when in the week clients come.
func (s *Screen) buildHeat(c *report.Chart) fyne.CanvasObject {
	tr := s.env.Tr
	d := chart.HeatData{Rows: words(tr, c.Labels), ColumnsAre: tr.T("reports.hour")}
	d.Values = make([][]float64, len(d.Rows))
	for _, hour := range c.Series {
		d.Columns = append(d.Columns, hour.Key)
		for i, v := range numbers(hour.Values) {
			d.Values[i] = append(d.Values[i], zero(v))
		}
	}
	heat := chart.NewHeat(d)
	heat.Number, heat.Alt, heat.OnFocus = s.whole, c.Alt.In(tr), s.reveal
	heat.Tip = func(i int) []string {
		row, hour := i/len(d.Columns), i%len(d.Columns)
		return []string{
			tr.T("reports.hours-tip", "Day", d.Rows[row], "From", hour, "To", hour+1),
			tr.N("reports.hours-count", int(d.Values[row][hour])),
		}
	}
	return heat
}

// briefColumns are the columns of those tables that the screen shows; the
// workbook has them all.
var briefColumns = []string{
	"channel", "wanted", "unanswered", "first-hours", "first-work-hours",
	"wished", "clients", "replies-n", "replies-so-share", "missed",
}

// brief is a table of the report in short.
func (s *Screen) brief(t *report.Table) fyne.CanvasObject {
	tr := s.env.Tr
	var cols []int
	var titles []string
	var right []bool
	var shares []float32
	for _, key := range briefColumns {
		i := t.Column(key)
		if i < 0 {
			continue
		}
		cols, titles = append(cols, i), append(titles, tr.T("reports.col."+key))
		right = append(right, figures(t.Columns[i].Kind))
		shares = append(shares, 1)
	}
	shares[0] = 1.7 // the channel is a name
	rows := make([][]string, t.Len())
	for i := range rows {
		rows[i] = cellsOf(tr, t.Row(i, nil), cols)
	}
	g := grid{titles: titles, right: right, shares: shares, rows: rows, signals: map[int]bool{}}
	for _, i := range t.Signals {
		g.signals[i] = true
	}
	if t.Totals {
		g.total = len(rows) - 1
	}
	return g.build()
}
