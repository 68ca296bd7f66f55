# `make demo` and `make test` do all the set-up they need; `make help` lists the rest.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

ARTICLE ?= client/examples/interview.txt
# The first Python that is here, runs, and is of a version that every dependency has wheels for.
PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,$(shell \
	$(name) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $(name))))

VENV := .venv
BIN := $(VENV)/bin
PIP := PIP_CONSTRAINT=constraints.txt PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet
DISTRIBUTIONS := $(addsuffix /pyproject.toml,proto client service)
# The stamps are written last, so a set-up that failed half-way is done again; their names change
# with the interpreter and the folder, so a moved or upgraded tree is set up anew.
STAMP := $(VENV)/ready-$(firstword $(shell (echo "$(CURDIR)"; $(PYTHON) -V) 2>&1 | cksum))

DATA ?= ../shared/bench/data

.PHONY: help setup setup-dev demo serve test bench bench-service soak fuzz train check format generate breaking constraints clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(STAMP): constraints.txt $(DISTRIBUTIONS)
	@test -n "$(PYTHON)" || { echo "Quoth needs Python 3.11, 3.12 or 3.13; none is on the PATH. Install one, or name it: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) -V); this takes a minute the first time."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) --editable ./proto --editable ./client --editable "./service[tracing]"
	@touch $@

$(STAMP)-dev: $(STAMP) pyproject.toml
	@echo "Installing the tools for tests and checks."
	@$(PIP) $$($(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["dev"])')
	@touch $@

setup: $(STAMP) ## make .venv with the three distributions
setup-dev: $(STAMP)-dev ## ... and the tools for tests and checks

demo: setup ## start a service, send it an article, print the quotations (ARTICLE=path for your own)
	@$(BIN)/quoth extract --local "$(ARTICLE)"

serve: setup ## run the service in the foreground on 127.0.0.1:50051
	@exec $(BIN)/quoth-service serve

test: setup-dev ## run the tests
	@OMP_THREAD_LIMIT=1 $(BIN)/python -m pytest -n auto --dist loadfile $(PYTEST_ARGS)  # a process a core is enough

check: setup-dev ## lint, types, layers, contract
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python proto/generate.py --check
	@$(BIN)/python proto/generate.py --image $(VENV)/contract.binpb
	@$(BIN)/buf lint $(VENV)/contract.binpb --config proto/buf.yaml
	@$(MAKE) --no-print-directory breaking

# Compared with the last release; before the first one, with the last commit.
AGAINST ?= $(shell git describe --tags --abbrev=0 --match 'v*' 2>/dev/null || echo HEAD)
breaking: setup-dev ## fail if the contract breaks callers of the last release (AGAINST=git revision)
	@$(BIN)/python proto/generate.py --image $(VENV)/contract.binpb
	@$(BIN)/python proto/generate.py --image $(VENV)/contract-before.binpb --ref $(AGAINST)
	@$(BIN)/buf breaking $(VENV)/contract.binpb --against $(VENV)/contract-before.binpb --config proto/buf.yaml

bench: setup-dev ## measure speed, memory and quality; writes bench.json
	@$(BIN)/python tests/bench/bench.py

bench-service: setup-dev ## measure the running service under load; writes bench-service.json
	@$(BIN)/python tests/bench/service.py

soak: setup-dev ## send 50,000 documents of never-seen words, watch memory; writes bench-soak.json
	@$(BIN)/python tests/bench/soak.py

fuzz: setup-dev ## send 100,000 hostile inputs to a real server
	@FUZZ_INPUTS=100000 $(BIN)/python -m pytest tests/rpc/test_fuzz.py

# Articles that teach who speaks and where, but not what is speech.
LOCATED := $(wildcard service/training/venues-*.txt)
train: setup-dev ## make the models anew from the benchmark's training data
	@$(BIN)/python -m quoth.engine.training $(DATA)/polnear-train.jsonl $(addprefix --marked ,$(filter-out %/calibration.txt $(LOCATED),$(wildcard service/training/*.txt))) \
		$(addprefix --attributed ,$(LOCATED)) \
		--apart service/training/calibration.txt --judge $(DATA)/polnear-dev.jsonl --judge $(DATA)/suite-dev.jsonl

format: setup-dev ## format the code and mend what the linter can mend
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

generate: setup ## regenerate the stubs from the .proto files
	@$(BIN)/python proto/generate.py

constraints: setup-dev ## write the versions that are installed now to constraints.txt
	@$(BIN)/python -m pip list --exclude-editable --exclude pip --exclude setuptools --format freeze > constraints.txt

clean: ## remove what set-up made
	@rm -rf $(VENV) proto/.venv-generate .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
