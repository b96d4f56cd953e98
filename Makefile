# make up     runs Landwaiter on this machine; press Ctrl-C to stop it
# make demo   replays sample dockets and reported cases through 400 days, and prints every alert
# make test   runs every test that this machine can run, and says what it left out
# make bench  measures speed beside other schedulers (20 minutes; BENCH_SIZES=1k,10k for a quick run)
# make chaos  kills Landwaiter at every point, and says what was lost (over an hour)
# make fuzz   gives every reader broken input, for FUZZ_SECONDS (30) each
# make lint   checks style, types, imports and plain language
# make setup  creates the virtual environment; every other target does so itself
# make lock   updates the pinned dependencies (needs uv)

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
PYTEST_ARGS ?=
PEERS := build/peers
LOCKED := --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-annotate \
  --no-header --upgrade --quiet

.DEFAULT_GOAL := help
.PHONY: help setup up demo test bench peers chaos fuzz lint lock axe

help:
	@sed -n 's/^# //p' Makefile | sed '/^$$/q'

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Landwaiter needs Python 3.11 or later, but $(PYTHON) is `$(PYTHON) --version 2>&1`." \
	    "Choose another one, as in: make setup PYTHON=python3.12" >&2; exit 1; }
	@echo "Installing Landwaiter's dependencies into .venv. This happens once and takes a minute or two."
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m pip check
	@touch $(READY)

up: setup
	@exec $(BIN)/python -m deployments.up

demo: setup
	@$(BIN)/python -m deployments.demo

test: setup
	@.ci/test $(PYTEST_ARGS)

# What `make bench` measures beside; it is no part of Landwaiter, so it is kept out of .venv.
peers: $(PEERS)/ready

$(PEERS)/ready: tests/benchmarks/peers.lock $(READY)
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes --upgrade --target $(PEERS) -r tests/benchmarks/peers.lock
	@touch $@

# By it the tests look at the pages of the desk; it is no part of Landwaiter.
axe: tests/support/axe/node_modules/ready

tests/support/axe/node_modules/ready: tests/support/axe/package-lock.json
	@npm ci --prefix tests/support/axe --silent --no-audit --no-fund --ignore-scripts
	@touch $@

bench: setup
	@$(MAKE) --no-print-directory peers || echo "The other schedulers could not be installed: their figures are left out." >&2
	@$(BIN)/python -m tests.benchmarks

chaos: setup
	@$(BIN)/python -m tests.chaos
	@$(MAKE) --no-print-directory fuzz

fuzz: setup
	@FUZZ_SECONDS=$${FUZZ_SECONDS:-30} $(BIN)/python -m pytest tests/fuzz --numprocesses 0 $(PYTEST_ARGS)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.layout.plain_language

lock:
	uv pip compile pyproject.toml --group dev $(LOCKED) --output-file requirements.lock
	uv pip compile --group bench $(LOCKED) --output-file tests/benchmarks/peers.lock
	uv pip compile pyproject.toml deployments/requirements-scale.in --group dev $(LOCKED) --constraints requirements.lock \
	  --output-file deployments/requirements-scale.lock
