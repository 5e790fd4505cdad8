package jsonx

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/fields"
	"kartoteka/data/exchange/notation"
)

// sampleRecords is how many records are looked at to find out what their members
// are called.
const sampleRecords = 100

// Limits of one record.
const (
	maxMembers = 500
	maxDepth   = 6
	maxRecord  = 4 << 20 // bytes
	maxShown   = 500     // bytes of a value in a record that can't be taken
)

// Reader reads records one by one: the objects of an array, of the first array
// within an object, or one after another.
type Reader struct {
	d       *json.Decoder
	in      *bounded
	o       exchange.Options
	total   int64
	inArray bool
	count   int
	names   []string // of all members so far, flat
	index   map[string]int
	plan    *fields.Plan
	columns []exchange.Column
	first   []kept
	err     error
}

// kept is a record that was read to find out what its members are.
type kept struct {
	number int
	cells  []string
	err    *data.Error
}

// Open reads a JSON file. Nothing is closed; the file must stay readable while
// the reader is used.
func Open(r io.ReaderAt, size int64, o exchange.Options) (*Reader, exchange.Info, error) {
	info := exchange.Info{Kind: exchange.KindJSON}
	text, enc, err := exchange.Text(r, size, o.Encoding)
	if err != nil {
		return nil, info, err
	}
	info.Encoding = enc
	in := &bounded{r: text}
	j := &Reader{d: json.NewDecoder(in), in: in, o: o, total: size, index: map[string]int{}}
	j.d.UseNumber()
	j.in.until = maxRecord
	if err := j.enter(); err != nil && !errors.Is(err, io.EOF) {
		return nil, info, j.broken(err)
	}
	var sample [][]string
	for len(j.first) < sampleRecords {
		k, err := j.record()
		if err != nil {
			j.err = err
			break
		}
		j.first = append(j.first, k)
		sample = append(sample, k.cells)
	}
	if len(j.first) == 0 && !errors.Is(j.err, io.EOF) {
		return nil, info, j.err
	}
	j.columns = fields.Columns(j.names, sample, &j.o)
	j.plan = fields.New(j.columns, &j.o)
	info.Columns = j.columns
	return j, info, nil
}

// bounded is a text of which no more is read than a record may have.
type bounded struct {
	r     io.Reader
	n     int64
	until int64
}

var errLong = errors.New("a record is too long")

func (b *bounded) Read(p []byte) (int, error) {
	if b.n >= b.until {
		return 0, errLong
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.until-b.n)])
	b.n += int64(n)
	return n, err
}

