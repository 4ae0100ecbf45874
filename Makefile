# Two commands are enough: make run, make test. make help lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
PYTHON ?= python3
PORT ?= 8000
TEST_PROCESSES ?= 2
PY := .venv/bin/python
# One line a package, so that a slow network shows that something moves.
PIP := $(PY) -m pip install --disable-pip-version-check --progress-bar off
NAMES := awk '/^Collecting/ {print "  " $$2; fflush()}'
# This machine's settings, if it has any (.env.example says which there are).
WITH_ENV := set -a; [ ! -f .env ] || . ./.env; set +a;

.DEFAULT_GOAL := help
.PHONY: help run prepare demo-people demo-remove test lint format messages services services-stop clean install install-dev

help: ## List every target
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: prepare ## Prepare the shop and serve it on 127.0.0.1 (PORT=8000); Ctrl-C stops it
	@$(WITH_ENV) exec $(PY) scripts/serve.py --port $(PORT)

prepare: .venv/run.stamp messages ## Install, migrate, load villages and demo, build the indexes
	@$(WITH_ENV) $(PY) manage.py prepare --port $(PORT)

demo-people: .venv/run.stamp ## Give the demo people new passwords and print them
	@$(WITH_ENV) $(PY) manage.py demo people

demo-remove: .venv/run.stamp ## Take the demo shop out; nothing else is touched
	@$(WITH_ENV) $(PY) manage.py demo remove

test: .venv/dev.stamp messages ## Install what the tests need and run all of them
	@$(PY) scripts/services.py start --if-installed
	@$(PY) -m pytest -n $(TEST_PROCESSES) --dist worksteal $(ARGS)

LINTS := lint-format lint-python lint-templates lint-storeys lint-migrations lint-words
.PHONY: $(LINTS)

lint: .venv/dev.stamp messages ## Check style, templates, storeys, migrations and translations
	@$(MAKE) --keep-going --no-print-directory $(LINTS)

lint-format:
	@.venv/bin/ruff format --check .

lint-python:
	@.venv/bin/ruff check .

lint-templates:
	@.venv/bin/djlint --lint --quiet .

lint-storeys:
	@.venv/bin/lint-imports --no-logo

lint-migrations:
	@DATABASE_URL=sqlite://:memory: DJANGO_SETTINGS_MODULE=shop.settings.test $(PY) manage.py makemigrations --check --dry-run

lint-words:
	@$(PY) -m scripts.check_translations

format: .venv/dev.stamp ## Format Python and sort its imports
	@.venv/bin/ruff check --select I --fix .
	@.venv/bin/ruff format .

messages: .venv/run.stamp ## Compile the translations that changed
	@$(PY) scripts/compile_messages.py

services: ## Start a private PostgreSQL and stripe-mock for the tests (loopback only)
	@$(PYTHON) scripts/services.py start

services-stop: ## Stop them
	@$(PYTHON) scripts/services.py stop

clean: services-stop ## Remove what was built; data in .local stay (rm -r .local removes the shop's data)
	@rm -rf .cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .local/static
	@find . -path ./.venv -prune -o \( -name '*.mo' -o -name '*.pyc' \) -type f -exec rm {} +

install: .venv/run.stamp ## Install what the shop runs on

install-dev: .venv/dev.stamp ## Install what tests and lint need

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv is missing (Debian: apt-get install python3-venv)"; exit 1; }
	@echo "Making .venv"
	@$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.txt | .venv/bin/python
	@echo "Installing what the shop runs on (a few minutes the first time)"
	@$(PIP) -r requirements.txt | $(NAMES)
	@touch $@

.venv/dev.stamp: requirements-dev.txt .venv/run.stamp
	@echo "Installing what tests and lint need"
	@$(PIP) -r requirements-dev.txt | $(NAMES)
	@touch $@
