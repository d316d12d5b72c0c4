# Kollega: `make run` serves the demo, `make test` runs every check. Both work from a fresh clone.
# Needs Python 3.11 or newer, Node 20.19 or newer, and make.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
STAMPS := $(VENV)/stamps
BUILD := src/kollega/web/static/build/manifest.json
FRONT_SOURCES := $(shell find frontend src/kollega \( -name '*.ts' -o -name '*.css' -o -name '*.html' -o -name '*.svg' \) -not -path '*/static/build/*' 2>/dev/null)
MESSAGES := $(shell find src -name 'django.po' 2>/dev/null)
PYTEST_ARGS ?= -n 3 --dist loadfile

# An account without a usable home keeps the package caches here.
ifneq ($(shell test -w "$$HOME" && echo yes),yes)
export UV_CACHE_DIR := $(CURDIR)/$(VENV)/cache/uv
export npm_config_cache := $(CURDIR)/$(VENV)/cache/npm
export PIP_CACHE_DIR := $(CURDIR)/$(VENV)/cache/pip
endif
export UV_PYTHON_DOWNLOADS := never
# uv trusts what the machine trusts, as pip and npm do.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS := true
endif
export VITE_TELEMETRY := 0

.PHONY: run test prove bench check front messages lock clean chromium tools
.DELETE_ON_ERROR:

# --- what people type -------------------------------------------------------------------------------------------------

run: export KOLLEGA_ENV := $(or $(KOLLEGA_ENV),demo)
run: export KOLLEGA_LOG_LEVEL := $(or $(KOLLEGA_LOG_LEVEL),WARNING)
run: $(STAMPS)/run $(BUILD) $(STAMPS)/messages
	@$(PY) -m kollega run --end-with-parent

test: check chromium
	@$(PY) -m pytest $(PYTEST_ARGS)

prove: export KOLLEGA_PROVE := 1
prove: check chromium
	@$(PY) -m pytest $(PYTEST_ARGS)

bench: $(STAMPS)/dev $(BUILD) $(STAMPS)/messages
	@$(PY) -m tests.benchmarks

check: export KOLLEGA_ENV := test
check: $(STAMPS)/dev $(BUILD) $(STAMPS)/messages
	@$(PY) tools/check_locks.py
	@$(PY) tools/configuration.py --check
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/ruff format --quiet --check .
	@$(VENV)/bin/lint-imports --no-cache >$(STAMPS)/imports.txt || { cat $(STAMPS)/imports.txt; exit 1; }
	@$(VENV)/bin/mypy --no-error-summary
	@npm run --silent check
	@npm run --silent sizes
	@$(PY) tools/messages.py check

front: $(BUILD)

messages: $(STAMPS)/messages

lock: $(STAMPS)/venv
	@$(PY) tools/lock.py

# Keeps var/, where the data is.
clean:
	rm -rf $(VENV) node_modules src/kollega/web/static/build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find src -name '*.mo' -delete
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

# --- what they need ---------------------------------------------------------------------------------------------------

$(STAMPS)/venv: requirements/uv.txt tools/link_source.py
	@$(PYTHON) tools/check_machine.py
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing (Debian: apt-get install python3-venv)."; exit 2; }
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@mkdir -p $(STAMPS)
	@$(PY) tools/link_source.py
	@touch $@

# Once the development packages are there, `make run` keeps them.
$(STAMPS)/run: $(STAMPS)/venv requirements/run.txt requirements/dev.txt
	@$(VENV)/bin/uv pip sync --quiet --python $(PY) --require-hashes \
		$$(test -f $(STAMPS)/dev && echo requirements/dev.txt || echo requirements/run.txt)
	@touch $@

$(STAMPS)/dev: $(STAMPS)/venv requirements/dev.txt
	@$(VENV)/bin/uv pip sync --quiet --python $(PY) --require-hashes requirements/dev.txt
	@touch $(STAMPS)/run $@

$(STAMPS)/front: package-lock.json | $(STAMPS)/venv
	@npm ci --silent
	@touch $@

$(BUILD): $(STAMPS)/front vite.config.ts tsconfig.json package.json $(FRONT_SOURCES)
	@npm run --silent build -- --logLevel warn
	@touch $@

$(STAMPS)/messages: $(STAMPS)/run tools/messages.py $(MESSAGES)
	@KOLLEGA_ENV=test $(PY) tools/messages.py compile
	@touch $@

# Browser tests drive the system's Chromium.
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
		else \
			echo "Browser tests need Chromium. Type: sudo apt-get install --no-install-recommends chromium"; exit 2; \
		fi; }
