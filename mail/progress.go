package mail

// Progress is told how a pull goes on. Calls come from the pull's goroutine.
type Progress interface {
	// Pulling reports how much of a folder is done. done never exceeds total.
	Pulling(account, folder string, done, total int)
}

// Quiet is a Progress that tells nobody.
type Quiet struct{}

// Pulling does nothing.
func (Quiet) Pulling(string, string, int, int) {}

// AccountResult is what a pull of one account did.
type AccountResult struct {
	Name    string         `json:"name"`
	OK      bool           `json:"ok"`
	Err     error          `json:"-"`
	Error   string         `json:"error"` // filled at the edge with the translated sentence
	Folders []FolderResult `json:"folders"`
}

// FolderResult is what a pull of one folder did. OnServer = Kept + LeftOut +
// Failed holds after a good run.
type FolderResult struct {
	Name     string `json:"name"`
	OnServer int    `json:"on_server"`
	Kept     int    `json:"kept"`
	New      int    `json:"new"`
	LeftOut  int    `json:"left_out"`
	Failed   int    `json:"failed"`
	Floor    uint32 `json:"-"` // every UID up to here is dealt with
	Err      error  `json:"-"`
}