// broken is the sentence on a file that can't be read on. An end that comes too
// early must not pass for the end of the records.
func (j *Reader) broken(err error) error {
	if errors.Is(err, errLong) {
		return data.NewError(data.CodeInvalid, "json-record-long", "Row", j.count+1).Because(err)
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return data.NewError(data.CodeInvalid, "json-broken").Because(err)
}

// enter goes to the first record: into the array, or into the first array of
// objects within an object, as in {"contacts": [ … ]}.
func (j *Reader) enter() error {
	t, err := j.d.Token()
	if err != nil {
		return err
	}
	switch t {
	case json.Delim('['):
		j.inArray = true
		return nil
	case json.Delim('{'):
	default:
		return errors.New("neither an object nor an array")
	}
	// An object: one record, or what holds them.
	members := map[string]json.RawMessage{}
	var order []string
	for j.d.More() {
		t, err := j.d.Token()
		if err != nil {
			return err
		}
		name, _ := t.(string)
		value, records, err := j.member(name)
		if err != nil || records {
			j.inArray = records
			return err
		}
		members[name] = value
		order = append(order, name)
	}
	if _, err := j.d.Token(); err != nil {
		return err
	}
	j.count++
	cells := j.flat(order, members)
	j.first = append(j.first, kept{number: j.count, cells: cells})
	return nil
}

// member reads a value; records says that it is the array of the records, which
// is not read but entered.
func (j *Reader) member(name string) (value json.RawMessage, records bool, err error) {
	t, err := j.d.Token()
	if err != nil {
		return nil, false, err
	}
	open, nested := t.(json.Delim)
	if !nested {
		value, err = json.Marshal(t)
		return value, false, err
	}
	if open == '[' && j.d.More() && !listNames[name] {
		next := make([]byte, 1)
		if n, _ := j.d.Buffered().Read(next); n == 1 && next[0] == '{' {
			return nil, true, nil
		}
	}
	value, err = j.nested(open)
	return value, false, err
}

// nested reads an array or an object whose beginning was read.
func (j *Reader) nested(open json.Delim) (json.RawMessage, error) {
	out := []byte(open.String())
	for part := 0; j.d.More(); part++ {
		var v json.RawMessage
		if open == '{' {
			name, err := j.d.Token()
			if err != nil {
				return nil, err
			}
			key, err := json.Marshal(name)
			if err != nil {
				return nil, err
			}
			v = append(key, ':')
		}
		var one json.RawMessage
		if err := j.d.Decode(&one); err != nil {
			return nil, err
		}
		if part > 0 {
			out = append(out, ',')
		}
		out = append(append(out, v...), one...)
	}
	end, err := j.d.Token()
	if err != nil {
		return nil, err
	}
	return append(out, end.(json.Delim).String()...), nil
}

// listNames are members of a record that are arrays of objects themselves.
var listNames = map[string]bool{"emails": true, "phones": true, "handles": true, "addresses": true}

// Progress is how far the file was read, in bytes of text.
func (j *Reader) Progress() (done, total int64) { return min(j.d.InputOffset(), j.total), j.total }

// Next returns the next record that has anything in it.
func (j *Reader) Next() (exchange.Item, error) {
	for {
		k, err := j.next()
		if err != nil {
			return exchange.Item{}, err
		}
		if k.err != nil {
			return exchange.Item{Number: k.number, Cells: k.cells, Err: k.err}, nil
		}
		if len(j.names) > len(j.columns) {
			j.replan(k.cells)
		}
		if item, ok := j.plan.Read(k.number, k.cells); ok {
			return item, nil
		}
	}
}

func (j *Reader) next() (kept, error) {
	if len(j.first) > 0 {
		k := j.first[0]
		j.first = j.first[1:]
		return k, nil
	}
	if j.err != nil {
		return kept{}, j.err
	}
	k, err := j.record()
	j.err = err
	return k, err
}

// replan takes up members that no record before had.
func (j *Reader) replan(cells []string) {
	j.columns = fields.Columns(j.names, [][]string{cells}, &j.o)
	j.plan = fields.New(j.columns, &j.o)
}

// record reads the next object.
func (j *Reader) record() (kept, error) {
	j.in.until = j.d.InputOffset() + maxRecord
	if j.inArray && !j.d.More() {
		return kept{}, io.EOF
	}
	var raw json.RawMessage
	if err := j.d.Decode(&raw); err != nil {
		if errors.Is(err, io.EOF) && !j.inArray {
			return kept{}, io.EOF
		}
		return kept{}, j.broken(err)
	}
	j.count++
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || raw[0] != '{' {
		err := data.NewError(data.CodeInvalid, "record-no-object", "Row", j.count)
		return kept{j.count, []string{string(raw[:min(len(raw), maxShown)])}, err}, nil
	}
	order, members, err := object(raw)
	if err != nil {
		return kept{}, j.broken(err)
	}
	return kept{number: j.count, cells: j.flat(order, members)}, nil
}

// object takes an object apart and keeps the order of its members.
func object(raw []byte) (order []string, members map[string]json.RawMessage, err error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if _, err := d.Token(); err != nil {
		return nil, nil, err
	}
	members = map[string]json.RawMessage{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, nil, err
		}
		var v json.RawMessage
		if err := d.Decode(&v); err != nil {
			return nil, nil, err
		}
		key, _ := name.(string)
		if _, twice := members[key]; !twice {
			order = append(order, key)
		}
		members[key] = v
	}
	return order, members, nil
}

