package data

import "time"

// Tone tells praise from criticism.
type Tone string

// The tones of an opinion.
const (
	Positive Tone = "positive"
	Neutral  Tone = "neutral"
	Negative Tone = "negative"
)

// Opinion is praise or criticism that was said anywhere.
type Opinion struct {
	ID        int64
	ContactID int64
	MessageID int64
	Source    string // "email", "google", "facebook", "allegro", "in-person", …
	Rating    int    // 1 to 5, 0: none given
	Tone      Tone
	Text      string // verbatim
	At        time.Time
	Answered  time.Time // zero: not yet
}
