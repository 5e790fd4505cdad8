//go:build ci

package app

import (
	"context"

	"kartoteka/app/core"
	"kartoteka/data"
)

// Run says that this program was built without a window.
func Run(context.Context, *core.Core, Options) error {
	return data.NewError(data.CodeUsage, "cli-no-window")
}
