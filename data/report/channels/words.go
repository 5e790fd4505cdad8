package channels

import (
	"kartoteka/data"
	"kartoteka/data/report"
)

// notes say what is counted on the sheet, what is not, and of how many.
func (c *Channels) notes() []report.Sentence {
	out := []report.Sentence{report.Counted("report.note.said", len(c.rows))}
	if s, ok := c.mixNote(); ok {
		out = append(out, s)
	}
	out = append(out, report.Counted("report.note.wanted", c.now.wanted, report.With("Waits", report.Count(c.now.waits))))
	out = append(out, c.shareNotes()...)
	if n := len(c.rows) - c.now.outside.N; n > 0 {
		out = append(out, report.Counted("report.note.day-only", n))
	}
	out = append(out, report.NewSentence("report.note.outlier"), report.NewSentence("report.note.wished"),
		report.Counted("report.note.generations", minGroup))
	return append(out, referenceNotes()...)
}

func (c *Channels) shareNotes() []report.Sentence {
	var out []report.Sentence
	f := &c.now
	if unknown := f.replies - f.own.N; unknown > 0 {
		out = append(out, report.Counted("report.note.reply-unknown", unknown, report.With("Total", report.Count(f.replies))))
	}
	for _, p := range []struct {
		key string
		of  report.Portion
	}{{"report.note.own-channel", f.own}, {"report.note.wished-channel", f.wished}, {"report.note.outside", f.outside}} {
		if s, ok := portion(p.key, p.of); ok {
			out = append(out, s)
		}
	}
	return out
}

// portion tells a share with its interval, or only its counts where it is small;
// nothing of too few.
func portion(key string, p report.Portion) (report.Sentence, bool) {
	if p.N < report.MinCounts {
		return report.Sentence{}, false
	}
	args := []report.Arg{report.With("K", report.Count(p.K)), report.With("Of", report.Count(p.N))}
	if p.N < report.MinPercent {
		return report.NewSentence(key+".few", args...), true
	}
	low, high := p.Interval()
	return report.NewSentence(key, append(args, report.With("Share", p.Share()), report.With("Low", low), report.With("High", high))...), true
}

// mixNote tells how much the channels are one channel.
func (c *Channels) mixNote() (report.Sentence, bool) {
	hhi := concentration(pointers(c.rows))
	if hhi.Kind == report.None {
		return report.Sentence{}, false
	}
	return report.Counted("report.note.hhi", len(c.used), report.With("HHI", hhi),
		report.With("Even", report.Number(1/float64(len(c.used)), 2))), true
}

// Findings are the sentences for the first page: the channel most used, and which
// are answered later than the others. What the tiles say is not said again.
func (c *Channels) Findings() []report.Sentence {
	if len(c.rows) < report.MinPercent {
		return nil
	}
	var out []report.Sentence
	if s, ok := c.findMost(); ok {
		out = append(out, s)
	}
	return append(out, c.findSlow()...)
}

// findMost names the channel of the firm's that is used most; of two at a tie none.
func (c *Channels) findMost() (report.Sentence, bool) {
	counts, all := map[data.Channel]int{}, 0
	for i := range c.rows {
		if ch := c.rows[i].Channel; ch != "" {
			counts[ch]++
			all++
		}
	}
	var top data.Channel
	tie := false
	for ch, n := range counts {
		switch {
		case n > counts[top]:
			top, tie = ch, false
		case n == counts[top]:
			tie = true
		}
	}
	if tie || all < report.MinPercent {
		return report.Sentence{}, false
	}
	return report.NewSentence("report.find.channel", report.With("Channel", c.name(top)),
		report.With("K", report.Count(counts[top])), report.With("Of", report.Count(all)), report.With("Share", shareOf(counts[top], all))), true
}

// findSlow names the channels that are answered later than the others.
func (c *Channels) findSlow() []report.Sentence {
	var out []report.Sentence
	verdicts := verdictsOf(c.groups)
	for _, ch := range c.used {
		if verdicts[ch] == report.Slower {
			late := c.groups[ch].late
			out = append(out, report.NewSentence("report.find.slow-channel", report.With("Channel", c.name(ch)),
				report.With("K", report.Count(late.K)), report.With("Of", report.Count(late.N)), report.With("Share", late.Share())))
		}
	}
	return out
}
