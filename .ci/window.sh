#!/usr/bin/env bash
# Starts the real window on the sample firm under Xvfb and walks every screen
# with real key presses, in Polish and English, light and dark; and a first start
# with an empty folder. Keeps a picture of each screen in out/screens and fails
# when the program logs an error, such as a widget touched from a wrong goroutine.
# The languages are walked side by side, each on a display and a firm of its own.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$(uname -s)" != Linux ]; then
	echo "The window is walked under Xvfb, on Linux only; nothing was checked here."
	exit 0
fi

shots=${SHOTS:-out/screens}
rm -rf "$shots"
mkdir -p "$shots"
work=$(mktemp -d)
unset WAYLAND_DISPLAY
export KARTOTEKA_LANG="" LC_ALL=C.UTF-8

# fail notes what went wrong; what is walked beside it goes on.
fail() {
	echo "$1" >&2
	touch "$work/failed"
}

# display makes a display of its own, its number chosen by the X server, with a
# window manager and a home.
display() {
	Xvfb -displayfd 3 -screen 0 1360x860x24 -nolisten tcp 3>"$work/display-$1" >/dev/null 2>&1 &
	pids+=($!)
	for _ in $(seq 100); do
		[ -s "$work/display-$1" ] && break
		sleep 0.1
	done
	export DISPLAY=":$(cat "$work/display-$1")" XDG_RUNTIME_DIR="$work/run-$1" HOME="$work/home-$1"
	mkdir -p "$XDG_RUNTIME_DIR" "$HOME/.cache" "$HOME/.config"
	chmod 700 "$XDG_RUNTIME_DIR"
	openbox >/dev/null 2>&1 &
	pids+=($!)
}

# window_of PID waits for the window and gives it the keyboard.
window_of() {
	for _ in $(seq 150); do
		id=$(xdotool search --onlyvisible --pid "$1" 2>/dev/null | tail -1) || true
		if [ -n "${id:-}" ]; then
			xdotool windowactivate --sync "$id" 2>/dev/null || true
			xdotool windowsize "$id" 1280 800 2>/dev/null || true
			return 0
		fi
		kill -0 "$1" 2>/dev/null || return 1
		sleep 0.2
	done
	return 1
}
shot() { import -window "$id" "$shots/$look-$1.png"; }
key() {
	xdotool key --clearmodifiers "$@"
	sleep 0.8
}
# command_of does what the palette finds by a word.
command_of() {
	key "ctrl+k"
	xdotool type --delay 40 "$1"
	sleep 0.2
	key Return
	sleep 0.6
}

# start opens the window on a folder; pid and id are its.
start() {
	log="$work/$look-$(basename "$1").log"
	KARTOTEKA_THEME=$theme bin/kartoteka --data "$1" --lang "$lang" >"$log" 2>&1 &
	pid=$!
	pids+=("$pid")
	if ! window_of "$pid"; then
		cat "$log" >&2
		fail "the window did not open ($look)"
		return 1
	fi
	sleep 2
}

# finish closes the window and looks into what it said.
finish() {
	if ! kill -0 "$pid" 2>/dev/null; then fail "the window closed while it was walked ($look)"; fi
	key "ctrl+q"
	for _ in $(seq 50); do
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.1
	done
	kill "$pid" 2>/dev/null || true
	wait "$pid" 2>/dev/null || true
	# Two complaints are Fyne's own: there is no session bus here, and its watcher
	# may read its settings file while it is being written.
	if grep -v -e 'failed to watch theme settings' -e 'Preferences load error' "$log" | grep -iE 'error in fyne|fyne error|panic|level=ERROR' >&2; then
		fail "the window logged an error ($look)"
	fi
}

# What the palette finds the pages of settings by.
pages_pl=(lists:listy exchange:import backups:kopie privacy:prywat templates:szablony mailboxes:skrzynki trash:kosz)
pages_en=(lists:lists exchange:import backups:backups privacy:privacy templates:reply mailboxes:mailboxes trash:trash)

# screens walks the six screens by their numbers, and what opens in them.
screens() {
	local n=1 page
	local -n pages=pages_$lang
	for screen in today mail contacts cases reports settings; do
		key "ctrl+$n"
		sleep 0.6
		shot "$n-$screen"
		case $screen in
		mail)
			key Down
			key Return
			shot "$n-$screen-open"
			key "ctrl+z" # Enter filed the message as suggested: take it back
			key d
			sleep 0.6
			shot "$n-$screen-answer"
			key Escape
			;;
		contacts)
			key Down space
			shot "$n-$screen-bulk"
			key Escape
			key Return
			shot "$n-$screen-open"
			key e
			shot "$n-$screen-form"
			key Escape
			key Escape
			;;
		cases)
			key Down
			key Return
			shot "$n-$screen-open"
			key Escape
			;;
		settings)
			for page in "${pages[@]}"; do
				command_of "${page#*:}"
				shot "$n-$screen-${page%:*}"
			done
			;;
		esac
		n=$((n + 1))
	done
}

# places walks what the palette leads to.
places() {
	local words=("podobne" "nowi n" "bez odp")
	if [ "$lang" = en ]; then words=("similar" "new se" "without"); fi
	command_of "${words[0]}"
	shot "7-similar-cards"
	key Return
	shot "7-merge"
	key Escape
	command_of "${words[1]}"
	shot "7-new-senders"
	command_of "${words[2]}"
	shot "7-unanswered"
	key "ctrl+k"
	shot "7-commands"
	xdotool type --delay 60 "wklad"
	sleep 1.2
	shot "7-search"
	key Escape
	key "ctrl+l"
	xdotool type --delay 60 "kow"
	xdotool key Return
	xdotool type --delay 30 "Pyta o zamek"
	sleep 0.6
	shot "8-quick-log"
	key Escape
	key Return # leave what was written
}

# first is the first start: the two ways to begin, and a mailbox being added.
first() {
	start "$work/empty-$look" || return 0
	shot "0-first-start"
	key Tab # from the sample firm to one's own mail
	key Return
	xdotool type --delay 60 "jan@gmail.com"
	sleep 0.8
	shot "0-mailbox"
	key Escape
	finish
}

walk() {
	look="$lang-$theme"
	start "$work/data-$lang" || return 0
	screens
	places
	finish
}

# walks walks one language in both looks; its first start in one of them.
walks() {
	lang=$1
	pids=()
	trap 'for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done' EXIT
	display "$lang"
	for theme in light dark; do walk; done
	theme=$2 look="$lang-$2"
	first
}

export HOME="$work/home"
mkdir -p "$HOME"
bin/kartoteka --data "$work/data-pl" demo --headless --out "$work/out" >"$work/demo.txt"
cp -r "$work/data-pl" "$work/data-en"
trap 'rm -rf "$work"' EXIT
walks pl light &
polish=$!
walks en dark &
wait $! || fail "the walk in English broke off"
wait $polish || fail "the walk in Polish broke off"

# A picture of one flat colour means that nothing was painted.
for f in "$shots"/*.png; do
	colours=$(identify -format '%k' "$f")
	if [ "$colours" -lt 200 ]; then fail "$f shows next to nothing ($colours colours)"; fi
done
echo "pictures of $(ls "$shots" | wc -l) screens are in $shots"
[ ! -e "$work/failed" ]
