package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"kartoteka/data/report"
)

// size is a chart's size in pixels.
type size struct{ wide, high int }

// chart puts a native chart on a sheet; its numbers stay where the table is.
func (b *book) chart(sheet, cell string, c *report.Chart, s size) {
	p, ok := b.places[c.Table]
	if b.err != nil || !ok || len(c.Labels) == 0 || len(c.Series) == 0 {
		return
	}
	main, over := b.plan(c, p)
	main.Format = excelize.GraphicOptions{
		AltText: clean(c.Alt.In(b.w)), Name: clean(b.t(c.Title)), OffsetX: 2, OffsetY: 4,
	}
	main.Dimension = excelize.ChartDimension{Width: uint(s.wide), Height: uint(s.high)}
	main.Title = excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{
		Text: b.t(c.Title),
		Font: &excelize.Font{Family: "Calibri", Size: 11, Bold: true, Color: ink},
	}}}
	main.Legend = excelize.ChartLegend{Position: "bottom", Font: &excelize.Font{Family: "Calibri", Size: 9, Color: dark}}
	if len(c.Series) == 1 {
		main.Legend.Position = "none"
	}
	main.Border = excelize.LineOptions{Type: excelize.LineNone}
	main.PlotArea.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{white}}
	var combo []*excelize.Chart
	if over != nil {
		combo = append(combo, over)
	}
	b.try("add chart", b.f.AddChart(sheet, cell, main, combo...))
}

// plan chooses the chart's types, axes and series.
func (b *book) plan(c *report.Chart, p place) (main, over *excelize.Chart) {
	main = form(c)
	for i, s := range c.Series {
		one := b.series(c, p, s)
		switch s.Role {
		case report.RoleCumulative:
			over = cumulative(one)
			continue
		case report.RolePart:
			one.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{parts[i%len(parts)]}}
		}
		main.Series = append(main.Series, one)
	}
	return main, over
}

// form is a chart of a kind without its series.
func form(c *report.Chart) *excelize.Chart {
	zero, same := 0.0, false
	main := &excelize.Chart{
		Type: excelize.Col, VaryColors: &same, ShowBlanksAs: "gap", GapWidth: gap(45),
		XAxis: excelize.ChartAxis{Font: axisFont()},
		YAxis: excelize.ChartAxis{Font: axisFont(), MajorGridLines: true, Minimum: &zero},
	}
	numbers := "#,##0"
	switch c.Kind {
	case report.LineChart:
		main.Type, main.GapWidth = excelize.Line, nil
	case report.BarChart:
		main.Type = excelize.Bar
		main.XAxis.ReverseOrder = true
		main.YAxis.None, main.YAxis.MajorGridLines = true, false
		main.PlotArea.ShowVal = true
	case report.StackedChart:
		main.Type = excelize.BarPercentStacked
		main.XAxis.ReverseOrder = true
		main.Overlap = overlap(100)
		numbers = "0%"
	case report.ParetoChart:
		main.PlotArea.ShowVal = true
	case report.ColumnChart:
		numbers = "#,##0.0"
	}
	if c.Kind == report.LineChart || c.Kind == report.ColumnChart {
		main.XAxis.NumFmt = excelize.ChartNumFmt{CustomNumFmt: "mmm yy"}
		main.XAxis.TickLabelSkip = 1 + (len(c.Labels)-1)/24
		main.XAxis.Alignment.TextRotation = -45
	}
	main.YAxis.NumFmt = excelize.ChartNumFmt{CustomNumFmt: numbers}
	return main
}

// cumulative is the line of shares so far, on an axis of its own.
func cumulative(s excelize.ChartSeries) *excelize.Chart {
	zero, one := 0.0, 1.0
	return &excelize.Chart{
		Type: excelize.Line, Series: []excelize.ChartSeries{s},
		YAxis: excelize.ChartAxis{
			Secondary: true, Minimum: &zero, Maximum: &one, MajorUnit: 0.2, Font: axisFont(),
			NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0%"},
		},
	}
}

func overlap(n int) *int { return &n }

func gap(n uint) *uint { return &n }

func axisFont() excelize.Font { return excelize.Font{Family: "Calibri", Size: 9, Color: grey} }

func (b *book) series(c *report.Chart, p place, s report.Series) excelize.ChartSeries {
	top := p.row + 1 + c.FirstRow
	last := top + len(c.Labels) - 1
	area := func(col int) string {
		return fmt.Sprintf("%s!%s:%s", quoted(p.sheet), absolute(col+1, top), absolute(col+1, last))
	}
	out := excelize.ChartSeries{
		Name:       fmt.Sprintf("%s!%s", quoted(p.sheet), absolute(s.Col+1, p.row)),
		Categories: area(c.LabelCol),
		Values:     area(s.Col),
	}
	fill := func(color string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	}
	out.Marker.Symbol = "none"
	switch s.Role {
	case report.RoleMain:
		out.Fill = fill(ink)
		out.Line = excelize.LineOptions{Width: 2.25}
		if c.Kind == report.LineChart {
			out.Marker = excelize.ChartMarker{Symbol: "circle", Size: 5, Fill: fill(ink)}
		}
	case report.RoleCentre:
		out.Fill = fill(grey)
		out.Line = excelize.LineOptions{Width: 1.25}
	case report.RoleLimit:
		out.Fill = fill(dashes)
		out.Line = excelize.LineOptions{Width: 1.25, Dash: excelize.LineDashDash}
	case report.RoleSignal:
		out.Fill = fill(amber)
		out.Line = excelize.LineOptions{Type: excelize.LineNone}
		out.Marker = excelize.ChartMarker{Symbol: "diamond", Size: 11, Fill: fill(amber)}
	case report.RoleCumulative:
		out.Fill = fill(amber)
		out.Line = excelize.LineOptions{Width: 2.25}
		out.Marker = excelize.ChartMarker{Symbol: "circle", Size: 6, Fill: fill(amber)}
	}
	return out
}
