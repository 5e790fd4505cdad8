package data

// Today is the first screen.
type Today struct {
	On         Date
	FollowUps  []FollowUpRow // overdue and due, oldest first
	Deadlines  []CaseRow     // open cases with a legal term, nearest first
	Waiting    int           // mail that waits for a decision
	Newest     []InboxRow    // the newest few of it
	Unanswered int           // what nobody has answered, whatever way it came
	Oldest     int           // for how many days the oldest of it waits
	ThisMonth  int           // complaints received this month
	UsualMonth float64       // mean of the last 12 full months
	UsualOf    int           // how many full months stand behind it (0 to 12)
	Accounts   []Account
	Empty      bool // no contact, no mail, no account yet
}

// Badges are the small numbers of the sidebar.
type Badges struct {
	Due     int // follow-ups due or overdue, and cases due within 2 days
	Waiting int // mail that waits
	Cases   int // open cases
}
