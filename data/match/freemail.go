package match

import (
	"strings"

	"golang.org/x/net/publicsuffix"
)

// free are the domains at which anybody can have a mailbox, in Poland and the
// world: two addresses at one of them have nothing to do with each other.
var free = WordSet(`
	wp.pl o2.pl tlen.pl go2.pl onet.pl onet.eu op.pl vp.pl poczta.onet.pl poczta.onet.eu autograf.pl buziaczek.pl
	amorki.pl opoczta.pl spoko.pl vip.onet.pl spotkaj.pl interia.pl interia.eu interia.com poczta.fm intmail.pl
	adresik.net pisz.to pacz.to ogarnij.se gazeta.pl int.pl gg.pl poczta.pl neostrada.pl poczta.neostrada.pl
	orange.pl plusnet.pl plus.pl netia.pl post.pl toya.net.pl upcpoczta.pl inetia.pl
	onet.com.pl wp.eu 1gb.pl prokonto.pl boy.pl republika.pl eranet.pl tenbit.pl
	gmail.com googlemail.com outlook.com outlook.pl hotmail.com hotmail.co.uk hotmail.fr hotmail.de hotmail.it
	hotmail.es live.com live.co.uk live.nl live.fr live.de msn.com passport.com windowslive.com
	yahoo.com yahoo.pl yahoo.co.uk yahoo.fr yahoo.de yahoo.es yahoo.it yahoo.ca yahoo.com.br yahoo.co.jp
	ymail.com rocketmail.com icloud.com me.com mac.com aol.com aim.com gmx.com gmx.net gmx.de gmx.at gmx.ch
	web.de t-online.de freenet.de arcor.de posteo.de mailbox.org mail.com email.com usa.com proton.me
	protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com tutamail.com fastmail.com
	fastmail.fm hushmail.com zoho.com zohomail.eu zohomail.com yandex.ru yandex.com ya.ru mail.ru bk.ru inbox.ru
	list.ru rambler.ru ukr.net i.ua meta.ua seznam.cz email.cz centrum.cz post.cz volny.cz centrum.sk azet.sk
	zoznam.sk orange.fr wanadoo.fr free.fr sfr.fr laposte.net neuf.fr libero.it virgilio.it alice.it tin.it
	tiscali.it btinternet.com sky.com talktalk.net virginmedia.com ntlworld.com comcast.net verizon.net att.net
	sbcglobal.net bellsouth.net cox.net charter.net earthlink.net juno.com rogers.com shaw.ca telus.net
	bigpond.com optusnet.com.au ziggo.nl kpnmail.nl planet.nl home.nl telenet.be skynet.be bluewin.ch
	telia.com spray.se hotmail.se online.no terra.com.br uol.com.br bol.com.br ig.com.br qq.com 163.com 126.com
	sina.com foxmail.com naver.com hanmail.net daum.net rediffmail.com inbox.lv inbox.lt freemail.hu citromail.hu
	abv.bg mail.bg duck.com simplelogin.com relay.firefox.com privaterelay.appleid.com
	user.allegro.pl allegromail.pl`)

// FreeMail reports whether anybody can have a mailbox at the domain, so that it
// says nothing about who wrote. It takes a domain or an address.
func FreeMail(domain string) bool { return free[Domain(domain)] }

// Everybodys reports whether a domain can't be one company's own: anybody can
// have a mailbox at it, or a name under it (com.pl, waw.pl, co.uk; also those of
// hosts that let names to their clients). It takes a domain or an address.
func Everybodys(domain string) bool {
	d := Domain(domain)
	if d == "" {
		return false
	}
	suffix, _ := publicsuffix.PublicSuffix(d)
	return free[d] || suffix == d
}

// WordSet makes a set of the words of a text.
func WordSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}
