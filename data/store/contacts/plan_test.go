package contacts_test

import (
	"testing"

	"kartoteka/data"
	"kartoteka/data/store/contacts"
	"kartoteka/data/store/plantest"
)

func TestListsNeedNoSort(t *testing.T) {
	plantest.NoSort(t, map[string][2]string{
		"contacts":   {`SELECT ` + contacts.Columns + ` FROM contact c WHERE c.erased IS NULL ORDER BY c.last_contact DESC, c.id DESC LIMIT 9`, "contact_by_last"},
		"by name":    {`SELECT ` + contacts.Columns + ` FROM contact c WHERE c.erased IS NULL ORDER BY c.sort_key, c.id LIMIT 9`, "contact_by_name"},
		"by company": {contacts.PageOf(data.OrderCompany), "contact_by_company_name"},
		"by city":    {contacts.PageOf(data.OrderCity), "contact_by_city"},
		"by status":  {contacts.PageOf(data.OrderStatus), "contact_by_status"},
		"by age":     {contacts.PageOf(data.OrderCreated), "contact_by_created"},
		"one city":   {`SELECT c.id FROM contact c WHERE c.erased IS NULL AND c.city = ?`, "contact_of_city"},
		"one status": {`SELECT count(*) FROM contact c WHERE c.erased IS NULL AND ` + contacts.StatusRank + ` = ?`, "contact_by_status"},
	})
}
