// Kartoteka is a card index of clients for small firms. This file only joins
// the process with the command line and the window.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"kartoteka/app/cli"
)

// version is set when the program is built.
var version string

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Run(ctx, os.Args[1:], cli.Stdio{In: os.Stdin, Out: os.Stdout, Err: os.Stderr},
		cli.Program{Version: version})
	stop()
	os.Exit(code)
}
