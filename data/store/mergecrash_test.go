package store_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

// mergeCrashPath names the file in which the other program merges and takes
// back until it is killed.
const mergeCrashPath = "KARTOTEKA_TEST_MERGE_FILE"

// TestMergeUntilKilled is the other program. It merges the two cards and parts
// them again, and says before each what it is about to do.
func TestMergeUntilKilled(t *testing.T) {
	path := os.Getenv(mergeCrashPath)
	if path == "" {
		return // nobody started it as the other program
	}
	db := datatest.Open(t, path, &datatest.Clock{})
	for range 1000 {
		fmt.Println("merge")
		id := must(db.Merge(ctx, data.Merge{Keep: 1, Gone: 2}))(t)
		fmt.Println("part")
		must(db.RevertAction(ctx, id))(t)
	}
}

// TestAKilledMergeIsDoneOrNotBegun kills the program 24 times while it merges
// two cards, or parts them, with hundreds of records each: the file is sound
// then, and as before the merge or as after it.
func TestAKilledMergeIsDoneOrNotBegun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kartoteka.db")
	db := must(store.Open(ctx, path, (&datatest.Clock{}).Now))(t)
	keep, gone := two(t, db)
	for i := range 150 {
		for _, id := range []int64{keep, gone} {
			must(db.AddInteraction(ctx, data.Interaction{
				ContactID: id, Channel: data.ChannelPhone, Text: fmt.Sprintf("telefon %d", i),
				At: datatest.Now.Add(-time.Duration(i) * time.Hour),
			}))(t)
		}
	}
	other := must(db.Contact(ctx, gone))(t)
	other.City = "Łódź" // so that a merge enters no row, whose number would tell it from the last one
	if err := db.ChangeContact(ctx, other); err != nil {
		t.Fatal(err)
	}
	apart := dump(t, db)
	id := must(db.Merge(ctx, data.Merge{Keep: keep, Gone: gone}))(t)
	together := dump(t, db)
	must(db.RevertAction(ctx, id))(t)
	if got := dump(t, db); got != apart {
		t.Fatalf("parted again it is not as it was:\n%s", difference(apart, got))
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	r, merged := rand.New(rand.NewPCG(7, 8)), 0
	for kill := range 24 {
		mergeAndKill(t, path, 1+kill%2, time.Duration(r.IntN(40_000))*time.Microsecond)
		db := must(store.Open(ctx, path, (&datatest.Clock{}).Now))(t)
		datatest.Sound(t, db)
		switch dump(t, db) {
		case apart:
		case together:
			merged++
			acts := must(db.Actions(ctx, 1, 0))(t)
			must(db.RevertAction(ctx, acts[0].ID))(t)
		default:
			t.Fatalf("after kill %d it is neither as before nor as after:\n%s\n\n%s", kill, difference(apart, dump(t, db)), difference(together, dump(t, db)))
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("the cards were one after %d of 24 kills", merged)
}

// mergeAndKill runs the other program and kills it a while after it said for
// the n-th time what it is about to do.
func mergeAndKill(t *testing.T, path string, n int, wait time.Duration) {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^TestMergeUntilKilled$", "-test.count=1")
	c.Env = append(os.Environ(), mergeCrashPath+"="+path)
	out := must(c.StdoutPipe())(t)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines, said, killed := bufio.NewScanner(out), 0, false
	for lines.Scan() {
		switch word := lines.Text(); {
		case word != "merge" && word != "part":
			if strings.HasPrefix(word, "--- FAIL") || strings.Contains(word, "_test.go:") {
				t.Errorf("the other program says %q", word)
			}
		case said+1 == n && !killed:
			killed = true
			time.AfterFunc(wait, func() { _ = c.Process.Kill() })
		}
		said++
	}
	_ = c.Wait() // it was killed
	if !killed {
		t.Fatal("the other program ended before it was killed")
	}
}
