// Package contacts is the Contacts screen: the list of clients with its columns,
// filters and saved views, what can be done with many of them at once, and the
// card of one.
//
// It knows what the list shows and who is marked. How contacts are kept and
// found is its Service's business, the card itself that of package card.
package contacts

import (
	"slices"
	"strings"

	"kartoteka/data"
)

// listPage is how many rows are read at once.
const listPage = 100

// keptPages is how many pages the list remembers: as much as is scrolled to
// and fro, and little enough of 100,000.
const keptPages = 40

// roster is the list: how many contacts its filter selects, and those of their
// pages that were needed so far.
type roster struct {
	filter data.ContactFilter
	total  int // of all contacts, whatever the filter
	count  int // of the filter
	loaded bool
	turn   int // how often the list was asked for anew
	pages  map[int][]data.ContactRow
	asked  map[int]bool
	recent []int // pages in the order in which they came
}

func newRoster() *roster {
	r := &roster{filter: data.ContactFilter{Order: data.OrderLastContact}}
	r.forget()
	return r
}

// forget drops all pages, so that they are read anew.
func (r *roster) forget() {
	r.pages, r.asked, r.recent = map[int][]data.ContactRow{}, map[int]bool{}, nil
}

// take keeps a page; the oldest one goes when there are too many.
func (r *roster) take(page int, rows []data.ContactRow) {
	if _, known := r.pages[page]; !known {
		r.recent = append(r.recent, page)
	}
	r.pages[page] = rows
	if len(r.recent) > keptPages {
		oldest := r.recent[0]
		r.recent = r.recent[1:]
		delete(r.pages, oldest)
		delete(r.asked, oldest)
	}
}

// row returns a row, and the page to ask for when it is not there yet; -1 when
// nothing is to be asked for.
func (r *roster) row(i int) (row *data.ContactRow, ask int) {
	page := i / listPage
	if rows, ok := r.pages[page]; ok {
		if j := i % listPage; j < len(rows) {
			return &rows[j], -1
		}
		return nil, -1 // one went away meanwhile; a notice of it is on its way
	}
	if r.asked[page] {
		return nil, -1
	}
	r.asked[page] = true
	return nil, page
}

// pageFilter is the filter of one page.
func (r *roster) pageFilter(page int) data.ContactFilter {
	f := r.filter
	f.Offset, f.Limit = page*listPage, listPage
	return f
}

// plain is a filter that leaves nobody out, in the same order.
func plain(f data.ContactFilter) data.ContactFilter {
	return data.ContactFilter{Order: f.Order, Reverse: f.Reverse}
}

// filtered reports whether the filter leaves anybody out.
func filtered(f data.ContactFilter) bool {
	f.Words = strings.TrimSpace(f.Words)
	return !f.Same(plain(f))
}

// marks are the contacts chosen for a deed on several: some by their ids, or
// all that the filter selects but some.
type marks struct {
	all bool
	ids map[int64]bool // chosen; with all: left out
}

func newMarks() *marks { return &marks{ids: map[int64]bool{}} }

func (m *marks) has(id int64) bool { return m.ids[id] != m.all }

func (m *marks) toggle(id int64) {
	if m.ids[id] {
		delete(m.ids, id)
		return
	}
	m.ids[id] = true
}

// add chooses contacts.
func (m *marks) add(ids []int64) {
	for _, id := range ids {
		if m.all {
			delete(m.ids, id)
		} else {
			m.ids[id] = true
		}
	}
}

func (m *marks) chooseAll() { m.all, m.ids = true, map[int64]bool{} }

func (m *marks) clear() { m.all, m.ids = false, map[int64]bool{} }

// count is how many are chosen of so many.
func (m *marks) count(of int) int {
	if m.all {
		return max(0, of-len(m.ids))
	}
	return len(m.ids)
}

// of returns the chosen ones of all that the filter selects.
func (m *marks) of(all []int64) []int64 {
	return slices.DeleteFunc(slices.Clone(all), func(id int64) bool { return !m.has(id) })
}
