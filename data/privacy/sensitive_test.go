package privacy_test

import (
	"fmt"
	"strings"
	"testing"

	"kartoteka/data"
	"kartoteka/data/privacy"
)

// found lists what is found as kind and text.
func found(text string) string {
	var out []string
	for _, f := range privacy.Sensitive(text) {
		out = append(out, string(f.Kind)+" "+text[f.Start:f.End])
	}
	return strings.Join(out, "; ")
}

// The PESEL numbers are those of official examples, the card numbers the test
// numbers that the networks publish.
func TestWhatShouldNotStandInATextIsFound(t *testing.T) {
	for text, want := range map[string]string{
		"PESEL 44051401359":                               "pesel 44051401359",
		"Pani Anna, 02070803628, prosi o kontakt":         "pesel 02070803628",
		"pesel: 440514 01359.":                            "pesel 440514 01359",
		"nr 44051401359, drugi 02070803628":               "pesel 44051401359; pesel 02070803628",
		"karta 4111 1111 1111 1111 ważna 12/27":           "card 4111 1111 1111 1111",
		"karta 4111-1111-1111-1111":                       "card 4111-1111-1111-1111",
		"4012888888881881":                                "card 4012888888881881",
		"Mastercard 5555 5555 5555 4444":                  "card 5555 5555 5555 4444",
		"nowy zakres 2223003122003222":                    "card 2223003122003222",
		"Amex 3782 822463 10005":                          "card 3782 822463 10005",
		"Diners 3056 930902 5904":                         "card 3056 930902 5904",
		"Maestro 6759649826438453":                        "card 6759649826438453",
		"4111\u00a01111\u00a01111\u00a01111 (karta)":      "card 4111\u00a01111\u00a01111\u00a01111",
		"obie: 44051401359 i 5105 1051 0510 5100.":        "pesel 44051401359; card 5105 1051 0510 5100",
		"4111 1111 1111 1111 1 sztuka":                    "card 4111 1111 1111 1111",
		"zażółć 4012888888881881 gęślą":                   "card 4012888888881881",
		"UnionPay 6212345678901232":                       "card 6212345678901232",
		"JCB 3530111333300000, Discover 6011000990139424": "card 3530111333300000; card 6011000990139424",
	} {
		if got := found(text); got != want {
			t.Errorf("%q: found %q, want %q", text, got, want)
		}
	}
}

func TestOtherNumbersAreLeftAlone(t *testing.T) {
	for _, text := range []string{
		"", "tel. 601 234 567", "+48601234567", "+48 601 234 567, 602 345 678", "48601234567",
		"NIP 725-101-21-80", "7251012180", "REGON 85051845749370", "KRS 0000123456",
		"PL61 1090 1014 0000 0712 1981 2874", "61 1090 1014 0000 0712 1981 2874", "PL61109010140000071219812874",
		"61109010140000071219812874", "DE89 3704 0044 0532 0130 00", "GB29 NWBK 6016 1331 9268 19",
		"konto 12 4111 1111 1111 1111 0000 0000",
		"44051401358", // check digit
		"44951401351", // a month that no century has
		"44053201354", // 32 May
		"99022912345", // 29 February of a year that had none
		"44051401359x", "x44051401359", "440514013590", "+44051401359",
		"4111 1111 1111 1112", // check digit
		"9999 9999 9999 9995", // no network
		"0000 0000 0000 0000", // only one digit
		"4111 111 1111 11111", // grouped as no card is
		"zamówienie 1234567890123456", "przesyłka 00359007738212345678",
		"EAN 4006381333931", "ISBN 978-83-01-00000-1", "2026-11-22 10:00", "1763193600000",
		"kwota 1 234 567 890 123 zł", "f4111111111111111", "4111111111111111abc",
	} {
		if got := found(text); got != "" {
			t.Errorf("%q: found %q", text, got)
		}
	}
}

// Every PESEL that can be, and hardly any other number of eleven digits.
func TestFewNumbersPassForAPESEL(t *testing.T) {
	passed := 0
	for i := range 200000 {
		if privacy.PESEL(fmt.Sprintf("%011d", (i*499979+7)*9973%100000000000)) {
			passed++
		}
	}
	if passed > 200000/80 {
		t.Errorf("%d of 200000 numbers pass", passed)
	}
	for _, d := range []string{"", "4405140135", "440514013590", "4405140135x"} {
		if privacy.PESEL(d) {
			t.Errorf("%q passes", d)
		}
	}
}

func FuzzSensitive(f *testing.F) {
	for _, s := range []string{
		"PESEL 44051401359", "4111 1111 1111 1111 12/27", "PL61 1090 1014 0000 0712 1981 2874", "pesel: 440514 01359",
		"\xff4111\u00a01111\u20131111 1111", "3782 822463 10005 4111111111111111",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, n := range privacy.Sensitive(text) {
			if n.Start < last || n.End <= n.Start || n.End > len(text) {
				t.Fatalf("%+v in %q after %d", n, text, last)
			}
			last = n.End
			digits := strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return r
				}
				return -1
			}, text[n.Start:n.End])
			if n.Kind == data.SensitivePESEL && !privacy.PESEL(digits) {
				t.Fatalf("%q is no PESEL", digits)
			}
			if n.Kind == data.SensitiveCard && (len(digits) < 13 || len(digits) > 19) {
				t.Fatalf("%q is no card", digits)
			}
		}
	})
}
