# Every way into the workshop. `make` alone lists them; each does its own set-up first.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo demo-offices test lint format bench soak fuzz docs screenshots site images compose-up compose-down deploy-test sbom audit pins hooks clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SERVICES := intake matching conference notifications registry
# The portal is no service: an edge that asks them, shipped like one.
SHIPPED := $(SERVICES) portal
PACKAGES := shared $(SHIPPED:%=services/%)
# Touched when the set-up is complete; anything newer among what it was made from makes it again.
STAMP := $(VENV)/.kring-ready
# Narrow the tests: make test TESTS='tests/route -k gent'
TESTS ?= tests
# How many processes share the whole suite: most of its long tests wait for servers. A part of it runs in one.
WORKERS ?= $(if $(filter tests,$(TESTS)),3,0)
# Which benchmarks, and where to: make bench BENCH='hop --json hop.json'
BENCH ?=
# How long to soak, and what chance shall do again.
MINUTES ?= 10
SEED ?=
# How many made-up inputs are put before all parsers together.
INPUTS ?= 100000
# What the images are called, and what they stand on: any Debian-like image with Python 3.11 or later and venv.
KRING_VERSION ?= $(shell sed -n 's/^version = "\(.*\)"/\1/p' shared/pyproject.toml)
BASE ?=
RUNTIME ?= $(BASE)
# How Kring starts on Docker: small, cluster or office. An office names itself and where its hub takes lines.
PROFILE ?= small
OFFICE ?=
HUB ?=
HOST_NAMES ?=
# More words for `docker build`, such as --network host
BUILD_WITH ?=

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

# All but tests/deploy: what is deployed is tested by `make deploy-test`, which needs a Docker engine and the images.
test: setup ## Run every test (a part of them: make test TESTS='tests/unit')
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadscope --no-loadscope-reorder \
		$(if $(filter tests,$(TESTS)),--ignore tests/deploy) $(TESTS)

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

soak: setup ## Kill everything at random while routes are played, for as long as wanted (make soak MINUTES=60 SEED=7)
	@$(BIN)/python -m tests.resilience.soak --minutes $(MINUTES) $(SEED:%=--seed %)

fuzz: setup ## Put made-up inputs before every parser (make fuzz INPUTS=1000000 SEED=7)
	@$(BIN)/python -m tests.fuzz --inputs $(INPUTS) $(SEED:%=--seed %)

docs: setup ## Write anew what is made from code: contracts, released schemas, parts of the pages
	@$(BIN)/kring contracts --out docs/contracts
	@$(BIN)/kring portal openapi --out docs/contracts/openapi.json
	@$(BIN)/python -m tests.contract.release
	@$(BIN)/python -m tests.architecture.documents

# The variable keeps the theme from advertising; -m lets mkdocs.yml's hooks find the tree. Not --quiet: MkDocs would then
# not notice what is broken.
screenshots: setup ## Make the pictures of the portal in the documentation anew (needs Chromium)
	KRING_SCREENSHOTS=1 $(BIN)/python -m pytest tests/browser/test_pictures.py

site: setup ## Build the site of the documentation into build/site; whatever is broken is an error
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build
	@echo 'Begin with build/site/index.html'

images: ## Build an image of each service, and one of all tools (on another Python: make images BASE=…)
	@docker version >/dev/null 2>&1 || { echo 'No Docker engine answers; on Debian: apt install docker.io'; exit 1; }
	@for service in $(SHIPPED) tools; do \
		began=$$(date +%s); image=kring/$$service:$(KRING_VERSION); \
		docker build --quiet $(BUILD_WITH) --file deploy/Dockerfile --build-arg SERVICE=$$service \
			$(BASE:%=--build-arg BASE=%) $(RUNTIME:%=--build-arg RUNTIME=%) --build-arg KRING_VERSION=$(KRING_VERSION) \
			--build-arg KRING_REVISION=$$(git rev-parse --quiet --verify HEAD) \
			--tag $$image --tag kring/$$service:latest . >/dev/null || exit 1; \
		docker image inspect --format "$$image {{.Size}} $$(($$(date +%s) - began))" $$image | \
			awk '{ printf "  %-28s %4d MB, built in %d s\n", $$1, $$2 / 1000000, $$3 }'; \
	done

compose-up: ## Start Kring on Docker on this machine (PROFILE=cluster; docs/containers.md has more)
	@PROFILE=$(PROFILE) OFFICE=$(OFFICE) HUB='$(HUB)' HOST_NAMES='$(HOST_NAMES)' KRING_VERSION=$(KRING_VERSION) deploy/compose-up

compose-down: ## Stop it; what it keeps stays where it is
	@cd deploy && if docker compose version >/dev/null 2>&1; then docker compose down; else docker-compose down; fi

# Needs an engine and what `make images` made, and says so where either is missing; nothing is skipped.
deploy-test: setup ## Test what is deployed: images, compose, manifests
	$(BIN)/python -m pytest tests/deploy

# What lists and audits stands apart from the workshop, and in no image.
SECURITY := build/security
$(SECURITY)/.ready: requirements/security.txt
	@echo 'Installing what lists and audits packages into $(SECURITY)'
	@rm -rf $(SECURITY) && $(PYTHON) -m venv $(SECURITY)
	@$(SECURITY)/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/security.txt
	@touch $@

sbom: setup $(SECURITY)/.ready ## List what each image brings along, as CycloneDX, into build/sbom
	@$(SECURITY)/bin/python -m deploy.sbom build/sbom --licences-of $(BIN)/python $(SHIPPED) tools

audit: $(SECURITY)/.ready ## Ask whether a weakness is known of anything that is pinned
	@$(SECURITY)/bin/python -m deploy.audit requirements/*.txt requirements/images/*.txt

# No annotation, no header, no index: a pin file carries names, versions and hashes, nothing of the machine that made it.
PIN := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links --upgrade
NOT_OURS := $(patsubst %,--no-emit-package kring-%,shared $(SHIPPED))
pins: setup ## Look for newer packages and write the pins anew
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/pins.txt
	$(PIN) requirements/pins.in --output-file requirements/pins.txt
	$(PIN) requirements/security.in --output-file requirements/security.txt
	$(PIN) $(NOT_OURS) requirements/dev.in --output-file requirements/dev.txt
	@for file in requirements/images/*.in; do \
		$(filter-out --upgrade,$(PIN)) $(NOT_OURS) --constraints requirements/dev.txt $$file \
			--output-file $${file%.in}.txt || exit 1; \
	done

hooks: setup ## Let git run the same checks before each commit and push
	$(BIN)/pre-commit install --hook-type pre-commit --hook-type pre-push

clean: ## Remove what can be made again, .venv included
	rm -rf $(VENV) .kring .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find services shared -maxdepth 2 \( -name '*.egg-info' -o -name build \) -prune -exec rm -rf {} +