// flat lays the members of an object out in columns.
func (j *Reader) flat(order []string, members map[string]json.RawMessage) []string {
	cells := make([]string, len(j.names))
	for _, name := range order {
		j.lay(&cells, name, members[name], 0)
	}
	return cells
}

// singular are lists whose values each have a column of their own.
var singular = map[string]string{"emails": "email", "phones": "phone", "handles": "handle"}

// lay puts a value into the column of its name: a list of plain values into one
// cell, a list of objects into numbered columns, an object into one column a
// member.
func (j *Reader) lay(cells *[]string, name string, raw json.RawMessage, depth int) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || depth > maxDepth {
		return
	}
	switch raw[0] {
	case '{':
		order, members, err := object(raw)
		if err != nil {
			return
		}
		for _, m := range order {
			j.lay(cells, name+" "+m, members[m], depth+1)
		}
	case '[':
		var all []json.RawMessage
		if json.Unmarshal(raw, &all) == nil {
			j.layList(cells, name, all, depth)
		}
	default:
		j.put(cells, name, scalar(raw))
	}
}

func (j *Reader) layList(cells *[]string, name string, all []json.RawMessage, depth int) {
	if depth == 0 && singular[name] != "" {
		j.layLabelled(cells, singular[name], all)
		return
	}
	if depth == 0 && name == "addresses" {
		j.layAddresses(cells, all)
		return
	}
	var plain []string
	for i, raw := range all {
		if raw = bytes.TrimSpace(raw); len(raw) > 0 && (raw[0] == '{' || raw[0] == '[') {
			j.lay(cells, name+" "+strconv.Itoa(i+1), raw, depth+1)
			continue
		}
		if s := notation.Text(scalar(raw)); s != "" {
			plain = append(plain, s)
		}
	}
	if len(plain) > 0 {
		j.put(cells, name, notation.JoinList(plain))
	}
}

// layLabelled lays out addresses, each a text or an object of value and label.
func (j *Reader) layLabelled(cells *[]string, base string, all []json.RawMessage) {
	for i, raw := range all {
		v := fields.Labelled{}
		if json.Unmarshal(raw, &v.Value) != nil && json.Unmarshal(raw, &v) != nil {
			continue
		}
		n := strconv.Itoa(i + 1)
		if strings.Contains(v.Value, ":::") {
			v.Value = notation.JoinList([]string{v.Value}) // or it would be taken for several
		}
		j.put(cells, base+":"+n, v.Value)
		j.put(cells, base+"-label:"+n, v.Label)
	}
}

// layAddresses lays out postal addresses; the first stands in the record itself.
func (j *Reader) layAddresses(cells *[]string, all []json.RawMessage) {
	for i, raw := range all {
		order, members, err := object(raw)
		if err != nil {
			continue
		}
		for _, m := range order {
			j.put(cells, m+":"+strconv.Itoa(i+2), scalar(members[m]))
		}
	}
}

// scalar is a plain value as text.
func scalar(raw json.RawMessage) string {
	switch s := string(raw); s {
	case "null":
		return ""
	case "true":
		return "yes"
	case "false":
		return "no"
	default:
		var text string
		if json.Unmarshal(raw, &text) == nil {
			return text
		}
		return s
	}
}

// put sets a cell and makes a column of a name that is new.
func (j *Reader) put(cells *[]string, name, v string) {
	if v == "" {
		return
	}
	i, known := j.index[name]
	if !known {
		if len(j.names) >= maxMembers {
			return
		}
		i = len(j.names)
		j.index[name] = i
		j.names = append(j.names, strings.Clone(name))
	}
	if i >= len(*cells) {
		*cells = slices.Grow(*cells, i+1-len(*cells))[:i+1]
	}
	(*cells)[i] = v
}
