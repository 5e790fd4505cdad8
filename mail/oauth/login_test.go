package oauth

import (
	"net"
	"testing"
)

// TestAPortThatSomebodyElseHasIsNotTaken: who waits at the other address of
// localhost would be sent the code.
func TestAPortThatSomebodyElseHasIsNotTaken(t *testing.T) {
	somebody, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		return // a machine without IPv6
	}
	defer func() { _ = somebody.Close() }()
	port := func(l net.Listener) string {
		_, p, err := net.SplitHostPort(l.Addr().String())
		if err != nil {
			t.Error(err)
		}
		return p
	}
	both, err := Login{Endpoint: Endpoint{RedirectHost: "localhost"}}.listen(t.Context(), port(somebody))
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range both {
		defer func() { _ = l.Close() }()
	}
	if len(both) != 2 || port(both[0]) != port(both[1]) || port(both[0]) == port(somebody) {
		t.Errorf("listening at %v, somebody else at %v", both, somebody.Addr())
	}
}
