package message_test

import (
	"strings"
	"testing"

	"kartoteka/data"
	"kartoteka/mail/message"
	"kartoteka/mail/message/note"
)

type list = []data.Address

func TestLongAddressListIsCut(t *testing.T) {
	m := message.Parse([]byte("From: a@b.pl\nTo: " + strings.Repeat("a@b.pl, ", 5000) + "\n\nx"))
	if len(m.To) != 2000 || !hasWarning(m, note.Addresses) {
		t.Errorf("%d addresses, warnings %v", len(m.To), m.Warnings)
	}
}

func TestSenderIsFoundElsewhere(t *testing.T) {
	tests := map[string]struct {
		header string
		want   data.Address
	}{
		"From":             {"From: Jan <jan@x.pl>\nSender: biuro@x.pl", data.Address{Name: "Jan", Email: "jan@x.pl"}},
		"From blank":       {"From: \nSender: biuro@x.pl", data.Address{Email: "biuro@x.pl"}},
		"only a name":      {"From: Jan\u00a0Kowalski\nSender: Biuro <biuro@x.pl>", data.Address{Name: "Jan Kowalski", Email: "biuro@x.pl"}},
		"Return-Path":      {"Return-Path: <jan@x.pl>\nTo: ewa@x.pl", data.Address{Email: "jan@x.pl"}},
		"none":             {"Return-Path: <>\nTo: ewa@x.pl", data.Address{}},
		"several, first":   {"From: jan@x.pl, ewa@x.pl", data.Address{Email: "jan@x.pl"}},
		"second From line": {"From: \nFrom: ewa@x.pl", data.Address{Email: "ewa@x.pl"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := message.Parse([]byte(tt.header + "\n\nx")).From; got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func hasWarning(m data.Message, code string) bool {
	for _, w := range m.Warnings {
		if w == code {
			return true
		}
	}
	return false
}
