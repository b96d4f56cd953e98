# make up     runs Landwaiter on this machine; Ctrl-C stops it
# make demo   replays sample dockets and the reported cases through 400 days
# make test   runs every test that this machine can run, and says what it left out
# make bench  measures
# make lint   style, types, and which way the imports run
# make setup  only the virtual environment; the others do it by themselves
# make lock   pins the dependencies anew (needs uv)

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup up demo test bench lint lock

help:
	@sed -n 's/^# //p' Makefile | sed '/^$$/q'

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Landwaiter needs Python 3.11 or later, and $(PYTHON) is `$(PYTHON) --version 2>&1`." \
	    "Name another one: make setup PYTHON=python3.12" >&2; exit 1; }
	@echo "Installing what Landwaiter needs into .venv, once: a minute or two."
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

bench: setup
	@$(BIN)/python -m pytest tests/benchmarks -m "" $(PYTEST_ARGS)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lock:
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-strip-extras --no-emit-index-url --no-annotate --no-header --upgrade --quiet \
	  --output-file requirements.lock
