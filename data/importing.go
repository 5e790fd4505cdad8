package data

// ImportResult is what an import did, or would do.
type ImportResult struct {
	New        int         `json:"new"`
	Updated    int         `json:"updated"`
	Unchanged  int         `json:"unchanged"`
	Duplicates int         `json:"duplicates"`
	Failed     int         `json:"failed"`
	Rows       []ImportRow `json:"rows"`
}

// ImportRow is the outcome of one item of an import.
type ImportRow struct {
	Item    string `json:"item"`
	Outcome string `json:"outcome"` // "new", "updated", "unchanged", "duplicate", "failed"
	Error   string `json:"error,omitempty"`
}
