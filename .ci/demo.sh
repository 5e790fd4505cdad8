#!/bin/sh
# Shows Kartoteka on a sample firm: in its window where there is a display,
# in the terminal where there is none. Both do the same job.
set -eu
GO=${GO:-go}
OUT=${OUT:-out}

display() {
	case "$(uname -s)" in
	Darwin | MINGW* | MSYS* | CYGWIN*) return 0 ;;
	esac
	# One that is named but gone is none.
	if [ -n "${WAYLAND_DISPLAY:-}" ] && [ -S "${XDG_RUNTIME_DIR:-/nowhere}/$WAYLAND_DISPLAY" ]; then return 0; fi
	case "${DISPLAY:-}" in
	"") return 1 ;;
	:*)
		number=${DISPLAY#:}
		[ -S "/tmp/.X11-unix/X${number%%.*}" ]
		;;
	esac
}

command -v "$GO" >/dev/null 2>&1 || {
	echo "Go is not installed. Get it from go.dev/dl or your system's packages, then run this again." >&2
	exit 1
}
mkdir -p bin "$OUT"
version=$(sed -n 's/^Version *= *"\(.*\)"/\1/p' FyneApp.toml)

if display; then
	.ci/setup.sh window
	echo "Building Kartoteka with its window. The first build takes a few minutes, later ones seconds."
	"$GO" build -ldflags "-X main.version=$version" -o bin/kartoteka .
	echo "Opening the window on the sample firm, kept in $OUT/data."
	exec bin/kartoteka --data "$OUT/data" demo
fi

echo "There is no display here, so Kartoteka does the same job in the terminal."
echo "Building it without its window."
CGO_ENABLED=0 "$GO" build -tags ci -ldflags "-X main.version=$version" -o bin/kartoteka-cli .
bin/kartoteka-cli --data "$OUT/data" demo --headless --out "$OUT"
echo
echo "Written:"
find "$OUT" -type f \( -name '*.xlsx' -o -name '*.db' \) | sort | sed 's/^/    /'
echo "Look around with, for example:"
echo "    bin/kartoteka-cli --data $OUT/data list cases"
echo "    bin/kartoteka-cli --data $OUT/data search wkładka"
