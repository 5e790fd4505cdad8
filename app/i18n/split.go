package i18n

import (
	"bytes"
	"encoding/json"
	"errors"
)

var errNotSplit = errors.New("not one object of texts")

// split notes where in a file the texts stand, by their keys, without taking them
// apart: package json would look at each three times, and a command needs a few
// of thousands.
func split(file []byte, into map[string]json.RawMessage) error {
	s := splitter{file, 0}
	if s.next() != '{' {
		return errNotSplit
	}
	if s.next() == '}' {
		return s.end()
	}
	s.at--
	for {
		if s.next() != '"' {
			return errNotSplit
		}
		begin := s.at
		s.passString()
		key := string(file[begin : s.at-1])
		if s.next() != ':' {
			return errNotSplit
		}
		begin = s.at
		closed := s.passValue()
		into[key] = bytes.TrimSpace(file[begin : s.at-1])
		switch closed {
		case '}':
			return s.end()
		case ',':
		default:
			return errNotSplit
		}
	}
}

// splitter stands somewhere in a file.
type splitter struct {
	file []byte
	at   int
}

// next passes over white space and one byte more, which it returns; 0 at the end.
func (s *splitter) next() byte {
	for s.at < len(s.file) {
		b := s.file[s.at]
		s.at++
		if b > ' ' {
			return b
		}
	}
	s.at = len(s.file) + 1 // as if there were one
	return 0
}

// passString passes over the rest of a string.
func (s *splitter) passString() {
	for s.at < len(s.file) {
		b := s.file[s.at]
		s.at++
		switch b {
		case '\\':
			s.at++
		case '"':
			return
		}
	}
	s.at = len(s.file) + 1
}

// passValue passes over a value and the comma or bracket behind it, which it returns.
func (s *splitter) passValue() byte {
	for depth := 0; ; {
		switch b := s.next(); {
		case b == 0, depth == 0 && (b == ',' || b == '}'):
			return b
		case b == '"':
			s.passString()
		case b == '{':
			depth++
		case b == '}':
			depth--
		}
	}
}

// end reports what stands behind the texts.
func (s *splitter) end() error {
	if s.next() != 0 {
		return errNotSplit
	}
	return nil
}
