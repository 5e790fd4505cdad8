package data

// Finding is something that check found wrong.
type Finding struct {
	What  string `json:"what"`  // key of a sentence, "check.<what>" in the catalogue
	Where string `json:"where"` // table and id, or file
	Bad   string `json:"how_bad"`
}

// How bad a finding is.
const (
	BadNote   = "note"
	BadWrong  = "wrong"
	BadBroken = "broken"
)
