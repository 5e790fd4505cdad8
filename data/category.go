package data

// Category is an entry of one of the owner's lists.
type Category struct {
	List string // ListCategories or ListCauses
	Code string // stable; a built-in one is translated as "category.<code>"
	Name string // the owner's own name, "" for a built-in one
	Rank int
	// Hidden leaves it out where something is chosen; what has it keeps it.
	Hidden bool
}

// The owner's lists.
const (
	ListCategories = "category" // what a complaint is about
	ListCauses     = "cause"    // root causes
	ListChannels   = "channel"  // ways of talking with clients
)
