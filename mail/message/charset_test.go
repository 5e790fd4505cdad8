package message_test

import (
	"encoding/base64"
	"fmt"
	"mime"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"kartoteka/mail/message"
)

// polishTexts are what customers of a small firm write: short and long, with
// many of the eighteen letters or with a single one.
var polishTexts = []string{
	"Dzień dobry, zamek w drzwiach znów się zacina.",
	"Proszę o kontakt w sprawie reklamacji.",
	"Zażółć gęślą jaźń",
	"ZAŻÓŁĆ GĘŚLĄ JAŹŃ",
	"Wkładka, którą Państwo wymienili w środę, już nie działa.",
	"Byłem wczoraj, ale nikt nie otworzył.",
	"Czy mogą Państwo przyjechać w przyszłym tygodniu?",
	"Łódź, ul. Święty Marcin 5, przesyłka nr 12/2026",
	"Faktura była wystawiona na złą kwotę: 1 250,00 zł zamiast 1 150,00 zł.",
	"Dziękuję, wszystko działa świetnie. Pozdrawiam, Michał Źrebiec",
	"Są źle dopasowane, mają luz i się ścierają. Żądam zwrotu pieniędzy!",
	"Pani Małgorzato, jeśli można, proszę zadzwonić po 16:00.",
	"Witam\r\n\r\nKlucz się złamał, część została w środku. Co robić?\r\n\r\nz poważaniem\r\nStanisław Wójcik",
	"Mieliście być o ósmej. Jest jedenasta i nikogo nie ma.",
	"Oferta: 5 sztuk, praca do 40°, gwarancja wg § 3. Czekam na odpowiedź.",
	"Poleciłam Was sąsiadce, bo jesteście uczciwi i szybcy. Ślusarz przemiły.",
}

func encode(t testing.TB, e encoding.Encoding, s string) string {
	t.Helper()
	out, err := encoding.ReplaceUnsupported(e.NewEncoder()).String(s)
	if err != nil {
		t.Fatalf("encoding %q: %v", s, err)
	}
	return out
}

// mailWith builds a message with a body of these bytes under that label.
func mailWith(label, body string) []byte {
	ct := "Content-Type: text/plain"
	if label != "" {
		ct += "; charset=" + label
	}
	return []byte("From: Jan <jan@x.pl>\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\nSubject: x\r\n" + ct + "\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + body)
}

func lf(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

func TestPolishUnderAnyName(t *testing.T) {
	utf8 := encoding.Nop
	tests := []struct {
		labels []string
		actual encoding.Encoding
		min    int // of the texts, in percent, that must come out exactly
	}{
		{[]string{"utf-8", "UTF8", "us-ascii", "iso-8859-1", "iso-8859-2", "windows-1250", "", "unknown-8bit", "x-nonsense"}, utf8, 100},
		{[]string{"iso-8859-2", "latin2", "ISO8859-2", "l2", `"iso-8859-2"`}, charmap.ISO8859_2, 100},
		{[]string{"windows-1250", "cp1250", "CP-1250", "win-1250", "x-cp1250"}, charmap.Windows1250, 100},
		{[]string{"ibm852", "cp852", "IBM-852"}, charmap.CodePage852, 100},
		{[]string{"", "us-ascii", "utf-8", "unknown-8bit", "x-nonsense"}, charmap.Windows1250, 100},
		{[]string{"", "us-ascii", "utf-8", "unknown-8bit", "x-nonsense"}, charmap.ISO8859_2, 100},
		{[]string{"iso-8859-2"}, charmap.Windows1250, 100},
		{[]string{"windows-1250"}, charmap.ISO8859_2, 100},
		{[]string{"iso-8859-1", "windows-1252", "iso-8859-15"}, charmap.Windows1250, 100},
		{[]string{"iso-8859-1", "windows-1252"}, charmap.ISO8859_2, 100},
		{[]string{"iso-8859-16"}, charmap.ISO8859_16, 100},
		{[]string{"utf-16le"}, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), 100},
		{[]string{"utf-16be"}, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), 100},
		{[]string{"utf-16"}, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), 100},
	}
	for _, tt := range tests {
		for _, label := range tt.labels {
			t.Run(fmt.Sprintf("%s as %q", tt.actual, label), func(t *testing.T) {
				exact := 0
				for _, text := range polishTexts {
					body := encode(t, tt.actual, text)
					want := lf(text)
					if got := message.Parse(mailWith(label, body)).Text; got == want {
						exact++
					} else {
						t.Logf("got  %q\nwant %q", got, want)
					}
				}
				if percent := exact * 100 / len(polishTexts); percent < tt.min {
					t.Errorf("%d %% read exactly, want %d", percent, tt.min)
				}
			})
		}
	}
}

