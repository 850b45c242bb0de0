# One line of help for each target: `make help`.
PYTHON ?= python3
RUN := $(PYTHON) tools/bootstrap.py
DEV := $(PYTHON) tools/bootstrap.py --dev

.DEFAULT_GOAL := help
.PHONY: help run test check check-all bench bench-data messages screenshot lock

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Set up what is missing, then run the demonstration (server and worker) until Ctrl-C
	@exec $(RUN) flask --app wsgi up

test: ## Run the tests, on SQLite and on PostgreSQL
	@exec $(DEV) pytest -n auto --maxprocesses 4 --dist worksteal

check: ## Style, types, floors of the house, templates
	@$(DEV) ruff check .
	@$(DEV) ruff format --check .
	@$(DEV) mypy
	@$(DEV) lint-imports
	@$(DEV) djlint templates --lint --quiet

check-all: check ## The long versions: every page in every language in a browser, every point of a crash
	@exec $(DEV) pytest --long -n auto --maxprocesses 4

bench: ## Measure against nginx and write docs/benchmarks.md
	@exec $(DEV) python -m bench

bench-data: ## Measure lists, pages and the timeline on both databases and write docs/benchmarks-data.md
	@exec $(DEV) python -m bench.data

messages: ## Bring the catalogues of interface text up to date with the code, and the PO files with the content
	@$(DEV) python -m tools.catalogues
	@$(DEV) flask --app wsgi content refresh

screenshot: ## Make the picture in the README anew
	@exec $(DEV) python -m tools.screenshot

lock: ## Resolve the dependencies of pyproject.toml anew into the requirements files
	@$(DEV) python -m pip install --quiet uv
	@$(DEV) uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.txt
	@$(DEV) python -m pip install --quiet uv # the line above has changed what is to be installed
	@$(DEV) uv pip compile -q --group dev -c requirements.txt --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-dev.txt
