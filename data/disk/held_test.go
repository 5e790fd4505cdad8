package disk_test

import (
	"os"
	"path/filepath"
	"testing"

	"kartoteka/data/disk"
)

func TestADatabaseIsHeldUntilAllHaveClosedIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	looks := 0
	hold := func(path string) func() { return disk.Hold(path, func() { looks++ }) }
	first := hold(path)
	other := filepath.Join(t.TempDir(), "b.db")
	if err := os.Link(path, other); err != nil {
		t.Fatal(err)
	}
	second := hold(other)
	if looks != 1 || !disk.Held(path) || !disk.Held(other) || disk.Held(t.TempDir()) {
		t.Errorf("looked %d times; held %v, by another name %v", looks, disk.Held(path), disk.Held(other))
	}
	first()
	first()
	if !disk.Held(path) {
		t.Error("the one who has it open still is forgotten")
	}
	second()
	if disk.Held(path) || disk.Held(other) {
		t.Error("it is held by nobody")
	}
	hold(path)()
	if looks != 2 {
		t.Errorf("looked %d times", looks)
	}
}
