package faulty

import (
	"strconv"
	"strings"
)

// answer is how an honest server answers.
func (c *Conn) answer(s *Script, cmd Command) {
	switch cmd.Name {
	case "CAPABILITY":
		c.Say("* CAPABILITY IMAP4rev1 %s\r\n", s.Caps)
	case "LOGOUT":
		c.Say("* BYE see you\r\n")
	case "LIST":
		c.Say("* LIST () \"/\" INBOX\r\n")
	case "STATUS":
		if !strings.HasPrefix(strings.ToUpper(cmd.Args), "INBOX") {
			c.Say("%s NO no such folder\r\n", cmd.Tag)
			return
		}
		c.Say("* STATUS INBOX (MESSAGES %d UIDNEXT %d UIDVALIDITY %d)\r\n", len(s.Messages), s.UIDNext, s.Validity)
	case "EXAMINE":
		c.Say("* %d EXISTS\r\n* OK [UIDVALIDITY %d] ok\r\n* OK [UIDNEXT %d] ok\r\n", len(s.Messages), s.Validity, s.UIDNext)
	case "UID SEARCH", "SEARCH":
		c.search(s, cmd)
	case "UID FETCH", "FETCH":
		c.fetch(s, cmd)
	}
	c.OK(cmd)
}

// search answers "UID <set>" criteria.
func (c *Conn) search(s *Script, cmd Command) {
	_, set, _ := strings.Cut(cmd.Args, "UID ")
	set, _, _ = strings.Cut(set, " ")
	c.Say("* SEARCH")
	for i, m := range s.Messages {
		if !s.in(set, m.UID, true) {
			continue
		}
		n := int(m.UID)
		if cmd.Name == "SEARCH" {
			n = i + 1
		}
		c.Say(" %d", n)
	}
	c.Say("\r\n")
}

func (c *Conn) fetch(s *Script, cmd Command) {
	set, _, _ := strings.Cut(cmd.Args, " ")
	for i, m := range s.Messages {
		n := uint32(i + 1)
		if cmd.Name == "UID FETCH" {
			n = m.UID
		}
		if !s.in(set, n, cmd.Name == "UID FETCH") {
			continue
		}
		if s.Fetch != nil {
			s.Fetch(c, i+1, m, cmd)
			continue
		}
		c.Honest(i+1, m, cmd)
	}
}

// Honest writes the usual answer for a message.
func (c *Conn) Honest(seq int, m Message, cmd Command) { c.HonestSize(seq, m, cmd, len(m.Raw)) }

// HonestSize is Honest but for the size that it states.
func (c *Conn) HonestSize(seq int, m Message, cmd Command, size int) {
	body, origin := cut(m.Raw, cmd.Args)
	date := ""
	if strings.Contains(cmd.Args, "INTERNALDATE") {
		date = ` INTERNALDATE "02-Mar-2026 10:00:00 +0100"`
	}
	c.Say("* %d FETCH (UID %d%s RFC822.SIZE %d BODY[]%s {%d}\r\n", seq, m.UID, date, size, origin, len(body))
	c.Raw(body + ")\r\n")
}

// cut takes the bytes that "BODY.PEEK[]<from.size>" asks for.
func cut(raw, args string) (body, origin string) {
	_, part, ok := strings.Cut(args, "BODY.PEEK[]<")
	if !ok {
		return raw, ""
	}
	part, _, _ = strings.Cut(part, ">")
	first, second, _ := strings.Cut(part, ".")
	from, err1 := strconv.Atoi(first)
	size, err2 := strconv.Atoi(second)
	if err1 != nil || err2 != nil {
		return raw, ""
	}
	from = min(from, len(raw))
	return raw[from:min(from+size, len(raw))], "<" + first + ">"
}

// in reports whether n is in a set like "1,3:5,9:*".
func (s *Script) in(set string, n uint32, uid bool) bool {
	last := uint32(len(s.Messages))
	if uid && last > 0 {
		last = s.Messages[last-1].UID
	}
	number := func(t string) uint32 {
		v, err := strconv.ParseUint(t, 10, 32)
		if t == "*" || err != nil {
			return last
		}
		return uint32(v)
	}
	for r := range strings.SplitSeq(set, ",") {
		a, b, ranged := strings.Cut(r, ":")
		lo := number(a)
		hi := lo
		if ranged {
			hi = number(b)
		}
		if lo > hi {
			lo, hi = hi, lo
		}
		if lo <= n && n <= hi {
			return true
		}
	}
	return false
}
