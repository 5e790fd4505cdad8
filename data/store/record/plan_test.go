package record_test

import (
	"testing"

	"kartoteka/data/store/plantest"
	"kartoteka/data/store/record"
)

func TestListsNeedNoSort(t *testing.T) {
	plantest.NoSort(t, map[string][2]string{
		"timeline":     {`SELECT i.id FROM interaction i WHERE i.contact_id = ? AND (i.at, i.id) < (?, ?) ORDER BY i.at DESC, i.id DESC`, "interaction_timeline"},
		"interactions": {record.InteractionPages, "interaction_by_time"},
		"due":          {`SELECT f.id FROM follow_up f WHERE f.done IS NULL AND f.shows <= ? ORDER BY f.shows, f.due, f.id`, "follow_up_due"},
		"open cases":   {`SELECT count(*) FROM case_record k WHERE k.contact_id = 3 AND k.` + record.OpenCase, "case_"},
		"counts":       {`SELECT kind, channel, direction, count(*) FROM interaction WHERE at >= ? AND at < ? AND automatic = 0 GROUP BY kind, channel, direction`, "COVERING INDEX interaction_by_time"},
		"owners":       {`SELECT h.norm FROM json_each(?) j CROSS JOIN handle h ON h.norm = j.value WHERE h.kind IN ('email', 'domain')`, "handle_owner"},
	})
}
