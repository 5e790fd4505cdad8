package search_test

import (
	"testing"

	"kartoteka/data/store/plantest"
	"kartoteka/data/store/search"
)

func TestSearchNeedsNoSort(t *testing.T) {
	plantest.NoSort(t, map[string][2]string{
		"search":       {search.MatchingDocs, "VIRTUAL TABLE INDEX"},
		"newest texts": {search.RecentDocs, "SCAN d"},
	})
}
