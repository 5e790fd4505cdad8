package person

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"kartoteka/data/match"
	"kartoteka/data/store/sqlite"
)

// People are those of whom anything is kept.
type People struct{ file *sqlite.File }

// New returns the people of a file.
func New(file *sqlite.File) *People { return &People{file} }

// SubjectIDs returns the contacts that have the e-mail address or phone (normal
// forms, "" for none), else those of exactly that name, whatever its marks and
// case. Erased ones are nobody any more.
func (ps *People) SubjectIDs(ctx context.Context, email, phone, name string) ([]int64, error) {
	ids, err := sqlite.Collect(ctx, ps.file, sqlite.Plain[int64], `SELECT contact_id FROM handle
			WHERE kind = 'email' AND norm = ?1 AND ?1 <> '' OR kind = 'phone' AND norm = ?2 AND ?2 <> ''`, email, phone)
	if err != nil || len(ids) > 0 {
		slices.Sort(ids)
		return slices.Compact(ids), sqlite.Told("find subject", err)
	}
	want := match.Fold(strings.Join(strings.Fields(name), " "))
	err = sqlite.Each(ctx, ps.file, func(rows *sql.Rows) error {
		var id int64
		var shown, company string
		err := rows.Scan(&id, &shown, &company)
		if match.Fold(shown) == want || company != "" && match.Fold(company) == want {
			ids = append(ids, id)
		}
		return err
	}, `SELECT id, display_name, CASE kind WHEN 'company' THEN company ELSE '' END FROM contact
		WHERE erased IS NULL ORDER BY id`)
	return ids, sqlite.Told("find subject", err)
}
