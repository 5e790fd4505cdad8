package settings

import (
	"testing"

	"kartoteka/data"
)

func TestDraftBecomesAnAccount(t *testing.T) {
	a, err := draft{address: " biuro@kowal.pl ", host: " imap.kowal.pl ", port: " 993 ", security: data.SecurityTLS}.account()
	if err != nil {
		t.Fatal(err)
	}
	if a.Address != "biuro@kowal.pl" || a.Host != "imap.kowal.pl" || a.Port != 993 || a.User != "biuro@kowal.pl" {
		t.Errorf("account %+v", a)
	}
	if a, err = (draft{address: "x@y.pl", user: "inny"}).account(); err != nil || a.User != "inny" || a.Port != 0 {
		t.Errorf("account %+v, %v", a, err)
	}
	if _, err = (draft{port: "0x"}).account(); data.CodeOf(err) != data.CodeInvalid {
		t.Errorf("a port that is no number: %v", err)
	}
}
