package provider

import (
	"slices"
	"strings"

	"kartoteka/data"
)

// Where the entries come from. Servers dated thunderbird were compared with the
// state of that day of Thunderbird's list of providers. The others stand in no
// such list: they were noted on that day from public code and what is commonly
// known, and not compared with the providers. The remedies' pages were not visited.
const (
	thunderbird = "2026-03-12"
	noted       = "2026-03-01"
)

func words(s string) []string { return strings.Fields(s) }

// list is in the order in which a person would look for his own: the large
// ones, the Polish portals, the Polish hosting firms, the others.
var list = slices.Concat(large, polish, hosting, zoho, others)

var large = []Provider{
	{
		Name: "Gmail", Host: "imap.gmail.com", Security: data.SecurityTLS, Auth: data.AuthPassword, Tokens: data.AuthGoogle,
		Remedy: data.RemedyAppOnly, URL: "https://myaccount.google.com/apppasswords", Checked: thunderbird,
		domains: words("gmail.com googlemail.com google.com"),
		mx:      words("google.com googlemail.com"), hosts: words("gmail.com googlemail.com google.com"),
	},
	{
		Name: "Outlook", Host: "outlook.office365.com", Security: data.SecurityTLS, Auth: data.AuthMicrosoft, Tokens: data.AuthMicrosoft,
		Remedy: data.RemedyTokenOnly, URL: "https://learn.microsoft.com/entra/identity-platform/quickstart-register-app", Checked: thunderbird,
		domains: words(`outlook.com hotmail.com live.com msn.com windowslive.com outlook.pl hotmail.pl live.pl outlook.de outlook.at
			outlook.fr outlook.es outlook.it outlook.cz outlook.sk outlook.dk outlook.hu outlook.ie outlook.lv outlook.be hotmail.de
			hotmail.fr hotmail.it hotmail.es hotmail.cz hotmail.co.uk hotmail.be hotmail.nl hotmail.se hotmail.lt live.de live.fr
			live.co.uk live.nl live.it live.se office365.com`),
		mx:    words("outlook.com mail.protection.outlook.com mx.microsoft hotmail.com"),
		hosts: words("outlook.com office365.com hotmail.com live.com"),
	},
	{
		Name: "iCloud", Host: "imap.mail.me.com", Security: data.SecurityTLS, Login: LoginLocal, Auth: data.AuthPassword,
		Remedy: data.RemedyAppOnly, URL: "https://support.apple.com/102654", Checked: thunderbird,
		domains: words("icloud.com me.com mac.com"), hosts: words("me.com icloud.com mac.com"),
	},
	{
		// A domain of one's own at iCloud logs in by the Apple account, whatever the address.
		Name: "iCloud", Host: "imap.mail.me.com", Security: data.SecurityTLS, Auth: data.AuthPassword,
		Remedy: data.RemedyAppOnly, URL: "https://support.apple.com/102654", Checked: thunderbird,
		mx: words("mail.icloud.com"),
	},
	{
		Name: "Yahoo", Host: "imap.mail.yahoo.com", Security: data.SecurityTLS, Auth: data.AuthPassword,
		Remedy: data.RemedyAppOnly, URL: "https://login.yahoo.com/account/security", Checked: thunderbird,
		domains: words(`yahoo.com yahoo.pl yahoo.de yahoo.it yahoo.fr yahoo.es yahoo.se yahoo.co.uk yahoo.ca yahoo.com.au ymail.com
			myyahoo.com rocketmail.com`),
		mx: words("yahoodns.net"), hosts: words("yahoo.com yahoodns.net"),
	},
	{
		Name: "AOL", Host: "imap.aol.com", Security: data.SecurityTLS, Auth: data.AuthPassword,
		Remedy: data.RemedyAppOnly, URL: "https://login.aol.com/account/security", Checked: thunderbird,
		domains: words("aol.com aim.com netscape.net aol.de aol.fr aol.it aol.co.uk"), hosts: words("aol.com"),
	},
}

