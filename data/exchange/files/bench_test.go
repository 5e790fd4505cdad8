package files_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/fields"
	"kartoteka/data/exchange/files"
	"kartoteka/data/exchange/table"
	"kartoteka/data/exchange/vcard"
	"kartoteka/data/exchange/workbook"
)

// many are n contacts as a firm has them.
func many(n int) []data.Contact {
	towns := []string{"Łódź", "Kutno", "Piotrków Trybunalski", "Żyrardów"}
	all := make([]data.Contact, n)
	for i := range all {
		all[i] = data.Contact{
			Kind: data.Person, GivenName: "Żaneta", FamilyName: fmt.Sprintf("Kowalska-%d", i), Street: fmt.Sprintf("ul. Długa %d/2", i%300),
			PostCode: fmt.Sprintf("%02d-%03d", i%90+10, i%1000), City: towns[i%len(towns)], NIP: "7251012180", Status: data.StatusActive,
			Tags: []string{"stali", "VIP"}, Note: "Dzwonić po 16, ma psa; klucz u sąsiadki", Since: data.NewDate(2020, 1, 1).AddDays(i % 1000),
			Handles: []data.Handle{
				{Kind: data.HandleEmail, Value: fmt.Sprintf("zaneta.%d@example.org", i)},
				{Kind: data.HandlePhone, Value: fmt.Sprintf("+48601%06d", i)},
			},
		}
	}
	return all
}

var twelve = []string{"given-name", "family-name", "email", "phone", "street", "post-code", "city", "nip", "status", "since", "tags", "note"}

func tableOf(b *testing.B, n int, begin func(io.Writer, []fields.Column) (sink, error)) []byte {
	w := fields.Writing{Words: catalogue(b, "pl")}
	columns := fields.Headed(twelve, nil, w.Words)
	var out bytes.Buffer
	to, err := begin(&out, columns)
	if err != nil {
		b.Fatal(err)
	}
	var row []any
	for _, c := range many(n) {
		row = w.Row(&data.ContactRow{Contact: c}, columns, row[:0])
		if err := to.Write(row); err != nil {
			b.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

func toCSV(w io.Writer, c []fields.Column) (sink, error) {
	return table.NewCSV(w, c, table.StyleFor("pl"))
}

func toXLSX(w io.Writer, c []fields.Column) (sink, error) {
	return workbook.New(w, c, workbook.Properties{Sheet: "Kontakty"})
}

// readBench reads a file again and again and counts its records.
func readBench(b *testing.B, kind exchange.Kind, raw []byte, want int) {
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		r, _, err := files.Open(kind, bytes.NewReader(raw), int64(len(raw)), exchange.Options{})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for {
			item, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil || item.Err != nil {
				b.Fatal(err, item.Err)
			}
			n++
		}
		if n != want {
			b.Fatalf("%d records, want %d", n, want)
		}
	}
}

func BenchmarkReadCSV100k(b *testing.B) {
	readBench(b, exchange.KindCSV, tableOf(b, 100000, toCSV), 100000)
}

func BenchmarkReadXLSX100k(b *testing.B) {
	readBench(b, exchange.KindXLSX, tableOf(b, 100000, toXLSX), 100000)
}

func BenchmarkReadVCard10k(b *testing.B) {
	var out strings.Builder
	w := vcard.NewWriter(&out, vcard.V4, nil, nil)
	for _, c := range many(10000) {
		if err := w.WriteContact(&c); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	readBench(b, exchange.KindVCF, []byte(out.String()), 10000)
}

func BenchmarkWriteCSV100k(b *testing.B) { writeBench(b, toCSV) }

func BenchmarkWriteXLSX100k(b *testing.B) { writeBench(b, toXLSX) }

func writeBench(b *testing.B, begin func(io.Writer, []fields.Column) (sink, error)) {
	all := many(100000)
	w := fields.Writing{Words: catalogue(b, "pl")}
	columns := fields.Headed(twelve, nil, w.Words)
	b.ReportAllocs()
	for b.Loop() {
		to, err := begin(io.Discard, columns)
		if err != nil {
			b.Fatal(err)
		}
		var row []any
		for i := range all {
			row = w.Row(&data.ContactRow{Contact: all[i]}, columns, row[:0])
			if err := to.Write(row); err != nil {
				b.Fatal(err)
			}
		}
		if err := to.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
