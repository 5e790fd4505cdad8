package search

// The queries of the index of words, for the test of their plans.
const (
	MatchingDocs = matchingDocs
	RecentDocs   = recentDocs
)