// The portals at which Poles have free mailboxes.
var polish = []Provider{
	{
		Name: "Poczta WP", Host: "imap.wp.pl", Security: data.SecurityTLS, Login: LoginLocal, Auth: data.AuthPassword,
		Remedy: data.RemedyAppWith2FA, URL: "https://pomoc.wp.pl/", Checked: thunderbird,
		domains: words("wp.pl"), mx: words("mx.wp.pl"), hosts: words("wp.pl"),
	},
	{
		Name: "Poczta o2", Host: "poczta.o2.pl", Security: data.SecurityTLS, Login: LoginLocal, Auth: data.AuthPassword,
		Remedy: data.RemedySwitchOn, URL: "https://pomoc.o2.pl/aktywacja-dostepu-dla-programow-pocztowych", Checked: thunderbird,
		domains: words("o2.pl go2.pl tlen.pl prokonto.pl"), mx: words("mx.o2.pl"), hosts: words("o2.pl"),
	},
	{
		Name: "Poczta Interia", Host: "poczta.interia.pl", Security: data.SecurityTLS, Auth: data.AuthPassword,
		Remedy: data.RemedySwitchOn, URL: "https://pomoc.poczta.interia.pl/", Checked: noted,
		domains: words("interia.pl interia.eu interia.com poczta.fm intmail.pl"),
		mx:      words("mx.interia.pl"), hosts: words("interia.pl interia.eu poczta.fm"),
	},
	{
		Name: "Onet Poczta", Host: "imap.poczta.onet.pl", Security: data.SecurityTLS, Auth: data.AuthPassword,
		Remedy: data.RemedySwitchOn, URL: "https://pomoc.poczta.onet.pl/", Checked: thunderbird,
		domains: words(`onet.pl onet.eu poczta.onet.pl poczta.onet.eu op.pl vp.pl autograf.pl buziaczek.pl amorki.pl republika.pl
			adres.pl cyberia.pl onet.com.pl opoczta.pl pseudonim.pl spoko.pl vip.onet.pl`),
		mx: words("poczta.onet.pl"), hosts: words("onet.pl"),
	},
	{
		Name: "Gazeta.pl", Host: "imap.gazeta.pl", Security: data.SecurityTLS, Auth: data.AuthPassword, Checked: noted,
		domains: words("gazeta.pl"), hosts: words("gazeta.pl"),
	},
}

