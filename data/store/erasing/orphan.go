package erasing

import (
	"context"
	"slices"

	"kartoteka/data/store/sqlite"
)

// orphaned are the tables whose rows outlive the card that they belonged to.
var orphaned = []string{"case_record", "opinion", "sale_order", "follow_up", "message", "subject_request"}

// findOrphans finds what belonged to a card that went and is nobody's since.
func (p *erasePlan) findOrphans(ctx context.Context, q sqlite.Querier) error {
	p.orphans = map[string][]int64{}
	for _, table := range orphaned {
		ids, err := sqlite.Collect(ctx, q, sqlite.Plain[int64], `SELECT DISTINCT o.id FROM action_change j
			JOIN `+table+` o ON o.id = json_extract(j.key, '$[0]') AND o.contact_id IS NULL
			WHERE j.tbl = ?2 AND j.op = 'update' AND j.contact_id IN (SELECT value FROM json_each(?1))
				AND json_extract(j.before, '$.contact_id') = j.contact_id
				AND j.action_id IN (SELECT g.action_id FROM action_change g
					WHERE g.tbl = 'contact' AND g.op = 'delete' AND g.contact_id = j.contact_id)
			ORDER BY o.id`, p.ids(), table)
		if err != nil {
			return err
		}
		p.orphans[table] = ids
	}
	return nil
}

// own are the rows of a table that are the person's, or were.
func (p *erasePlan) own(ctx context.Context, q sqlite.Querier, table string) ([]int64, error) {
	ids, err := sqlite.Collect(ctx, q, sqlite.Plain[int64], `SELECT id FROM `+table+` WHERE contact_id IN (SELECT value FROM json_each(?))`,
		p.ids())
	ids = append(ids, p.orphans[table]...)
	slices.Sort(ids)
	return slices.Compact(ids), err
}
