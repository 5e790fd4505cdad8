# Kartoteka. `make run` and `make test` are all that a newcomer needs: each
# finds out which system packages are missing, names them and installs them.
# `make help` lists the rest.

SHELL   := /bin/sh
GO      ?= go
export GO
BIN     := bin
OUT     ?= out
VERSION := $(shell sed -n 's/^Version *= *"\(.*\)"/\1/p' FyneApp.toml)
LDFLAGS := -X main.version=$(VERSION)

# Versions of the tools that only checking needs.
GOFUMPT     := mvdan.cc/gofumpt@v0.12.0
GOLANGCI    := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

# Races are sought in our own code: SQLite, translated from C, is many times
# slower when watched and has its own tests. Programs that are killed or
# scripted are processes of their own, and what one goroutine does at length,
# pictures and large input, can't race: the pure part has both.
OWN_RACES := -gcflags=modernc.org/...=-race=false
ALONE     := Killed|Sessions|IsDrawn|TestPictures|WithinBounds|OfEverySize|OutlinesAreSmall|HostileInputIsRead|TestLimits|EndlessText|KeyringsAndNowhere|NoLetterIsMore

ifeq ($(OS),Windows_NT)
EXE := .exe
endif

.PHONY: help run test test-pure test-race test-mail test-disk test-window lint build cli release bench fuzz faults clean

help:
	@sed -n 's/^## //p' Makefile

## make run      open the window on a sample firm (in the terminal when there is no display)
run:
	@GO="$(GO)" OUT="$(OUT)" .ci/demo.sh

## make test     all tests: pure, race, Dovecot, full disk, the real window under Xvfb
test:
	@.ci/setup.sh test
	@$(MAKE) --no-print-directory test-pure test-race test-mail test-disk test-window
	@echo "make test: everything passed"

test-pure:
	@echo "== pure part: no cgo, no display =="
	CGO_ENABLED=0 $(GO) vet -tags ci ./...
	CGO_ENABLED=0 $(GO) test -tags ci -timeout 20m ./...

test-race:
	@echo "== with the race detector, and Fyne's thread checks on =="
	CGO_ENABLED=1 $(GO) test -race $(OWN_RACES) -timeout 20m -skip '$(ALONE)' ./...

test-mail:
	@echo "== against a real Dovecot on loopback =="
	CGO_ENABLED=0 $(GO) test -tags "ci dovecot" -count=1 -timeout 20m ./mail/...
	CGO_ENABLED=0 $(GO) test -tags "ci dovecot" -count=1 -timeout 20m -run Dovecot ./app/cli/...

# Small disks are mounted for it: as root, or in a name space of its own. Where
# neither is allowed, as in many containers, that is said and the rest goes on.
MOUNTER   := $(if $(filter 0,$(shell id -u)),,unshare -rm)
CAN_MOUNT := d=$$(mktemp -d) && $(MOUNTER) sh -c "mount -t tmpfs -o size=64k tmpfs $$d && umount $$d"; ok=$$?; rmdir $$d; exit $$ok

test-disk:
	@echo "== on a disk that is full at every write, and on a protected one =="
	@if ( $(CAN_MOUNT) ) 2>/dev/null; then \
		CGO_ENABLED=0 $(MOUNTER) $(GO) test -tags "ci disk" -count=1 -timeout 20m -run Disk ./app/cli/...; \
	else \
		echo "NOT TESTED: no small disk can be mounted here (Linux, and root or user name spaces, are needed)"; \
	fi

test-window: build
	@echo "== the real window under Xvfb, by keyboard =="
	@.ci/window.sh

## make lint     formatting, vet and linters, with pinned versions
lint: $(BIN)/gofumpt$(EXE) $(BIN)/golangci-lint$(EXE)
	@out=$$($(BIN)/gofumpt -l .); [ -z "$$out" ] || { echo "gofumpt would change:"; echo "$$out"; exit 1; }
	$(BIN)/golangci-lint run ./...
	@.ci/sizes.sh

$(BIN)/gofumpt$(EXE):
	@mkdir -p $(BIN)
	GOBIN="$(CURDIR)/$(BIN)" $(GO) install $(GOFUMPT)

$(BIN)/golangci-lint$(EXE):
	@mkdir -p $(BIN)
	GOBIN="$(CURDIR)/$(BIN)" $(GO) install $(GOLANGCI)

## make build    the program with its window, into bin/
build:
	@.ci/setup.sh window
	$(GO) build -ldflags "$(LDFLAGS)" -o $(BIN)/kartoteka$(EXE) .

## make cli      the program without a window: no C compiler, no display needed
cli:
	CGO_ENABLED=0 $(GO) build -tags ci -ldflags "$(LDFLAGS)" -o $(BIN)/kartoteka-cli$(EXE) .

## make release  the program as it is given to people
release:
	@.ci/setup.sh window
	$(GO) build -trimpath -tags migrated_fynedo,release -ldflags "-s -w $(LDFLAGS)" -o $(BIN)/kartoteka$(EXE) .

## make bench    measure: pull against mbsync, first frame, search, report
bench:
	@.ci/setup.sh bench
	@.ci/bench.sh

## make fuzz     fuzz every parser of foreign bytes (FUZZTIME=10m each; what is found stays in out/fuzz)
FUZZTIME ?= 10m
FUZZ     ?= .
fuzz:
	@FUZZTIME=$(FUZZTIME) FUZZ='$(FUZZ)' OUT="$(OUT)" .ci/fuzz.sh

## make faults   mail through a line that breaks at FAULTS=1000 points, and KILLS=200 kills
FAULTS ?= 1000
KILLS  ?= 200
faults:
	@.ci/setup.sh test
	KARTOTEKA_FAULTS=$(FAULTS) CGO_ENABLED=0 $(GO) test -tags "ci dovecot" -count=1 -timeout 60m -run 'Fault|Garbled|UnderWay' ./mail/...
	KARTOTEKA_FAULTS=$(FAULTS) KARTOTEKA_SEED=$${KARTOTEKA_SEED:-0} CGO_ENABLED=0 $(GO) test -tags ci -count=1 -timeout 60m -run WhateverHappens ./app/core
	KARTOTEKA_KILLS=$(KILLS) CGO_ENABLED=0 $(GO) test -tags "ci dovecot" -count=1 -timeout 60m -run 'Pull.*Killed' ./app/cli/...

clean:
	rm -rf $(BIN) $(OUT)
