package faulty

import (
	"bytes"
	"strconv"
	"strings"
	"sync"
)

// Class is the part of a conversation that a server's byte belongs to.
type Class string

// The classes, in the order in which they come in a run.
const (
	Greeting  Class = "greeting"
	Login     Class = "login"      // answers to CAPABILITY, LOGIN and AUTHENTICATE
	List      Class = "list"       // answers to LIST and STATUS
	Select    Class = "select"     // answers to EXAMINE and SELECT
	Search    Class = "search"     // answers to SEARCH
	FetchHead Class = "fetch head" // the line of an answer to FETCH that announces a message
	Literal   Class = "literal"    // within a message
	Between   Class = "between"    // behind a message: the end of its answer
	Tagged    Class = "tagged"     // the line that ends a command
	Logout    Class = "logout"     // answers to LOGOUT
)

// Classes are all of them.
var Classes = []Class{Greeting, Login, List, Select, Search, FetchHead, Literal, Between, Tagged, Logout}

// sorter tells the bytes of one connection by their class.
type sorter struct {
	mu      sync.Mutex
	asked   string // the name of the command being answered
	typed   []byte // a client's line so far
	line    []byte // a server's line so far
	skip    int64  // bytes of a literal still to pass
	behind  bool   // the line goes on after a literal
	greeted bool
	again   bool // the next byte was looked at before
	last    Class
}

// heard takes what the client says.
func (s *sorter) heard(p []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, b := range p {
		if b != '\n' {
			s.typed = append(s.typed, b)
			continue
		}
		words := strings.Fields(strings.ToUpper(string(s.typed)))
		s.typed = s.typed[:0]
		if len(words) > 2 && words[1] == "UID" {
			words = words[1:]
		}
		if len(words) > 1 && asks[words[1]] != "" {
			s.asked = words[1]
		}
	}
}

// asks says which class the answers to a command are of.
var asks = map[string]Class{
	"CAPABILITY": Login, "LOGIN": Login, "AUTHENTICATE": Login, "ENABLE": Login, "ID": Login,
	"LIST": List, "STATUS": List, "EXAMINE": Select, "SELECT": Select, "SEARCH": Search, "FETCH": FetchHead, "LOGOUT": Logout,
}

// next returns the class of the server's next byte.
func (s *sorter) next(b byte) Class {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.again {
		s.again = false
		return s.last
	}
	s.last = s.sort(b)
	return s.last
}

// unread makes the last byte the next one again.
func (s *sorter) unread() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.again = true
}

func (s *sorter) sort(b byte) Class {
	if s.skip > 0 {
		s.skip--
		return Literal
	}
	c := s.class()
	if b != '\n' {
		s.line = append(s.line, b)
		return c
	}
	s.behind = false
	if n := literalSize(s.line); n >= 0 && c == FetchHead {
		s.skip, s.behind = n, true
	}
	s.line, s.greeted = s.line[:0], true
	return c
}

// class is that of the line under way.
func (s *sorter) class() Class {
	switch {
	case !s.greeted:
		return Greeting
	case s.asked == "LOGOUT":
		return Logout
	case s.behind:
		return Between
	case len(s.line) > 0 && s.line[0] != '*' && s.line[0] != '+':
		return Tagged
	case asks[s.asked] != "":
		return asks[s.asked]
	}
	return Greeting
}

// literalSize reads the size of the literal that a line announces; -1 if none.
func literalSize(line []byte) int64 {
	line = bytes.TrimRight(line, "\r")
	open := bytes.LastIndexByte(line, '{')
	if open < 0 || line[len(line)-1] != '}' {
		return -1
	}
	n, err := strconv.ParseInt(string(line[open+1:len(line)-1]), 10, 64)
	if err != nil {
		return -1
	}
	return n
}
