package settings

import (
	"strconv"
	"strings"

	"kartoteka/data"
)

// defaultPort is the usual port of a kind of protection.
func defaultPort(s data.Security) string {
	if s == data.SecurityTLS {
		return "993"
	}
	return "143"
}

// draft is an account as it is being typed in.
type draft struct {
	address, host, port, user string
	security                  data.Security
}

// account checks what was typed and returns it as an account.
func (d draft) account() (data.Account, error) {
	a := data.Account{
		Address: strings.TrimSpace(d.address), Host: strings.TrimSpace(d.host),
		Security: d.security, User: strings.TrimSpace(d.user),
	}
	if p := strings.TrimSpace(d.port); p != "" {
		n, err := strconv.Atoi(p)
		if err != nil {
			return a, data.NewError(data.CodeInvalid, "account-port", "Port", p).Because(err)
		}
		a.Port = n
	}
	if a.User == "" {
		a.User = a.Address
	}
	return a, nil
}

// messagesIn counts what the folders hold.
func messagesIn(folders []data.MailFolder) int {
	n := 0
	for _, f := range folders {
		n += f.OnServer
	}
	return n
}
