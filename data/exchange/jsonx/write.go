package jsonx

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/exchange/fields"
	"kartoteka/data/exchange/notation"
)

// Writer writes an array of objects, one a line. What a record does not have is
// left out.
type Writer struct {
	w       *bufio.Writer
	names   [][]byte // of the columns, as JSON
	begun   bool
	line    bytes.Buffer
	encoder *json.Encoder
}

// New begins an array; the names of its objects' members are the columns' codes,
// or the titles of the owner's own fields.
func New(w io.Writer, columns []fields.Column) (*Writer, error) {
	j := &Writer{w: bufio.NewWriterSize(w, 64<<10)}
	j.encoder = json.NewEncoder(&j.line)
	j.encoder.SetEscapeHTML(false)
	for _, c := range columns {
		name := c.Code
		if strings.HasPrefix(name, "field:") {
			name = c.Title
		}
		j.line.Reset()
		if err := j.encoder.Encode(name); err != nil {
			return nil, fmt.Errorf("name a column: %w", err)
		}
		j.names = append(j.names, bytes.Clone(bytes.TrimSpace(j.line.Bytes())))
	}
	if err := j.w.WriteByte('['); err != nil {
		return nil, fmt.Errorf("begin the list: %w", err)
	}
	return j, nil
}

// Write writes a record: one value a column, of the types of fields.ValueKind.
func (j *Writer) Write(row []any) error {
	if len(row) != len(j.names) {
		return errors.New("a record has not as many values as there are columns")
	}
	j.line.Reset()
	if j.begun {
		j.line.WriteByte(',')
	}
	j.begun = true
	j.line.WriteString("\n{")
	first := true
	for i, v := range row {
		if v = value(v); v == nil {
			continue
		}
		if !first {
			j.line.WriteString(", ")
		}
		first = false
		j.line.Write(j.names[i])
		j.line.WriteString(": ")
		if err := j.encoder.Encode(v); err != nil {
			return fmt.Errorf("write a value: %w", err)
		}
		j.line.Truncate(j.line.Len() - 1) // the line break that Encode adds
	}
	j.line.WriteByte('}')
	if _, err := j.w.Write(j.line.Bytes()); err != nil {
		return fmt.Errorf("write a record: %w", err)
	}
	return nil
}

// value turns a cell into what encoding/json writes as it should be.
func value(v any) any {
	switch v := v.(type) {
	case string:
		if s := notation.Text(v); s != "" {
			return s
		}
		return nil
	case fields.Number:
		// Money and measures stay exact; what JSON has no number for is text.
		if json.Valid([]byte(v)) {
			return json.Number(v)
		}
		return string(v)
	case data.Date:
		if v.IsZero() {
			return nil
		}
		return v.String()
	case time.Time:
		if v.IsZero() {
			return nil
		}
		return v.Format(time.RFC3339)
	case data.Money:
		return money{json.Number(amount(v)), v.Currency}
	case []data.PostalAddress:
		return postals(v)
	case []fields.Labelled:
		return labelled(v)
	}
	return v
}

// money is an amount with its currency.
type money struct {
	Amount   json.Number `json:"amount"`
	Currency string      `json:"currency,omitempty"`
}

func amount(m data.Money) string {
	sign, n := "", m.Minor
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%02d", sign, n/100, n%100)
}

// address is a postal address under the codes of its parts.
type address struct {
	Label    string `json:"address-label,omitempty"`
	Street   string `json:"street,omitempty"`
	PostCode string `json:"post-code,omitempty"`
	City     string `json:"city,omitempty"`
	Region   string `json:"region,omitempty"`
	Country  string `json:"country,omitempty"`
}

func postals(all []data.PostalAddress) any {
	var out []address
	for _, a := range all {
		b := address{
			notation.Text(a.Label), notation.Text(a.Street), notation.Text(a.PostCode), notation.Text(a.City),
			notation.Text(a.Region), notation.Text(a.Country),
		}
		label := b.Label
		if b.Label = ""; b == (address{}) {
			continue // a label of nothing
		}
		b.Label = label
		out = append(out, b)
	}
	if out == nil {
		return nil
	}
	return out
}

// labelled writes a plain text where there is no label.
func labelled(all []fields.Labelled) any {
	out := make([]any, len(all))
	for i, l := range all {
		out[i] = l
		if l.Label == "" {
			out[i] = l.Value
		}
	}
	return out
}

// Close ends the array. It does not close the writer below.
func (j *Writer) Close() error {
	_, _ = j.w.WriteString("\n]\n") // Flush tells the first error
	if err := j.w.Flush(); err != nil {
		return fmt.Errorf("end the list: %w", err)
	}
	return nil
}
