# make install   a virtual environment in .venv with everything, from the pinned versions of constraints.txt
# make demo      crawls a small news site on loopback into build/demo.sqlite, twice, and lists the deals found
# make test      the tests;  make lint types   style and types;  make clean   removes what was made

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO_DATABASE := build/demo.sqlite

.PHONY: install demo test lint types clean

install: $(STAMP)

# uv installs in seconds where pip takes most of a minute, and old pips (23.2.1) pass over some packages. Where uv is
# not to be had, pip itself is brought up to date instead.
$(STAMP): pyproject.toml constraints.txt
	@command -v "$(PYTHON)" >/dev/null 2>&1 || { echo "There is no $(PYTHON) here. Install Python 3.11 or newer, or name one: make install PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Dealtrail needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V). Name a newer one: make install PYTHON=python3.11" >&2; exit 1; }
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV) || { echo "$(PYTHON) cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip --upgrade
	@if $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt uv; then \
		echo "Installing with uv" && $(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[dev,flows,cluster]'; \
	else false; fi || { \
		echo "Installing with pip" && $(BIN)/python -m pip install --quiet --upgrade pip && \
		$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev,flows,cluster]'; }
	@touch $(STAMP)
	@echo "Installed. Try: make demo, or $(BIN)/dealtrail --help"

demo: install
	@mkdir -p build
	@$(BIN)/python -m dealtrail.demo $(DEMO_DATABASE)
	$(BIN)/dealtrail deals --database $(DEMO_DATABASE)
	@echo "Review them at http://127.0.0.1:8710/ with: $(BIN)/dealtrail review --database $(DEMO_DATABASE)"

test: install
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy --strict

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
