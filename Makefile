# The promises to whoever clones this: `make demo` serves, `make test` tests. Everything else is for working on it.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
PORT ?= 8000
.DEFAULT_GOAL := help

help:  ## what can be made
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/'

$(VENV)/demo-ready: setup.cfg pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[assets]'
	touch $@

$(VENV)/test-ready: setup.cfg pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[assets,dev]'
	touch $(VENV)/demo-ready $@

.PHONY: help demo test assets translations lint types contracts check serve wheel clean

assets-now:
	$(BIN)/python -m codesign.web.build_assets

translations-now:
	$(BIN)/python -m codesign.web.build_translations

assets: $(VENV)/demo-ready assets-now  ## build what browsers load

translations: $(VENV)/demo-ready translations-now  ## compile the catalogues

demo: $(VENV)/demo-ready assets-now translations-now  ## set everything up and serve both demo projects on port 8000
	$(BIN)/codesign demo --port $(PORT)

test: $(VENV)/test-ready assets-now translations-now  ## every test that needs no root, on SQLite and on PostgreSQL
	$(BIN)/python -m pytest -n 2 $(TESTS)
	$(BIN)/python -m pytest -n 2 --database=postgresql -m "not browser and not slow" $(TESTS)

lint: $(VENV)/test-ready  ## style, templates, security smells
	$(BIN)/ruff check .
	$(BIN)/ruff format --check codesign tests
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/bandit --quiet --recursive --severity-level medium codesign

types: $(VENV)/test-ready  ## mypy, strict
	$(BIN)/mypy

contracts: $(VENV)/test-ready  ## which room may import which
	$(BIN)/lint-imports

check: lint types contracts  ## all three

wheel: $(VENV)/test-ready assets-now translations-now  ## a wheel with assets and catalogues inside
	$(BIN)/python -m pip wheel --no-deps --wheel-dir dist .

clean:  ## remove what was made
	rm -rf $(VENV) static/build static/node_modules build dist *.egg-info
	find . -name '*.mo' -delete
