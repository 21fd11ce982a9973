# Each target installs what it needs and is missing, see tools/need. On Debian 12, Rust and Node are all there must be.

SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

cargo_home := $(or $(CARGO_HOME),$(HOME)/.cargo)
target := $(or $(CARGO_TARGET_DIR),target)
export PATH := $(CURDIR)/.venv/bin:$(PATH):$(cargo_home)/bin

# Not `cargo run`: its environment would make the cargo inside build some crates anew.
with_postgres := $(target)/debug/examples/with_postgres
browser_tests := $(sort $(wildcard tests/browser/*.test.mjs))
browser_needs := $(if $(browser_tests),node browser)

.PHONY: help
help: ## Show the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

.PHONY: run
run: ## Start the program here, with a database of its own
	@tools/need rust postgres
	cargo run --locked -- serve --local

.PHONY: setup
setup: ## Install everything that any target needs
	@tools/need rust postgres pgbench python node browser checkers runner

.PHONY: check
check: ## Check format, lints, dependencies and spelling
	@tools/need rust python checkers
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	cargo deny --locked check bans licenses sources
	typos

.PHONY: test
test: check ## Check, and run every test with a throw-away Postgres
	@tools/need rust postgres runner $(browser_needs)
	cargo build --locked --bins --examples
	cargo test --locked --doc
	$(with_postgres) cargo nextest run --locked
	$(if $(browser_tests),$(with_postgres) node --test --test-reporter=spec $(browser_tests))

.PHONY: bench
bench: ## Measure what the README says of speed
	@tools/need rust postgres pgbench
	cargo build --locked --release --bins --example bench
	taskset -c 0,1 $(target)/release/examples/bench

# Minutes for each target.
minutes ?= 10
shared := $(or $(PERIPLUS_SHARED),../shared)

.PHONY: fuzz
fuzz: ## Throw text and workbooks at the core, so many minutes each: make fuzz minutes=1
	@tools/need rust fuzzer
	mkdir -p fuzz/corpus/expression fuzz/corpus/workbook
	grep -oE '`[^`]+`' docs/expressions.md | tr -d '`' | split -l 1 -a 4 - fuzz/corpus/expression/page-
	for folder in questionnaires/*/; do \
		{ head -40 "$$folder"survey.csv; printf '\0'; head -40 "$$folder"choices.csv; printf '\0'; \
			cat "$$folder"settings.csv; } > fuzz/corpus/workbook/"$$(basename "$$folder")"; \
	done
	find $(shared)/xlsform/forms -name '*.xlsx' -size -40k -exec cp {} fuzz/corpus/workbook/ \; 2>/dev/null || true
	cargo fuzz run -s none expression -- -max_total_time=$$((60 * $(minutes))) -max_len=400 -timeout=20 -dict=fuzz/expression.dict
	cargo fuzz run -s none workbook -- -max_total_time=$$((60 * $(minutes))) -max_len=60000 -timeout=20 -dict=fuzz/workbook.dict

.PHONY: screens
screens: ## Photograph the pages
	@tools/need rust postgres node browser
	cargo build --locked --bins --example with_postgres
	$(with_postgres) node tests/browser/screens.mjs

.PHONY: advisories
advisories: ## Look for known vulnerabilities of the dependencies; needs a network
	@tools/need rust checkers
	cargo deny --locked check advisories
