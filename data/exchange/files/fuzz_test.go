package files_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/files"
)

// seed gives a fuzz target the samples of its kind.
func seed(f *testing.F, endings ...string) {
	f.Helper()
	names, err := filepath.Glob("testdata/samples/*")
	if err != nil || len(names) == 0 {
		f.Fatalf("no samples: %v", err)
	}
	for _, name := range names {
		for _, e := range endings {
			if !strings.HasSuffix(name, e) {
				continue
			}
			raw, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(raw)
		}
	}
	for _, format := range formats {
		if strings.Contains(strings.Join(endings, " "), string(format.kind)) {
			f.Add(format.write(f, many(2)))
		}
	}
}

// sound checks what must hold of every record of any bytes: it is a contact or a
// follow-up or an error with a sentence, and reading comes to an end.
func sound(t *testing.T, kind exchange.Kind, raw []byte) {
	r, _, err := files.Open(kind, bytes.NewReader(raw), int64(len(raw)), exchange.Options{Fields: own})
	if err != nil {
		sentence(t, err)
		return
	}
	for n := 0; ; n++ {
		item, err := r.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			sentence(t, err)
			return
		}
		if n > len(raw)+1 {
			t.Fatalf("%d records of %d bytes", n, len(raw))
		}
		switch {
		case item.Err != nil:
			sentence(t, item.Err)
		case item.Contact != nil && item.Contact.Name() == "":
			t.Fatalf("a contact without a name: %+v", item)
		case item.FollowUp != nil && (item.FollowUp.What == "" || item.FollowUp.Due.IsZero()):
			t.Fatalf("nothing to do: %+v", item)
		case item.Contact == nil && item.FollowUp == nil:
			t.Fatalf("a record of nothing: %+v", item)
		}
	}
}

func sentence(t *testing.T, err error) {
	var e *data.Error
	if !errors.As(err, &e) || e.Key == "" {
		t.Fatalf("an error without a sentence: %v", err)
	}
}

func FuzzCSV(f *testing.F) {
	seed(f, ".csv", ".txt")
	f.Fuzz(func(t *testing.T, raw []byte) { sound(t, exchange.KindCSV, raw) })
}

func FuzzXLSX(f *testing.F) {
	seed(f, ".xlsx")
	f.Fuzz(func(t *testing.T, raw []byte) { sound(t, exchange.KindXLSX, raw) })
}

func FuzzVCard(f *testing.F) {
	seed(f, ".vcf")
	f.Fuzz(func(t *testing.T, raw []byte) { sound(t, exchange.KindVCF, raw) })
}

func FuzzICS(f *testing.F) {
	seed(f, ".ics")
	f.Fuzz(func(t *testing.T, raw []byte) { sound(t, exchange.KindICS, raw) })
}

func FuzzJSON(f *testing.F) {
	seed(f, ".json")
	f.Fuzz(func(t *testing.T, raw []byte) { sound(t, exchange.KindJSON, raw) })
}

// FuzzDetect: any bytes are of a kind or refused with a sentence.
func FuzzDetect(f *testing.F) {
	seed(f, ".csv", ".vcf", ".ics", ".json", ".txt", ".xlsx")
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, err := files.Detect(bytes.NewReader(raw), "x"); err != nil {
			sentence(t, err)
		}
	})
}