// The hosting firms at which Polish firms have their domains. Their customers'
// servers have names of their own, so these entries are found by the host that
// takes the domain's mail, and the names to try are tried before one is offered.
var hosting = []Provider{
	{
		Name: "home.pl", Security: data.SecurityTLS, Auth: data.AuthPassword,
		Remedy: data.RemedyPanel, URL: "https://pomoc.home.pl/", Checked: noted,
		domains: words("home.pl"), mx: words("home.pl"), hosts: words("home.pl"),
		Try: words("%m poczta.home.pl imap.home.pl"),
	},
	{
		Name: "nazwa.pl", Security: data.SecurityTLS, Auth: data.AuthPassword, Remedy: data.RemedyApproveIP,
		URL: "https://www.nazwa.pl/pomoc/baza-wiedzy/zarzadzanie-adresami-ip-autoryzowanymi-dla-polaczen-do-skrzynki-e-mail-przez-imap-i-pop3/",
		mx:  words("nazwa.pl netart.pl"), hosts: words("nazwa.pl netart.pl"), domains: words("nazwa.pl"), Checked: noted,
		Try: words("imap.nazwa.pl %m"),
	},
	{
		Name: "OVH", Host: "ssl0.ovh.net", Security: data.SecurityTLS, Auth: data.AuthPassword, Checked: thunderbird,
		domains: words("ovh.net"), hosts: words("ovh.net"),
		mx: words("mx0.ovh.net mx1.ovh.net mx2.ovh.net mx3.ovh.net mx0.mail.ovh.net mx1.mail.ovh.net mx2.mail.ovh.net mx3.mail.ovh.net mx4.mail.ovh.net"),
	},
	{
		// Its larger products (Exchange, Email Pro) are entered at the host that takes the mail.
		Name: "OVH", Security: data.SecurityTLS, Auth: data.AuthPassword, Checked: noted,
		mx: words("ovh.net"), Try: words("%m ssl0.ovh.net"),
	},
	{
		Name: "cyber_Folks", Security: data.SecurityTLS, Auth: data.AuthPassword, Remedy: data.RemedyWebmail,
		URL: "https://cyberfolks.pl/pomoc/wieloskladnikowe-uwierzytelnianie-2fa-dla-zewnetrznych-programow-pocztowych/",
		mx:  words("cyberfolks.pl cyber-folks.pl linuxpl.com linuxpl.eu hekko.pl vot.pl ogicom.pl superhost.pl"), Checked: noted,
		hosts: words("cyberfolks.pl cyber-folks.pl linuxpl.com linuxpl.eu hekko.pl vot.pl ogicom.pl superhost.pl"),
		Try:   words("%m mail.%d"),
	},
	{
		Name: "LH.pl", Security: data.SecurityTLS, Auth: data.AuthPassword, Remedy: data.RemedyPanel, URL: "https://www.lh.pl/pomoc/",
		mx: words("lh.pl"), hosts: words("lh.pl"), Try: words("%m mail.%d"), Checked: noted,
	},
	{
		Name: "az.pl", Security: data.SecurityTLS, Auth: data.AuthPassword, Remedy: data.RemedyPanel, URL: "https://pomoc.az.pl/",
		mx: words("az.pl"), hosts: words("az.pl"), Try: words("%m imap.%d mail.%d"), Checked: noted,
	},
	{
		Name: "seohost", Security: data.SecurityTLS, Auth: data.AuthPassword, Remedy: data.RemedyPanel, URL: "https://seohost.pl/pomoc",
		mx: words("seohost.pl seohost.com.pl"), hosts: words("seohost.pl seohost.com.pl"), Try: words("%m mail.%d"), Checked: noted,
	},
	{
		Name: "dhosting", Security: data.SecurityTLS, Auth: data.AuthPassword, Remedy: data.RemedyPanel, URL: "https://dhosting.pl/pomoc/",
		mx: words("dhosting.pl dhosting.com"), hosts: words("dhosting.pl dhosting.com"), Try: words("%m mail.%d imap.%d"), Checked: noted,
	},
	{
		Name: "kei.pl", Security: data.SecurityTLS, Auth: data.AuthPassword, Remedy: data.RemedyPanel, URL: "https://kei.pl/pomoc",
		mx: words("kei.pl"), hosts: words("kei.pl"), Try: words("%m mail.%d"), Checked: noted,
	},
}

var zoho = append(zohoAt("com"), zohoAt("eu")...)

// zohoAt are Zoho's mailboxes in one part of the world: at its own domains, and at
// domains of one's own, which have hosts of their own; IMAP for paying firms is
// "imappro".
func zohoAt(end string) []Provider {
	own := Provider{
		Name: "Zoho", Host: "imap.zoho." + end, Security: data.SecurityTLS, Auth: data.AuthPassword,
		Remedy: data.RemedySwitchOn, URL: "https://www.zoho.com/mail/help/imap-access.html", Checked: thunderbird,
	}
	firms := own
	own.domains, own.hosts = words("zoho."+end+" zohomail."+end), words("zoho."+end)
	firms.Host, firms.mx, firms.Try = "", words("zoho."+end), words("imappro.zoho."+end+" imap.zoho."+end)
	return []Provider{own, firms}
}