// What is not Polish must not be made so.
func TestOtherLanguagesStay(t *testing.T) {
	tests := map[string]struct {
		enc  encoding.Encoding
		text string
	}{
		"iso-8859-1":     {charmap.ISO8859_1, "Größe 5 m³ und 3 cm³ für 20 £, ¿qué tal, señor? Où est l'hôtel à côté?"},
		"windows-1252":   {charmap.Windows1252, "L’œuvre — “déjà vu” … Straße, 10 m³"},
		"ISO-8859-15":    {charmap.ISO8859_15, "Preis: 20 € für Öl"},
		"iso-8859-2":     {charmap.ISO8859_2, "Příliš žluťoučký kůň úpěl ďábelské ódy; Košice, čaša, šuma"},
		"windows-1250":   {charmap.Windows1250, "Příliš žluťoučký kůň – „šťastný“ ± 5 %"},
		"koi8-r":         {charmap.KOI8R, "Здравствуйте, замок сломался"},
		"windows-1251":   {charmap.Windows1251, "Добрий день, коли ви приїдете?"},
		"iso-8859-5":     {charmap.ISO8859_5, "Здравствуйте"},
		"iso-8859-7":     {charmap.ISO8859_7, "Καλημέρα σας"},
		"windows-1254":   {charmap.Windows1254, "Günaydın, kapı kilidi bozuk"},
		"macintosh":      {charmap.Macintosh, "Ça été très bien"},
		"iso-2022-jp":    {japanese.ISO2022JP, "すみません。鍵が壊れました。"},
		"shift_jis":      {japanese.ShiftJIS, "このメールはテスト用です。"},
		"cp932":          {japanese.ShiftJIS, "表示"},
		"euc-jp":         {japanese.EUCJP, "ありがとうございます"},
		"gb18030":        {simplifiedchinese.GB18030, "你好，锁坏了。€"},
		"gb2312":         {simplifiedchinese.GBK, "联通 你好"},
		"hz-gb-2312":     {simplifiedchinese.HZGB2312, "你好"},
		"big5":           {traditionalchinese.Big5, "您好，鑰匙斷了。"},
		"euc-kr":         {korean.EUCKR, "안녕하세요"},
		"ks_c_5601-1987": {korean.EUCKR, "열쇠"},
		"utf-32":         {encoding.Nop, "zwykły tekst pod złą nazwą"},
	}
	for label, tt := range tests {
		t.Run(label, func(t *testing.T) {
			if got := message.Parse(mailWith(label, encode(t, tt.enc, tt.text))).Text; label != "utf-32" && got != tt.text {
				t.Errorf("got  %q\nwant %q", got, tt.text)
			}
		})
	}
}

// Scripts that name no charset at all, as spam and old programs send them.
func TestUndeclaredScripts(t *testing.T) {
	tests := map[string]struct {
		enc  encoding.Encoding
		text string
	}{
		"Shift_JIS":    {japanese.ShiftJIS, "このメールはテスト用のメールです。"},
		"EUC-JP":       {japanese.EUCJP, "ありがとうございます。かぎがこわれました"},
		"ISO-2022-JP":  {japanese.ISO2022JP, "すみません。"},
		"GB 2312":      {simplifiedchinese.GBK, "你好，我们的锁坏了。"},
		"Big5":         {traditionalchinese.Big5, "您好，鑰匙斷了，請問什麼時候有空？"},
		"KOI8-R":       {charmap.KOI8R, "здравствуйте замок сломался"},
		"windows-1251": {charmap.Windows1251, "здравствуйте, замок сломался"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := message.Parse(mailWith("", encode(t, tt.enc, tt.text))).Text; got != tt.text {
				t.Errorf("got  %q\nwant %q", got, tt.text)
			}
		})
	}
}

