package triage_test

import (
	"testing"

	"kartoteka/data"
)

// curated are short mails to firms of many trades, none of them the sample
// firm's, with the kind that a reader would give them. They were written before
// the words were tried on them.
var curated = []struct {
	want          data.Kind
	subject, text string
}{
	{data.KindComplaint, "Reklamacja butów", "Dzień dobry, buty kupione u Państwa w maju rozkleiły się po trzech tygodniach. Składam reklamację i proszę o zwrot pieniędzy."},
	{data.KindComplaint, "zamówienie 5512", "Paczka przyszła uszkodzona, brakuje dwóch kubków z kompletu. Co dalej?"},
	{data.KindComplaint, "Pralka po naprawie", "Pralka działała dwa dni i znowu nie wiruje. Zapłaciłam 300 zł za nic, jestem bardzo niezadowolona."},
	{data.KindComplaint, "Faktura", "Na fakturze jest inna kwota niż ta, którą uzgodniliśmy. Proszę o wyjaśnienie i korektę."},
	{data.KindComplaint, "Termin", "Meble miały być w piątek, potem w poniedziałek, jest środa i dalej cisza. Nikt nie odbiera telefonu."},
	{data.KindComplaint, "Farbowanie", "Włosy po wizycie są zielone. To nie jest kolor, o który prosiłam, domagam się poprawki albo zwrotu pieniędzy."},
	{data.KindComplaint, "Strona nie działa", "Od rana strona sklepu, którą nam robiliście, nie działa i tracimy klientów. Proszę o pilną naprawę."},
	{data.KindComplaint, "Obsługa", "Pani przy kasie była niemiła i odesłała mnie z kwitkiem. Tak się nie traktuje klientów."},
	{data.KindComplaint, "Ekspres", "ekspres do kawy cieknie od spodu, na gwarancji jest do marca. reklamuje"},
	{data.KindComplaint, "Kurier", "Kurier wpisał, że nikogo nie było w domu, a siedziałem cały dzień. To już trzeci raz, żenada."},
	{data.KindComplaint, "Odstąpienie", "Odstępuję od umowy zawartej 3 marca i proszę o zwrot kwoty 1200 zł na konto."},
	{data.KindComplaint, "Opony", "Po wymianie opon kierownica bije tak, że strach jechać. Chyba źle wyważone, proszę to poprawić."},
	{data.KindComplaint, "Tort", "Zamówiłam tort bez orzechów, a w środku były orzechy. Syn jest uczulony, to skandal!"},
	{data.KindComplaint, "Internet", "Nie polecam. Usługa beznadziejna, infolinia lekceważy klienta."},
	{data.KindComplaint, "Kurtka", "Zamek w kurtce rozpadł się przy pierwszym praniu, a suwak odpadł. Oczekuję wymiany na nową."},
	{data.KindComplaint, "Zdjęcia ślubne", "Czekamy już cztery miesiące na zdjęcia, na maile brak odpowiedzi. Jesteśmy rozczarowani."},
	{data.KindComplaint, "Re: wycena", "Panowie zostawili po sobie straszny bałagan i porysowali parapet. Kto za to zapłaci?"},
	{data.KindComplaint, "Broken mug", "Hello, one of the mugs arrived broken. Please send a replacement or a refund."},
	{data.KindComplaint, "Appointment", "I waited for an hour and nobody showed up. This is unacceptable."},
	{data.KindComplaint, "Invoice 44", "You charged me twice for the same visit. I would like my money back."},
	{data.KindComplaint, "Heating", "The boiler you repaired last week stopped working again. Third time this winter, I am fed up."},

	{data.KindPraise, "Podziękowanie", "Dziękuję za pomoc przy doborze roweru, jeździ się świetnie. Na pewno wrócę!"},
	{data.KindPraise, "Tort", "Tort był przepyszny i piękny, goście zachwyceni. Serdecznie dziękujemy, będziemy polecać."},
	{data.KindPraise, "Pani Ola", "Chciałam pochwalić panią Olę z recepcji: cierpliwa, uprzejma, pomocna. Takich ludzi potrzeba."},
	{data.KindPraise, "Remont", "Łazienka skończona przed czasem, wszystko równo i czysto. Kawał dobrej roboty, panowie."},
	{data.KindPraise, "super", "super obsluga, szybko i fachowo, polecam wszystkim znajomym"},
	{data.KindPraise, "Zdjęcia", "Zdjęcia są rewelacyjne, nie mogę przestać oglądać. Wielkie dzięki!"},
	{data.KindPraise, "Auto", "Auto chodzi jak nowe, a rachunek niższy niż w wycenie. Uczciwy warsztat to skarb."},
	{data.KindPraise, "Opinia", "Jestem pod wrażeniem profesjonalizmu Państwa zespołu."},
	{data.KindPraise, "Rehabilitacja", "Po dziesięciu wizytach chodzę bez kuli. Jestem ogromnie wdzięczna panu Adamowi."},
	{data.KindPraise, "Nic nie zawiodło", "Minęły dwa lata i dach ani razu nie przeciekł. Solidna firma, bez zastrzeżeń."},
	{data.KindPraise, "Great job", "Thank you so much, the garden looks amazing. Great job and very friendly people."},
	{data.KindPraise, "Kudos", "Excellent service, I would recommend you to anyone."},
	{data.KindPraise, "Cake", "Everybody loved the cake, it was perfect. Thanks a million!"},

	{data.KindSuggestion, "Pomysł", "Może warto dodać na stronie kalendarz z wolnymi terminami? Byłoby wygodniej niż dzwonić."},
	{data.KindSuggestion, "Menu", "Przydałoby się więcej dań bez mięsa, coraz więcej osób o to pyta."},
	{data.KindSuggestion, "Sugestia", "Mam małą sugestię: lustro w przymierzalni mogłoby wisieć niżej."},
	{data.KindSuggestion, "parking", "proponuję ustawić stojak na rowery przed wejściem, teraz nie ma gdzie przypiąć"},
	{data.KindSuggestion, "Godziny", "Fajnie by było, gdyby sklep w piątki był otwarty dłużej."},
	{data.KindSuggestion, "Newsy", "Dobrze byłoby wysyłać SMS z przypomnieniem dzień przed wizytą."},
	{data.KindSuggestion, "Aplikacja", "Brakuje mi w aplikacji historii zamówień. Warto rozważyć dodanie takiej zakładki."},
	{data.KindSuggestion, "Idea", "May I suggest a vegan option on the menu? It would be great if there were at least one."},
	{data.KindSuggestion, "Website", "Have you considered adding online booking? Perhaps you could try it for a month."},

	{data.KindQuestion, "Cennik", "Ile kosztuje strzyżenie damskie i czy trzeba się umawiać?"},
	{data.KindQuestion, "Zapytanie", "Proszę o wycenę remontu łazienki 5 m2 wraz z materiałem."},
	{data.KindQuestion, "Dostępność", "Czy mają Państwo na stanie rower w rozmiarze M?"},
	{data.KindQuestion, "godziny", "do ktorej jestescie otwarci w sobote"},
	{data.KindQuestion, "Gluten", "Czy ciasto marchewkowe jest bezglutenowe?"},
	{data.KindQuestion, "Ogród", "Interesuje mnie założenie trawnika, ok. 300 m2. Jaki byłby koszt i najbliższy termin?"},
	{data.KindQuestion, "Szkolenie", "Chciałabym się dowiedzieć, ile trwa kurs i czy kończy się egzaminem."},
	{data.KindQuestion, "Naprawa", "Zepsuł mi się laptop, nie włącza się. Czy naprawiają Państwo taki sprzęt i ile to może kosztować?"},
	{data.KindQuestion, "Prośba", "Co polecacie na prezent dla dziesięciolatka, budżet do 150 zł?"},
	{data.KindQuestion, "Faktura", "Czy można dostać fakturę do paragonu z wczoraj? Jakie dane przesłać?"},
	{data.KindQuestion, "Quote", "How much would it cost to paint two rooms, and when are you available?"},
	{data.KindQuestion, "Parking", "Is there a car park near your office?"},
	{data.KindQuestion, "Allergies", "I was wondering whether you offer lactose free ice cream."},

	{data.KindOrder, "Zamówienie", "Zamawiam dwa torty czekoladowe na sobotę, odbiór o 12."},
	{data.KindOrder, "Re: oferta", "Akceptujemy ofertę z 12 maja. Prosimy o realizację i fakturę na spółkę."},
	{data.KindOrder, "Wizyta", "Proszę mnie umówić do pani Kasi na piątek po 16, strzyżenie i farbowanie."},
	{data.KindOrder, "Drewno", "Poproszę 3 metry drewna bukowego, dostawa na ten sam adres co zwykle."},
	{data.KindOrder, "Re: malowanie", "Cena nam odpowiada, zlecamy malowanie salonu. Kiedy ekipa może wejść?"},
	{data.KindOrder, "wizytowki", "biore te drugie wizytowki, 500 sztuk, przelew robie dzis"},
	{data.KindOrder, "Catering", "Chcielibyśmy zamówić catering na 20 osób na 5 czerwca."},
	{data.KindOrder, "Order", "I would like to order 30 copies of the brochure, please send the invoice to our office."},
	{data.KindOrder, "Re: quote", "That works for me, please go ahead with the repair."},

	{data.KindFollowUp, "Re: oferta", "Dziękujemy za ofertę. Wrócimy do tematu po wakacjach, proszę o kontakt we wrześniu."},
	{data.KindFollowUp, "telefon", "Proszę oddzwonić po 17, teraz jestem na spotkaniu."},
	{data.KindFollowUp, "Zmiana", "Muszę przełożyć jutrzejszą wizytę, rozchorowało mi się dziecko. Proszę o telefon w sprawie nowego terminu."},
	{data.KindFollowUp, "Okna", "Na razie wstrzymujemy się z oknami. Proszę się odezwać na wiosnę."},
	{data.KindFollowUp, "Re: offer", "Thanks, I have to think it over. Please call me back next month."},
	{data.KindFollowUp, "Reschedule", "Something came up, could we reschedule my appointment? Please ring me tomorrow."},

	{data.KindOther, "Potwierdzenie przelewu", "W załączniku przesyłam potwierdzenie przelewu za fakturę 12/2026."},
	{data.KindOther, "Re: wizyta", "Potwierdzam, będę jutro o 10. Do zobaczenia."},
	{data.KindOther, "Święta", "Wesołych Świąt dla całego zespołu!"},
	{data.KindOther, "Re: adres", "Dziękuję za odpowiedź, wszystko jasne."},

	{data.KindNotForUs, "Pierwsza strona wyników", "Oferujemy pozycjonowanie stron i bezpłatny audyt. Jesteśmy liderem w branży."},
	{data.KindNotForUs, "Współpraca", "Chcielibyśmy nawiązać współpracę: leasing maszyn i szybki kredyt dla firm."},
	{data.KindNotForUs, "Praca", "Szukam praktyk zawodowych, w załączniku CV."},
	{data.KindNotForUs, "Rank higher", "We can rank your website on the first page of Google. Affordable SEO packages."},

	{data.KindMisconduct, "oszuści", "Jesteście bandą złodziei i debili, zniszczę was w internecie."},
	{data.KindMisconduct, "re: re: re:", "k***a ile można czekać, idioci? przyjadę tam i inaczej porozmawiamy"},
	{data.KindMisconduct, "last warning", "You are a bunch of crooks and morons. You will regret this, I know where you live."},
}

// floor is what the suggester reaches on the curated mails; less is a step back.
const floor = 0.97

func TestCuratedMails(t *testing.T) {
	s := suggester(t)
	right := 0
	for _, m := range curated {
		got, words := s.Kind(m.subject, m.text, data.ByPerson)
		if got == m.want {
			right++
		} else {
			t.Logf("%q: %q by %q, want %q", m.subject, got, words, m.want)
		}
		if len(words) > 5 {
			t.Errorf("%q: %d words", m.subject, len(words))
		}
	}
	share := float64(right) / float64(len(curated))
	t.Logf("%d of %d right: %.3f", right, len(curated), share)
	if share < floor {
		t.Errorf("%.3f of %d mails right, want %.2f", share, len(curated), floor)
	}
}
