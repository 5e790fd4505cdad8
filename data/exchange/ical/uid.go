package ical

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"kartoteka/data"
	"kartoteka/data/match"
)

// TodoKey is what there is to do, and when: the same words on the same day.
func TodoKey(f *data.FollowUp) string {
	return f.Due.String() + "\x00" + match.Fold(strings.TrimSpace(f.What))
}

// TodoUID is how other programs know a follow-up of the contact with this UID, ""
// for nobody: the same is the same in every program, but for another contact it
// is another.
func TodoUID(f *data.FollowUp, contact string) string {
	sum := sha256.Sum256([]byte(TodoKey(f) + "\x00" + contact))
	return hex.EncodeToString(sum[:16]) + "@kartoteka"
}
