package store_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

// The crash test starts itself as another program that keeps mail until it is
// killed: crashPath names its file.
const crashPath = "KARTOTEKA_TEST_CRASH_FILE"

const crashMessages, crashBatch = 120, 6

// crashItem is message uid of the mailbox that the other program pulls.
func crashItem(uid uint32) data.MailItem {
	return datatest.Mail(uid, func(m *data.Message) {
		m.Text = strings.Repeat(fmt.Sprintf("Zamek %d w Łodzi. ", uid), 200)
		m.References = []string{fmt.Sprintf("m%d@klient.example", 1+(uid-1)/5*5)}
	})
}

// TestKeepUntilKilled is the other program: it goes on from where the pointer
// stands, as a pull does, and says after each batch how far it came.
func TestKeepUntilKilled(t *testing.T) {
	path := os.Getenv(crashPath)
	if path == "" {
		return // nobody started it as the other program
	}
	db := datatest.Open(t, path, &datatest.Clock{})
	a, err := db.Account(ctx, "biuro")
	if err != nil {
		a = datatest.Account(t, db)
	}
	f := must(db.Folder(ctx, a.ID, "INBOX"))(t)
	for uid := f.Floor + 1; uid <= crashMessages; uid += crashBatch {
		fmt.Println("floor", uid)
		var items []data.MailItem
		for i := range uint32(crashBatch) {
			items = append(items, crashItem(uid+i))
		}
		datatest.Keep(t, db, a.ID, items...)
	}
	fmt.Println("done")
}

// TestKillLosesAndDoublesNothing kills the program at many moments of its work
// and starts it again, until all of the mailbox is kept.
func TestKillLosesAndDoublesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kartoteka.db")
	kills := 0
	for round := 1; ; round++ {
		if round > 60 {
			t.Fatal("it does not come to an end")
		}
		if keepAndKill(t, path, round%3+1) {
			break
		}
		kills++
		if round%4 != 0 {
			continue
		}
		db := must(store.Open(ctx, path, (&datatest.Clock{}).Now))(t)
		datatest.Sound(t, db)
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if kills < 5 {
		t.Errorf("it was killed only %d times", kills)
	}
	db := datatest.Open(t, path, &datatest.Clock{})
	seen := map[string]int{}
	for _, m := range all(t, db) {
		seen[m.MessageID]++
		if len(m.Places) != 1 {
			t.Errorf("%s lies at %v", m.MessageID, m.Places)
		}
	}
	for uid := uint32(1); uid <= crashMessages; uid++ {
		if id := crashItem(uid).Message.MessageID; seen[id] != 1 {
			t.Errorf("%s is there %d times", id, seen[id])
		}
	}
	if hits := must(db.Search(ctx, "lodzi", 500))(t); len(hits) != crashMessages {
		t.Errorf("search finds %d of %d", len(hits), crashMessages)
	}
	datatest.Sound(t, db)
}

// keepAndKill runs the other program and kills it while it is at its n-th
// batch; it reports whether the program came to its end before.
func keepAndKill(t *testing.T, path string, n int) (done bool) {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^TestKeepUntilKilled$", "-test.count=1")
	c.Env = append(os.Environ(), crashPath+"="+path)
	out := must(c.StdoutPipe())(t)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if lines.Text() == "done" {
			done = true
		}
		if strings.HasPrefix(lines.Text(), "floor") {
			if n--; n == 0 {
				_ = c.Process.Kill() // it may have ended already
			}
		}
	}
	err := c.Wait()
	if killed := n <= 0; done && err != nil && !killed { // one may be killed on its last step out
		t.Fatalf("the other program failed: %v", err)
	}
	return done
}
