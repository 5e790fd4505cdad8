package sample_test

import (
	"fmt"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/sample"
)

// unanswered are the times from which a firm's letters and logged entries have
// been without a word of the firm's, with what they are about.
func unanswered(f *sample.Firm) map[string]time.Time {
	mail, word, out := map[string]time.Time{}, map[string]time.Time{}, map[string]time.Time{}
	for _, m := range f.Messages {
		if m.Direction == data.Outbound && !m.Elsewhere && m.Received.After(mail[m.Thread]) {
			mail[m.Thread] = m.Received
		}
		if !m.Truth.NoAnswer.IsZero() {
			mail[m.Thread] = m.Truth.NoAnswer
		}
	}
	for _, c := range f.Interactions {
		if c.Direction == data.Outbound && c.At.After(word[c.Contact]) {
			word[c.Contact] = c.At
		}
	}
	for _, m := range f.Messages {
		person := m.Direction == data.Inbound && m.Automatic == data.ByPerson
		if m.Truth.Kind == data.KindNotForUs && !m.Waiting || !person || m.Received.Before(mail[m.Thread]) {
			continue
		}
		if m.Contact == "" || m.Received.After(word[m.Contact]) {
			out[m.Thread] = m.Received
		}
	}
	for _, c := range f.Interactions {
		waits := c.Outcome == data.OutcomeOwed || c.Outcome == data.OutcomeRedirected
		for _, ch := range data.Written() {
			waits = waits || c.Channel == ch && c.Outcome == data.OutcomeUsual
		}
		if c.Direction == data.Inbound && waits && c.At.After(word[c.Contact]) {
			out[c.Contact+c.Subject] = c.At
		}
	}
	return out
}

func TestAWellRunFirmLeavesFewWithoutAnAnswer(t *testing.T) {
	for day := range 7 {
		at := anchor.AddDate(0, 0, day).Add(3 * time.Hour)
		waits := unanswered(sample.New(2026, at))
		if len(waits) < 5 || len(waits) > 14 {
			t.Errorf("%s: %d wait: %v", at.Weekday(), len(waits), waits)
		}
		for what, since := range waits {
			if at.Sub(since) > 11*24*time.Hour {
				t.Errorf("%s: %q waits since %v", at.Weekday(), what, since)
			}
		}
	}
}

func TestLettersAreAnsweredByMailByPhoneAndByNobody(t *testing.T) {
	first := map[string]bool{} // of which thread a letter of the client's was seen
	calls, none, elsewhere := 0, 0, 0
	for _, m := range firm.Messages {
		if m.Direction == data.Outbound && !first[m.Thread] {
			t.Errorf("%q answers nothing", m.Subject)
		}
		first[m.Thread] = true
		if at := m.Truth.NoAnswer; !at.IsZero() {
			none++
			if !at.After(m.Received) || at.After(anchor) {
				t.Errorf("%q of %v was let go on %v", m.Subject, m.Received, at)
			}
		}
		if m.Elsewhere {
			elsewhere++
		}
	}
	for _, c := range firm.Interactions {
		if c.Direction == data.Outbound && c.Channel == data.ChannelPhone {
			calls++
		}
	}
	for what, n := range map[string]int{"calls to clients": calls, "letters that need no answer": none, "letters to a hotline": elsewhere * 5} {
		if n < 20 {
			t.Errorf("%s: %d", what, n)
		}
	}
}

// What the report compares is there: channels, hours, ages and what people like.
func TestClientsDifferInWhatTheyLikeAndWhenTheyWrite(t *testing.T) {
	n := map[string]int{}
	own, answered := 0, 0
	last := map[string]data.Interaction{}
	for _, c := range firm.Interactions {
		local := c.At.In(anchor.Location())
		if c.Direction == data.Inbound {
			n["by "+string(c.Channel)]++
			if local.Hour() >= 18 || local.Weekday() == time.Sunday {
				n["out of hours"]++
			}
			last[c.Contact+c.Subject] = c.Interaction
			continue
		}
		if in, ok := last[c.Contact+c.Subject]; ok {
			answered++
			if in.Channel == c.Channel {
				own++
			}
		}
	}
	for i := range firm.Contacts {
		c := &firm.Contacts[i]
		n["likes "+string(c.PreferredChannel)]++
		if c.AgeGroup() != "" {
			n["ages"]++
		}
	}
	for _, what := range []string{
		"by phone", "by sms", "by chat", "by social", "by app", "by letter", "by in-person", "out of hours",
		"likes email", "likes phone", "likes sms", "likes social", "likes in-person", "ages",
	} {
		if least := map[bool]int{true: 4, false: 12}[what[0] == 'l']; n[what] < least {
			t.Errorf("%s: %d", what, n[what])
		}
	}
	if known := len(firm.Contacts) - n["likes "]; known*10 < len(firm.Contacts)*6 || n["likes "] == 0 {
		t.Errorf("of %d clients the firm knows what %d like", len(firm.Contacts), known)
	}
	if own*10 < answered*6 || own == answered || answered < 80 {
		t.Errorf("%d of %d are answered where they wrote", own, answered)
	}
	if t.Failed() {
		t.Log(fmt.Sprint(n))
	}
}
