package data

// SavedView is a list as the owner likes it: filter, order and columns by name.
type SavedView struct {
	ID      int64
	Name    string
	Filter  ContactFilter
	Columns []string // codes, in their order
	Rank    int
}

// ContactColumns lists the columns that a list of contacts can show and export,
// in their usual order. Custom fields follow as "field:<id>".
func ContactColumns() []string {
	return []string{
		"name", "kind", "company", "job-title", "emails", "phones", "handles", "street", "post-code", "city", "region",
		"country", "nip", "regon", "status", "legal-type", "preferred-channel", "second-channel", "best-hours",
		"tags", "language", "birth-year", "generation", "since", "last-contact", "open-cases",
		"open-follow-ups", "no-contact", "arrangements", "referred-by", "note", "created", "updated",
	}
}
