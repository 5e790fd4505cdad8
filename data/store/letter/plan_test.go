package letter_test

import (
	"testing"

	"kartoteka/data/store/letter"
	"kartoteka/data/store/plantest"
)

func TestListsNeedNoSort(t *testing.T) {
	plantest.NoSort(t, map[string][2]string{
		"inbox":         {`SELECT m.id FROM message m WHERE ` + letter.Waiting + ` ORDER BY m.at DESC, m.id DESC`, "message_waiting"},
		"waiting count": {`SELECT count(*) FROM message m WHERE ` + letter.Waiting + ` AND m.automatic = ''`, "COVERING INDEX message_waiting"},
		"messages":      {`SELECT ` + letter.Columns + ` FROM message m JOIN message_text x ON x.message_id = m.id WHERE 1 AND (m.at, m.id) < (?, ?) ORDER BY m.at DESC, m.id DESC LIMIT 9`, "message_by_time"},
	})
}
