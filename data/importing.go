package data

import "time"

// Outcome is what becomes of one item of an import.
type Outcome string

// The outcomes. Every item ends as one of them.
const (
	OutcomeNew       Outcome = "new"
	OutcomeUpdated   Outcome = "updated"
	OutcomeUnchanged Outcome = "unchanged"
	OutcomeDuplicate Outcome = "duplicate" // the same as an earlier item, or it fits two contacts
	OutcomeFailed    Outcome = "failed"
)

// Outcomes lists the outcomes in the order in which they are shown.
func Outcomes() []Outcome {
	return []Outcome{OutcomeNew, OutcomeUpdated, OutcomeUnchanged, OutcomeDuplicate, OutcomeFailed}
}

// ImportResult is what an import did, or would do.
type ImportResult struct {
	New        int         `json:"new"`
	Updated    int         `json:"updated"`
	Unchanged  int         `json:"unchanged"`
	Duplicates int         `json:"duplicates"`
	Failed     int         `json:"failed"`
	Rows       []ImportRow `json:"rows"`
	Run        int64       `json:"-"` // of Imports, 0: nothing was changed
	// Runs are those of all files of an import of several, in their order.
	Runs []ImportFileRun `json:"-"`
}

// ImportFileRun is the run that a file of an import came to.
type ImportFileRun struct {
	File string
	Run  int64
}

// Count adds an item with the outcome.
func (r *ImportResult) Count(o Outcome) {
	switch o {
	case OutcomeNew:
		r.New++
	case OutcomeUpdated:
		r.Updated++
	case OutcomeUnchanged:
		r.Unchanged++
	case OutcomeDuplicate:
		r.Duplicates++
	case OutcomeFailed:
		r.Failed++
	}
}

// ImportRow is the outcome of one item of an import. Why is nil, or says why it
// failed or is a duplicate; Error is its key, or the sentence that a caller makes of it.
type ImportRow struct {
	Item    string  `json:"item"`
	Outcome Outcome `json:"outcome"`
	Error   string  `json:"error,omitempty"`
	Why     *Error  `json:"-"`
	// Warnings are keys of sentences on what was odd but understood, or was not
	// taken over; a caller makes the sentences of them.
	Warnings []string `json:"warnings,omitempty"`
	LeftOut  []string `json:"left_out,omitempty"` // columns or properties that have no place
}

// ImportChange is what an import changes of one field. Field is a code of
// ContactColumns, "given-name", "family-name", "nickname", or "field:<name>".
type ImportChange struct {
	Field  string
	Before string
	After  string
}

// ImportOptions say how a file is to be read. The zero value leaves all of it to
// the file and to what was chosen for files with the same headings before.
type ImportOptions struct {
	Mapping map[string]string // heading to field code, "skip" for none; nil: saved or guessed
}

// ImportColumn is a column of a table that is imported.
type ImportColumn struct {
	Name   string // its heading
	Field  string // the field code that it fills, "skip": none
	Sample string // what stands there first
}

// ImportPlan is what an import would do, row by row. Nothing is changed before
// it is applied.
type ImportPlan struct {
	Path      string
	Kind      string // vcf, csv, xlsx, ics, json
	Encoding  string
	Separator string
	Columns   []ImportColumn // none unless it is a table
	Chosen    bool           // some columns were chosen by hand
	Fields    []CustomField  // that the file has and the card index lacks: they would be added
	Rows      []ImportPlanRow
	Result    ImportResult // counts only
	State     int64        // of the card index for which it was made

	// Brings lists what a new contact brings. A long plan has many of them and
	// few are looked at; nil: the rows' own changes are all.
	Brings func(*ImportPlanRow) []ImportChange
}

// Changes lists what a row would change, or for a new contact what it brings.
func (p *ImportPlan) Changes(r *ImportPlanRow) []ImportChange {
	if r.Outcome == OutcomeNew && p.Brings != nil && r.Contact != nil {
		return p.Brings(r)
	}
	return r.Changes
}

// ImportPlanRow is what an import would do with one record of a file.
type ImportPlanRow struct {
	Number    int // of the record in its file, from 1
	Item      string
	Name      string // of the person or firm, or what there is to do
	Outcome   Outcome
	Why       *Error            // of a failure or a duplicate
	Changes   []ImportChange    // of an update
	ContactID int64             // the contact that it is, 0: none yet
	Contact   *Contact          // as it would be; nil when nothing is kept of it
	Before    *Contact          // as it is, of an update
	Extra     map[string]string // custom fields by name that come or change, in their written form
	FollowUp  *FollowUp

	// Rows of the plan, counted from 1, that bring who sent the contact and the
	// firm for which it works; 0: none.
	ReferrerRow, CompanyRow int

	Cells    []string // the record as written
	LeftOut  []string // names of what has no place in a card
	Warnings []string // keys of sentences
}

// SetAside reports whether nothing of the record comes in until a person mends it
// or decides: it failed, or fits two contacts. One that only repeats an earlier
// one is none of them.
func (r *ImportPlanRow) SetAside() bool {
	return r.Outcome == OutcomeFailed || r.Outcome == OutcomeDuplicate && r.Why != nil && r.Why.Key != "import-repeated"
}

// ImportRun is an import that was done.
type ImportRun struct {
	ID       int64
	At       time.Time
	Source   string // name of the file
	ActionID int64  // 0: the journal no longer knows it
	Reverted time.Time
	ImportResult
}

// ExportOptions say what is written where.
type ExportOptions struct {
	List    string // contacts, interactions, cases, follow-ups, opinions, orders, mail
	Path    string // its ending says the form
	Filter  ContactFilter
	Cases   CaseFilter
	Tasks   FollowUpFilter
	Mail    MessageFilter
	Period  Period   // of opinions and orders; zero: all
	Columns []string // codes; nil: those from which everything can be read again
	Version string   // of vCards: "4.0" or "3.0"; "": 4.0
}
