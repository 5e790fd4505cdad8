package contacts

import "kartoteka/data"

// StatusRank is what a list by status is ordered by.
const StatusRank = statusRank

// PageOf is a page of the list of contacts in an order.
func PageOf(o data.ContactOrder) string {
	return `SELECT c.id FROM contact c WHERE c.erased IS NULL ORDER BY ` + contactOrder(&data.ContactFilter{Order: o}) + ` LIMIT 9`
}
