package secret

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// piece is how many bytes one entry of a keyring takes at most: Windows lets an
// entry have 2,560, and a token set is often longer.
const piece = 2000

// mostPieces is more than any token set needs.
const mostPieces = 64

// head is the entry under the secret's own name: where its pieces lie.
type head struct {
	turn   string // "a" or "b": the pieces of the former secret are not written over
	pieces int
	sum    string // of the whole, to tell a torn one
}

func (h head) String() string { return "1:" + h.turn + ":" + strconv.Itoa(h.pieces) + ":" + h.sum }

func parseHead(text string) (head, bool) {
	f := strings.Split(text, ":")
	if len(f) != 4 || f[0] != "1" || f[1] != "a" && f[1] != "b" {
		return head{}, false
	}
	n, err := strconv.Atoi(f[2])
	if err != nil || n < 1 || n > mostPieces {
		return head{}, false
	}
	return head{f[1], n, f[3]}, true
}

func pieceName(name, turn string, n int) string { return name + "/" + turn + strconv.Itoa(n) }

func sumOf(text string) string {
	s := sha256.Sum256([]byte(text))
	return hex.EncodeToString(s[:8])
}

// SetLong keeps a secret of any usual length in several entries. The former one
// stays whole until the new one is: a crash in between loses neither.
func SetLong(ctx context.Context, v Vault, name string, s Secret) error {
	text := s.Reveal()
	old, had := oldHead(ctx, v, name)
	h := head{turn: "a", pieces: max(1, (len(text)+piece-1)/piece), sum: sumOf(text)}
	if had && old.turn == "a" {
		h.turn = "b"
	}
	if h.pieces > mostPieces {
		return ErrTooLong
	}
	for n := range h.pieces {
		part := text[n*piece : min(len(text), (n+1)*piece)]
		if err := v.Set(ctx, pieceName(name, h.turn, n), New(part)); err != nil {
			return fmt.Errorf("keep a piece: %w", err)
		}
	}
	if err := v.Set(ctx, name, New(h.String())); err != nil {
		return fmt.Errorf("keep the head: %w", err)
	}
	if had {
		dropPieces(ctx, v, name, old)
	}
	return nil
}

func oldHead(ctx context.Context, v Vault, name string) (head, bool) {
	s, err := v.Get(ctx, name)
	if err != nil {
		return head{}, false
	}
	return parseHead(s.Reveal())
}

// dropPieces forgets pieces that no head leads to any more; one that stays is of
// no use to anybody, and the next secret of that turn is written over it.
func dropPieces(ctx context.Context, v Vault, name string, h head) {
	for n := range h.pieces {
		_ = v.Delete(ctx, pieceName(name, h.turn, n))
	}
}

// GetLong returns what SetLong kept; ErrNotFound also for one that is torn.
func GetLong(ctx context.Context, v Vault, name string) (Secret, error) {
	s, err := v.Get(ctx, name)
	if err != nil {
		return Secret{}, err
	}
	h, ok := parseHead(s.Reveal())
	if !ok {
		return Secret{}, ErrNotFound
	}
	var text strings.Builder
	for n := range h.pieces {
		part, err := v.Get(ctx, pieceName(name, h.turn, n))
		if err != nil {
			return Secret{}, err
		}
		text.WriteString(part.Reveal())
	}
	if sumOf(text.String()) != h.sum {
		return Secret{}, ErrNotFound
	}
	return New(text.String()), nil
}

// DeleteLong forgets it; one that is not there is no error.
func DeleteLong(ctx context.Context, v Vault, name string) error {
	h, ok := oldHead(ctx, v, name)
	if ok {
		for n := range h.pieces {
			if err := v.Delete(ctx, pieceName(name, h.turn, n)); err != nil && !errors.Is(err, ErrNotFound) {
				return err
			}
		}
	}
	return v.Delete(ctx, name)
}
