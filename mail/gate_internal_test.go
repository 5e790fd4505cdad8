package mail

import (
	"context"
	"testing"
)

// TestPullsShareOneRoom: what one has on its way another can't have, until it is
// given back, at the latest at the pull's end, however that came.
func TestPullsShareOneRoom(t *testing.T) {
	room := NewRoom()
	one, other := newShare(room), newShare(room)
	if !one.try(inMemory/2) || !other.try(inMemory/2) || one.try(1) || other.try(1) {
		t.Fatal("two pulls have more than the room holds, or less")
	}
	one.give(inMemory / 4)
	if !other.try(inMemory/4) || other.try(1) {
		t.Error("what one gave back is not there for the other")
	}
	one.leave()
	one.leave()
	if !other.try(inMemory/4) || other.try(1) {
		t.Error("what one left with is not there for the other")
	}
	other.leave()
	if err := one.take(context.Background(), 10*inMemory); err != nil { // a message larger than the room
		t.Fatal(err)
	}
	if other.try(1) {
		t.Error("there is room beside a message that is larger than it")
	}
	one.give(10 * inMemory)
	one.leave()
	if !other.try(inMemory) {
		t.Error("the room is not whole in the end")
	}
	if alone := newShare(nil); !alone.try(inMemory) {
		t.Error("a pull by itself has no room of its own")
	}
}
