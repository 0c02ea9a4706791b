# Everything a person does with Readouts by hand. 'make' lists it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := READOUTS_HOME=data/sample READOUTS_SOURCES=sample/sources.yaml READOUTS_SCHEDULE=off
ifneq ($(MODEL),)
SAMPLE := READOUTS_HOME=data/sample-$(MODEL) READOUTS_MODEL=data/sample-$(MODEL)/model.yaml \
  READOUTS_SOURCES=sample/sources.yaml READOUTS_SCHEDULE=off
endif
GOLD ?= ../shared/eval
ANSWERS ?= ../shared/model/answers
# How many processes run the tests: one more than the cores of a small machine, for at times each waits for a server.
WORKERS ?= 3

.DEFAULT_GOAL := help
# Tests are many processes, each of which would compile the project anew.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help run dev up test test-all quick lint eval weigh bench soak docs model-server pictures lock clean cluster

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

run: $(VENV)/.run ## crawl the sample site, run its editions, print the answer (MODEL=recorded: a model's answers, too)
	@$(BIN)/readouts sample $(if $(MODEL),--model $(MODEL)) $(if $(VERBOSE),--verbose)

dev: $(VENV)/.run ## open the Dagster UI on the sample, at http://127.0.0.1:3000 (MODEL=recorded: on that of recorded answers)
	@$(SAMPLE) $(BIN)/readouts ui

up: $(VENV)/.run ## open the Dagster UI on your own data with the schedule on (sources.yaml, READOUTS_HOME)
	@$(BIN)/readouts ui

cluster: $(VENV)/.cluster ## run the sample on workers of this machine, with PostgreSQL and Redis (KEEP=1: leave it running, with its UI)
	@$(BIN)/readouts cluster $(if $(KEEP),--keep)

# Tests of several machines start PostgreSQL, Redis and workers: a third of all time.
ONE_MACHINE := --ignore=tests/cluster
LEFT_OUT ?= $(ONE_MACHINE)

test: $(VENV)/.dev ## run every check of an instance on one machine, but for the longest (make soak)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(MAKE) --no-print-directory -s -j4 types imports running plain

test-all: ## run every check, of several machines, too, as CI does
	@$(MAKE) --no-print-directory -s test LEFT_OUT=

# Tests of what is plain Python: no edition, no database, no browser, no server. Each takes some milliseconds, and to be
# dealt out to workers as many again: so they run in a process or two of their own, of about the same length.
READING := tests/parse --ignore=tests/parse/test_reactions.py
KNOWING := tests/base tests/parse/test_reactions.py tests/reference tests/dates tests/grounding tests/joining \
  tests/harvest/page tests/asking/answers/test_answer.py tests/asking/questions tests/asking/test_model_file.py \
  tests/test_evaluate.py
PLAIN := $(filter tests/%,$(KNOWING)) tests/parse

# Types take half a minute where nothing of them is stored: tests run meanwhile.
.PHONY: types imports running plain reading knowing
types:
	@$(BIN)/mypy
imports:
	@$(BIN)/lint-imports
running:
	@$(BIN)/python -m pytest -n $(WORKERS) -m "not long" $(LEFT_OUT) $(PLAIN:%=--ignore=%)
plain:
	@$(BIN)/python -m pytest -n 0 -m "not long" $(PLAIN)
reading:
	@$(BIN)/python -m pytest -n 0 $(READING)
knowing:
	@$(BIN)/python -m pytest -n 0 $(KNOWING)

quick: $(VENV)/.dev ## check what can be checked in less than a minute: style, types, imports, all tests of plain Python
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(MAKE) --no-print-directory -s -j2 reading knowing types imports

lint: $(VENV)/.dev ## mend what can be mended, and format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

eval: $(VENV)/.run ## measure the readers against annotated documents: make eval GOLD=folder ANSWERS=folder
	@$(BIN)/python -m readouts.evaluation.measure $(GOLD) --answers $(ANSWERS)

weigh: $(VENV)/.run ## count how often each rule is right against annotated documents: make weigh GOLD=folder
	@$(BIN)/python -m benchmarks.weigh $(GOLD)

bench: $(VENV)/.dev ## measure speed
	@$(BIN)/python -m benchmarks

soak: $(VENV)/.dev ## kill runs at random moments, a hundred times, harm files between runs, kill workers in every step, and see that nothing is lost (half an hour)
	@$(BIN)/python -m pytest -n $(WORKERS) -m long
	@$(BIN)/python -m tests.soak

model-server: $(VENV)/.run ## start llama.cpp's real server with a tiny model of random weights (builds it once, seven minutes)
	@PYTHON=$(abspath $(BIN)/python) tests/asking/model-server.sh

docs: $(VENV)/.dev ## write anew the pages of docs/ that are made from definitions and tables
	@$(BIN)/python -m readouts.warehouse.reading.dictionary
	@$(BIN)/python -m readouts.warehouse.models.lineage
	@$(BIN)/python -m readouts.harvest.sources_doc
	@$(BIN)/python -m readouts.reference.stances.stances_doc
	@$(BIN)/python -m readouts.reference.stances.rules_doc

pictures: $(VENV)/.dev ## make the pictures of the brief anew from the sample (make run first)
	@$(BIN)/python -m tests.brief.pictures

lock: $(VENV)/.dev ## resolve the dependencies anew
	@$(BIN)/python -m pip install --quiet uv
	@./lock.sh

clean: ## remove the environment and the sample's data
	rm -rf $(VENV) data/sample data/sample-recorded data/cluster

# The environment: uv where pip can bring it, plain pip otherwise. A stamp says which lock it holds. The lock is whole,
# so nothing is resolved (--no-deps): older releases of pip stumble over extras in a lock with hashes.
$(VENV)/.run: requirements.lock pyproject.toml
	@$(MAKE) --no-print-directory -s install LOCK=requirements.lock
	@touch $@

$(VENV)/.cluster: requirements-cluster.lock pyproject.toml
	@$(MAKE) --no-print-directory -s install LOCK=requirements-cluster.lock
	@touch $(VENV)/.run $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml
	@$(MAKE) --no-print-directory -s install LOCK=requirements-dev.lock
	@touch $(VENV)/.run $(VENV)/.cluster $@

.PHONY: install
install:
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing $(LOCK) into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv 2>/dev/null || true
	@if $(BIN)/uv --version >/dev/null 2>&1; then \
	  VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --require-hashes -r $(LOCK) && \
	  VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e . ; \
	else \
	  $(BIN)/python -m pip install --quiet --no-deps --require-hashes -r $(LOCK) && \
	  $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e . ; \
	fi