func TestCharsetsThatGoLacks(t *testing.T) {
	tests := map[string]struct{ label, body, want string }{
		"UTF-7":                    {"utf-7", "Za+AXwA8wFCAQc- +- a+AWE-b +2DzfiQ-", "Zażółć + ašb 🎉"},
		"UTF-7 damaged":            {"utf-7", "a +!! b +A c", "a +!! b +A c"},
		"ISO-2022-KR":              {"iso-2022-kr", "\x1b$)C\x0e>H3g\x0f abc", "안녕 abc"},
		"Apple Central European":   {"x-mac-centraleurroman", "Za\xfd\x97\xb8\x8d g\xab\xe6l\x88 ja\x90\xc4", "Zażółć gęślą jaźń"},
		"UTF-16 without a mark":    {"utf-16", "\x00Z\x00a\x01\x7c", "Zaż"},
		"UTF-16 that is ASCII":     {"utf-16", "plain words", "plain words"},
		"a mark and no name":       {"", "\xff\xfeZ\x00a\x00\x7c\x01", "Zaż"},
		"UTF-8 cut in a letter":    {"utf-8", "zażółć gęśl\xc4", "zażółć gęśl\ufffd"},
		"UTF-8 with a 1250 footer": {"utf-8", "Zażółć gęślą jaźń\r\n-- \r\nlista klubu mi\xb3o\x9cnik\xf3w", "Zażółć gęślą jaźń\n-- \nlista klubu miłośników"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := message.Parse(mailWith(tt.label, tt.body)).Text; got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestControlCharactersAreDropped(t *testing.T) {
	got := message.Parse(mailWith("utf-8", "a\x00b\x07c\r\nd\re\r\r\nf\u0085g\u2028h\x0ci\u0080\x7f\ufeffj\x1b[31m")).Text
	if want := "abc\nd\ne\nf\ng\nh\nij[31m"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSubjects(t *testing.T) {
	b64 := base64.StdEncoding.EncodeToString
	cp1250 := encode(t, charmap.Windows1250, "Zamówienie – śruby")
	tests := map[string]struct{ raw, want string }{
		"plain":                       {"Zamek", "Zamek"},
		"folded":                      {"Zamek\r\n\t  do drzwi", "Zamek do drzwi"},
		"Q":                           {mime.QEncoding.Encode("utf-8", "Reklamacja żółtej kłódki"), "Reklamacja żółtej kłódki"},
		"B":                           {mime.BEncoding.Encode("utf-8", "Reklamacja żółtej kłódki i wszystkich pozostałych rzeczy z zamówienia"), "Reklamacja żółtej kłódki i wszystkich pozostałych rzeczy z zamówienia"},
		"ISO-8859-2":                  {"=?ISO-8859-2?Q?Zam=F3wienie_=B6rub?=", "Zamówienie śrub"},
		"language":                    {"=?UTF-8*pl?Q?Zam=C3=B3wienie?=", "Zamówienie"},
		"words glued":                 {"=?utf-8?Q?Zam=C3=B3?==?utf-8?Q?wienie?=", "Zamówienie"},
		"words with text between":     {"=?utf-8?Q?Zam=C3=B3wienie?= nr =?utf-8?Q?=C5=82?=", "Zamówienie nr ł"},
		"letter split, Q":             {"=?utf-8?Q?=C5?= =?utf-8?Q?=82=C3=B3?=", "łó"},
		"letter split, B":             {"=?utf-8?B?" + b64([]byte("za\xc5")) + "?=\r\n =?utf-8?B?" + b64([]byte("\xbc")) + "?=", "zaż"},
		"group split":                 {"=?utf-8?B?emHFvMO?= =?utf-8?B?zxYLEhyBnxJnFmw==?=", "zażółć gęś"},
		"no padding":                  {"=?utf-8?B?YQ?= =?utf-8?B?Yg?=", "ab"},
		"blanks in the payload":       {"=?utf-8?Q?Zam=C3=B3wienie nowe?=", "Zamówienie nowe"},
		"not closed":                  {"=?utf-8?Q?Zam=C3=B3wienie", "Zamówienie"},
		"closed halfway":              {"=?utf-8?Q?Zam=C3=B3wienie?", "Zamówienie"},
		"first not closed":            {"=?utf-8?Q?Zam=C3=B3?\r\n =?utf-8?Q?wienie?=", "Zamówienie"},
		"question mark inside":        {"=?utf-8?Q?Kiedy?_Dzi=C5=9B??=", "Kiedy? Dziś?"},
		"unknown encoding":            {"=?utf-8?X?abc?=", "=?utf-8?X?abc?="},
		"no charset":                  {"=??Q?Zam=C3=B3wienie?=", "Zamówienie"},
		"UTF-8 word with 1250 inside": {"=?utf-8?B?" + b64([]byte(cp1250)) + "?=", "Zamówienie – śruby"},
		"Japanese":                    {"=?ISO-2022-JP?B?GyRCJV4lXyVgGyhC?=", "マミム"},
		"raw UTF-8":                   {"Zamówienie", "Zamówienie"},
		"raw windows-1250":            {cp1250, "Zamówienie – śruby"},
		"raw ISO-8859-2":              {encode(t, charmap.ISO8859_2, "Ślusarz, Łódź"), "Ślusarz, Łódź"},
		"raw ISO-2022-JP":             {encode(t, japanese.ISO2022JP, "テスト"), "テスト"},
		"control characters":          {"a\x00b =?utf-8?Q?c=0D=0Ad=1B?=", "ab c d"},
		"reading turned around":       {"faktura\u202efdp.exe", "fakturafdp.exe"},
		"equals and question":         {"2+2=?", "2+2=?"},
		"lots of false starts":        {strings.Repeat("=?a?q?", 2000), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := message.Parse([]byte("From: a@b.pl\r\nSubject: " + tt.raw + "\r\n\r\nx"))
			if m.Subject != tt.want {
				t.Errorf("got  %q\nwant %q", m.Subject, tt.want)
			}
		})
	}
}
