package data

// FieldKind is what a custom field holds.
type FieldKind string

// The kinds of custom field, with the written form of their values.
const (
	FieldText   FieldKind = "text"
	FieldNumber FieldKind = "number" // digits with a decimal point: 12.5
	FieldDate   FieldKind = "date"   // yyyy-mm-dd
	FieldChoice FieldKind = "choice" // one of Choices
	FieldYesNo  FieldKind = "yes-no" // "yes" or "no"
)

// FieldKinds lists the kinds in the order in which they are shown.
func FieldKinds() []FieldKind {
	return []FieldKind{FieldText, FieldNumber, FieldDate, FieldChoice, FieldYesNo}
}

// CustomField is a field that the owner added to the cards.
type CustomField struct {
	ID      int64
	Name    string
	Kind    FieldKind
	Choices []string
	Rank    int
}
