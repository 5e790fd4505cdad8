package xlsx_test

import (
	"context"
	"io"
	"testing"

	"kartoteka/data"
	"kartoteka/data/report"
	"kartoteka/data/report/build"
	"kartoteka/data/report/reporttest"
	"kartoteka/data/report/xlsx"
)

// firmOf is a firm with about so many complaints in two years, and as many
// orders and opinions beside them as such a firm has.
func firmOf(cases int) *reporttest.Firm {
	p := reporttest.Workshop()
	p.From = data.NewDate(2024, 12, 1)
	p.Complaints = float64(cases) / 24
	p.Orders = p.Complaints * 2
	return reporttest.New(p)
}

func benchmark(b *testing.B, cases int) {
	f := firmOf(cases)
	w, err := reporttest.NewWords("pl")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("Build", func(b *testing.B) {
		for b.Loop() {
			if _, err := build.Report(context.Background(), f, report.Options{Today: today, Firm: "Firma"}); err != nil {
				b.Fatal(err)
			}
		}
	})
	r, err := build.Report(context.Background(), f, report.Options{Today: today, Firm: "Firma"})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("Write", func(b *testing.B) {
		for b.Loop() {
			if err := xlsx.Write(io.Discard, r, w); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(r.Table("data").Len()), "rows")
	})
}

func BenchmarkReport2000(b *testing.B)   { benchmark(b, 2000) }
func BenchmarkReport100000(b *testing.B) { benchmark(b, 100000) }
