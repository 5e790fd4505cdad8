// Kartoteka is a card index of clients for small firms. This file only joins
// the process with the command line and the window.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"kartoteka/app"
	"kartoteka/app/cli"
)

// version is set when the program is built.
var version string

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Run(ctx, os.Args[1:], cli.Stdio{In: os.Stdin, Out: os.Stdout, Err: os.Stderr},
		cli.Program{Version: version, Window: window})
	stop()
	os.Exit(code)
}

func window(ctx context.Context, w cli.Window) error {
	return app.Run(ctx, w.Core, app.Options{Lang: w.Lang, Version: version})
}
