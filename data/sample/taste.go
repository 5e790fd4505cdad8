package sample

import "kartoteka/data"

// liking is how many of a hundred of an age prefer a channel.
type liking struct {
	channel data.Channel
	share   int
}

// likings are by the last year of birth: who was born earlier calls and comes by,
// who was born later taps.
var likings = []struct {
	until int
	of    []liking
}{
	{1964, []liking{{data.ChannelPhone, 52}, {data.ChannelInPerson, 20}, {data.ChannelEmail, 20}, {data.ChannelLetter, 8}}},
	{1980, []liking{{data.ChannelEmail, 45}, {data.ChannelPhone, 35}, {data.ChannelSMS, 14}, {data.ChannelInPerson, 6}}},
	{1996, []liking{{data.ChannelEmail, 40}, {data.ChannelSMS, 22}, {data.ChannelSocial, 16}, {data.ChannelApp, 12}, {data.ChannelPhone, 10}}},
	{9999, []liking{{data.ChannelSocial, 34}, {data.ChannelApp, 24}, {data.ChannelSMS, 16}, {data.ChannelEmail, 16}, {data.ChannelChat, 10}}},
}

// tastes gives somebody an age and the channel that he likes, and says which of
// that the firm knows: it asks most clients how they want to be reached, and half
// of them how old they are.
func (w *world) tastes(p *person) {
	r := newRandom(w.seed, "tastes "+p.key())
	born := p.birth
	if born == 0 {
		born = 1946 + r.below(60)
		switch n := r.below(100); {
		case n < 20:
			p.birth = born
		case n < 55:
			p.generation = data.GenerationOf(born)
		}
	}
	p.likes = likes(r, born)
	if p.firm != nil {
		p.likes = data.ChannelEmail
		if r.chance(25) {
			p.likes = data.ChannelPhone
		}
	}
	p.asked = r.chance(78)
}

func likes(r *random, born int) data.Channel {
	n := r.below(100)
	for _, age := range likings {
		if born > age.until {
			continue
		}
		for _, l := range age.of {
			if n -= l.share; n < 0 {
				return l.channel
			}
		}
	}
	return data.ChannelEmail
}

// caller takes somebody who was a client so many days ago, mostly one who likes
// the channel.
func (w *world) caller(r *random, channel data.Channel, back int) *person {
	who := w.awake("callers", w.known(), back)
	if !r.chance(70) {
		return who
	}
	for range 12 {
		if who.likes == channel {
			return who
		}
		who = w.awake("callers", w.known(), back)
	}
	return who
}
