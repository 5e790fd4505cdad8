package data

// Hit is a search result.
type Hit struct {
	Type    HitType
	ID      int64
	Title   string
	Snippet string // the words around the match
	Score   float64
	Date    Date
}

// HitType is what a search result is.
type HitType string

// The types of hit.
const (
	HitContact     HitType = "contact"
	HitMessage     HitType = "message"
	HitInteraction HitType = "interaction"
	HitCase        HitType = "case"
)
