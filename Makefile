# Every way into the workshop. `make` alone lists them; each does its own set-up first.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo demo-offices test lint format bench docs site pins hooks clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SERVICES := intake matching conference notifications registry
PACKAGES := shared $(SERVICES:%=services/%)
# Touched when the set-up is complete; anything newer among what it was made from makes it again.
STAMP := $(VENV)/.kring-ready
# Narrow the tests: make test TESTS='tests/route -k gent'
TESTS ?= tests
# How many processes share the whole suite: most of its long tests wait for servers. A part of it runs in one.
WORKERS ?= $(if $(filter tests,$(TESTS)),3,0)
# Which benchmarks, and where to: make bench BENCH='hop --json hop.json'
BENCH ?=

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## Make .venv: pinned packages and Kring itself (at once when nothing changed)

$(STAMP): requirements/dev.txt $(PACKAGES:%=%/pyproject.toml)
	@rm -f $@
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Kring needs Python 3.11 or later: make PYTHON=python3.11 setup'; exit 1; }
	@test -x $(BIN)/pip || { echo 'Making $(VENV)'; $(PYTHON) -m venv --clear $(VENV); } || \
		{ rm -rf $(VENV); echo 'Python cannot make a virtual environment; on Debian: apt install python3-venv'; exit 1; }
	@echo 'Installing the pinned packages into $(VENV); the first time this takes a minute'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation $(PACKAGES:%=--editable ./%)
	@touch $@

demo: setup ## Play the whole route: referrals in, locked registrations out
	@$(BIN)/python -m deploy.demo

demo-offices: setup ## Cut the line between two offices while both work, and see what becomes of it
	@$(BIN)/python -m deploy.demo.offices

test: setup ## Run every test (a part of them: make test TESTS='tests/unit')
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadscope --no-loadscope-reorder $(TESTS)

lint: setup ## Check style, types, who may import whom, and what may be committed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.architecture.committed_files

format: setup ## Let ruff put the code in form
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

bench: setup ## Measure (one of them: make bench BENCH=hop)
	@$(BIN)/python -m tests.benchmarks $(BENCH)

docs: setup ## Write anew what is made from code: contracts, released schemas, parts of the pages
	@$(BIN)/kring contracts --out docs/contracts
	@$(BIN)/python -m tests.contract.release
	@$(BIN)/python -m tests.architecture.documents

# The variable keeps the theme from advertising; -m lets mkdocs.yml's hooks find the tree.
site: setup ## Build the site of the documentation into build/site; whatever is broken is an error
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet
	@echo 'The site is in build/site; begin with build/site/index.html'

# No annotation, no header, no index: a pin file carries names, versions and hashes, nothing of the machine that made it.
PIN := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links --upgrade
pins: setup ## Look for newer packages and write the pins anew
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/pins.txt
	$(PIN) requirements/pins.in --output-file requirements/pins.txt
	$(PIN) $(patsubst %,--no-emit-package kring-%,shared $(SERVICES)) requirements/dev.in --output-file requirements/dev.txt

hooks: setup ## Let git run the same checks before each commit and push
	$(BIN)/pre-commit install --hook-type pre-commit --hook-type pre-push

clean: ## Remove what can be made again, .venv included
	rm -rf $(VENV) .kring .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find services shared -maxdepth 2 \( -name '*.egg-info' -o -name build \) -prune -exec rm -rf {} +
