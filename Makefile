# Two commands: `make report` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help

CORPUS ?= data/straits_dispute
OUT ?= reports/$(basename $(notdir $(patsubst %/,%,$(CORPUS))))
# Your corrections of names; a file CORPUS_aliases.csv beside the corpus is used by itself.
ALIASES ?= $(wildcard $(patsubst %/,%,$(CORPUS))_aliases.csv)
WORKERS ?= 1
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
READY := .venv/ready
# JupyterLab asks nobody for news.
QUIET_LAB := {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false}}

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Polyvocal needs Python 3.11, 3.12 or 3.13 on the PATH (or make PYTHON=/path/to/python)"; exit 2; }
	@echo "Building .venv from requirements.lock: two to five minutes and 1.7 GB, once ..."
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

.PHONY: help env report test lint types unit notebooks lab lock golden clean

help: ## Print this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

env: $(READY) ## Build .venv from the lock file

report: $(READY) ## Make the report (CORPUS=path OUT=path for your own files; ALIASES=csv WORKERS=n)
	@$(BIN)/polyvocal report "$(CORPUS)" --out "$(OUT)" --workers $(WORKERS) \
		$(if $(ALIASES),--aliases "$(ALIASES)") || test $$? -eq 1

test: lint types unit notebooks ## Run every check

lint: $(READY) ## Check style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY) ## Check types
	$(BIN)/mypy

unit: $(READY) ## Run the unit tests, doctests and a papermill run
	$(BIN)/pytest --quiet

notebooks: $(READY) ## Run every notebook and compare its outputs
	$(BIN)/pytest --quiet -p no:cacheprovider --nbval --nbval-current-env --nbval-sanitize-with tests/nbval_sanitize.cfg \
		-o addopts="" -W default notebooks

lab: $(READY) ## Open JupyterLab on the notebooks
	@$(BIN)/jupyter trust notebooks/*.ipynb notebooks/seminar/*.ipynb >/dev/null
	@mkdir -p .venv/share/jupyter/lab/settings
	@echo '$(QUIET_LAB)' > .venv/share/jupyter/lab/settings/overrides.json
	$(BIN)/jupyter lab --ServerApp.root_dir="$(CURDIR)" --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate \
		notebooks/00_quickstart.ipynb

# One version of each package for every Python, so that all give the same numbers; old pins would be kept, so without them.
lock: $(READY) ## Resolve the dependencies anew into requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --fork-strategy fewest --upgrade \
		--generate-hashes --no-header --quiet --output-file requirements.lock

golden: $(READY) ## Renew the expected tables and the committed report and notebooks (read the difference before committing)
	$(BIN)/python tests/golden.py

clean: ## Remove .venv, caches and everything built
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