var others = []Provider{
	{
		Name: "Fastmail", Host: "imap.fastmail.com", Security: data.SecurityTLS, Auth: data.AuthPassword,
		Remedy: data.RemedyAppOnly, URL: "https://app.fastmail.com/settings/security/apps", Checked: noted,
		domains: words("fastmail.com fastmail.fm fastmail.net fastmail.org fastmail.de fastmail.co.uk fastmail.to fastmail.us sent.com eml.cc"),
		mx:      words("messagingengine.com"), hosts: words("fastmail.com messagingengine.com"),
	},
	{
		Name: "GMX", Host: "imap.gmx.net", Security: data.SecurityTLS, Auth: data.AuthPassword,
		Remedy: data.RemedySwitchOn, URL: "https://hilfe.gmx.net/pop-imap/einschalten.html", Checked: thunderbird,
		domains: words("gmx.net gmx.de gmx.at gmx.ch gmx.eu gmx.biz gmx.org gmx.info"), hosts: words("gmx.net"),
	},
	{
		Name: "GMX", Host: "imap.gmx.com", Security: data.SecurityTLS, Auth: data.AuthPassword,
		Remedy: data.RemedySwitchOn, URL: "https://support.gmx.com/pop-imap/toggle.html", Checked: thunderbird,
		domains: words("gmx.com gmx.us gmx.co.uk gmx.fr gmx.es gmx.it gmx.ie gmx.pt gmx.se"), hosts: words("gmx.com"),
	},
	{
		Name: "WEB.DE", Host: "imap.web.de", Security: data.SecurityTLS, Login: LoginLocal, Auth: data.AuthPassword,
		Remedy: data.RemedySwitchOn, URL: "https://hilfe.web.de/pop-imap/einschalten.html", Checked: thunderbird,
		domains: words("web.de"), hosts: words("web.de"),
	},
	{
		Name: "T-Online", Host: "secureimap.t-online.de", Security: data.SecurityTLS, Auth: data.AuthPassword,
		Remedy: data.RemedyAppOnly, URL: "https://www.telekom.de/hilfe/apps-dienste/e-mail/programme/passwort-verwalten", Checked: thunderbird,
		domains: words("t-online.de magenta.de"), hosts: words("t-online.de"),
	},
	{
		Name: "Seznam", Host: "imap.seznam.cz", Security: data.SecurityTLS, Auth: data.AuthPassword, Checked: thunderbird,
		domains: words("seznam.cz email.cz post.cz spoluzaci.cz"), mx: words("seznam.cz"), hosts: words("seznam.cz"),
	},
	{
		Name: "mail.com", Host: "imap.mail.com", Security: data.SecurityTLS, Auth: data.AuthPassword, Checked: thunderbird,
		domains: words("mail.com email.com europe.com consultant.com engineer.com"), hosts: words("mail.com"),
	},
	{
		Name: "mailbox.org", Host: "imap.mailbox.org", Security: data.SecurityTLS, Auth: data.AuthPassword, Checked: thunderbird,
		domains: words("mailbox.org"), mx: words("mailbox.org"), hosts: words("mailbox.org"),
	},
	{
		Name: "Posteo", Host: "posteo.de", Security: data.SecurityTLS, Auth: data.AuthPassword, Checked: thunderbird,
		domains: words("posteo.de posteo.net posteo.eu posteo.org posteo.pl posteo.at posteo.ch posteo.uk"), hosts: words("posteo.de"),
	},
	{
		// Its mail is encrypted; the provider's own program on this machine decrypts it and speaks IMAP.
		Name: "Proton Mail", Host: "127.0.0.1", Port: 1143, Security: data.SecuritySTARTTLS, Auth: data.AuthPassword,
		Remedy: data.RemedyBridge, URL: "https://proton.me/mail/bridge", Checked: noted,
		domains: words("proton.me protonmail.com protonmail.ch pm.me"), mx: words("protonmail.ch proton.ch proton.me"),
	},
}
