# Every target works on a fresh machine with Python >= 3.11 and the package registries alone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The real data sets, where this machine has them; tests that need them say so and skip when they are absent.
MBI_DATA_DIR ?= $(abspath $(wildcard ../shared/data))
export MBI_DATA_DIR
# How many test files run at a time; 0: one test after the other, in one process (for a debugger).
WORKERS ?= 2

.PHONY: setup demo test lint audit bench docs yangzhong clean

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -c 'import sys; assert sys.version_info >= (3, 11), "openmbi needs Python 3.11 or newer"'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

demo: setup
	rm -rf demo
	$(BIN)/mbi simulate demo --seed 7
	$(BIN)/mbi --bureau demo run --ingest --as-of 2026-01-02 --cases

test: setup lint
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/pyright

# Known vulnerabilities of what is installed, and secrets in what is committed. AUDIT=--tolerate-unreachable: do not fail where the advisory service
# cannot be asked; it says so in either case.
audit: setup
	$(BIN)/python .ci/secret_scan.py
	$(BIN)/python .ci/dependency_audit.py $(AUDIT)

bench: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[bench]"
	$(BIN)/python -m benchmarks

docs: setup
	$(BIN)/mkdocs build --strict

yangzhong: setup
	@test -n "$(MBI_DATA_DIR)" || { echo "set MBI_DATA_DIR to the folder that holds yangzhong_power"; exit 2; }
	$(BIN)/mbi --bureau examples/yangzhong run --ingest

clean:
	rm -rf $(VENV) demo site build dist examples/*/store examples/*/state examples/*/output
