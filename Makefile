# Everything a person runs in this repository. Bare `make` explains itself.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# A test of the wire waits for a server a third of its time: one and a half a core keep the cores busy.
TESTS_AT_ONCE ?= $(shell echo $$(( ($$(nproc) * 3 + 1) / 2 )))
#: Where tests open a ledger's file; on PostgreSQL a database stands for it.
OPEN_A_LEDGER := tests/world $(addprefix tests/wire/,alerts hooks outbox signin) \
  $(addprefix tests/unit/,cli daemon digest edges/ledger exporting health pipeline)
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet

# A test starts hundreds of programs: without the compiled modules each of them compiles every module again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test test-again test-postgres test-fast servers lint test-crash test-starts test-power test-syscalls test-cut test-lies test-overtaken test-cluster test-soak test-plants bench bench-long bench-scale bench-people fuzz test-all demo-all deb rest sample-fuzz languages catalogue pages site mail-clients pictures sql new-ledger lock clean

help: ## what there is to run
	@echo "inbox_bot looks after a recruitment mailbox. To see it work: make demo"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.ready ## make .venv with the command .venv/bin/inbox-bot, from Python 3.11-3.13 and make alone

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	  || { echo "inbox_bot needs Python 3.11, 3.12 or 3.13; say which: make setup PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "this Python has no venv; on Debian: apt-get install python3-venv" >&2; exit 2; }
	@echo "setting up $(VENV): about a minute the first time"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: setup ## the main job on its own servers: reads 24 sample mails, files, answers, writes the digest
	@$(BIN)/inbox-bot demo

servers: # the servers that the tests run against
	@tests/support/servers/install.sh

test: setup servers ## all tests, on a real Dovecot, SMTP server and PostgreSQL
	@$(BIN)/python -m pytest --numprocesses $(TESTS_AT_ONCE) --dist worksteal --durations 20

test-again: setup # the few that failed, once more, with nothing beside them: one that fails again is broken, others are noted
	@failed=$$($(BIN)/python -c 'import json; print(len(json.load(open(".pytest_cache/v/cache/lastfailed"))))'); \
	  echo "again, alone: $$failed"; [ "$$failed" -le 5 ] \
	  && $(BIN)/python -m pytest --last-failed --last-failed-no-failures none

test-postgres: setup servers ## the tests that open a ledger again, with each ledger on PostgreSQL
	@LEDGER=postgresql $(BIN)/python -m pytest $(or $(ARGS),$(OPEN_A_LEDGER)) \
	  --numprocesses $(TESTS_AT_ONCE) --dist worksteal --durations 20

test-fast: setup ## the pure rooms alone: no server, few examples, under a minute
	@$(BIN)/python -m pytest tests/unit/core --numprocesses auto --dist worksteal --hypothesis-profile few

test-crash: setup servers ## the daemon is killed before each of its 6,000 calls (ARGS="cases=500 seed=2")
	@$(BIN)/python -m tests.faults.run deaths $(ARGS)

test-starts: setup servers # the same with true starts of the command: 20 of them (ARGS="cases=100")
	@$(BIN)/python -m tests.faults.run starts $(ARGS)

test-power: setup servers # the same, and what was never fsynced is gone
	@$(BIN)/python -m tests.faults.run power $(ARGS)

test-syscalls: setup servers ## each call fails once: disk full, read-only, an error of the device, interrupted
	@$(BIN)/python -m tests.faults.run calls $(ARGS)

test-cut: setup servers ## the line to the IMAP or SMTP server breaks at each byte (ARGS="cases=3500")
	@$(BIN)/python -m tests.faults.run lines $(ARGS)

test-lies: setup servers # either server says what is not so, at each of its responses
	@$(BIN)/python -m tests.faults.run lies $(ARGS)

test-overtaken: setup servers # stopped at each moment, while another worker of the same ledger sends what is due
	@$(BIN)/python -m tests.faults.run overtaken $(ARGS)

test-soak: setup servers ## a day within minutes, with 200 faults and 30 kills (ARGS="hours=2 mails=400 faults=20 kills=4")
	@$(BIN)/python -m tests.faults.soak $(ARGS)

test-cluster: setup servers ## three workers on four mailboxes, killed, cut off, stopped, their database restarted (ARGS="points=300 seed=1")
	@$(BIN)/python -m tests.faults.cluster $(ARGS)

test-plants: setup servers # bugs of each family are planted, and have to be found
	@$(BIN)/python -m tests.faults.plants $(ARGS)

lint: setup ## formatting, lint, types, import layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture

sql: setup ## print every statement of the ledger into docs/ledger-sql.md
	@$(BIN)/python -m tests.support.ledger_sql

new-ledger: setup ## write what makes a new SQLite ledger, after a migration was added
	@$(BIN)/python -m tests.support.new_ledger

pages: setup ## write the manual (deploy/inbox-bot.1) and docs/decides.md anew, from commands and tables
	@$(BIN)/python -m inbox_bot.cli.manual > deploy/inbox-bot.1
	@$(BIN)/python -m tests.support.decides

site: setup ## the documentation as a site, in build/site (its generator goes into .venv-site, the first time)
	@test -e .venv-site/.ready -a .venv-site/.ready -nt requirements-site.lock || { $(PYTHON) -m venv .venv-site \
	  && .venv-site/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-site.lock \
	  && touch .venv-site/.ready; }
	@$(BIN)/python -m tests.support.site .venv-site/bin/zensical

bench: setup servers ## speed, against three peers in the same run (under 10 minutes)
	@$(BIN)/python -m bench $(ARGS)

bench-long: setup servers ## an idle poll at 100,000 messages, memory over 20,000 mails, the way back after a kill, a ledger of a million
	@$(BIN)/python -m bench.long $(ARGS)

bench-scale: setup servers ## one, two and four workers over eight mailboxes: CPU of workers and of the database, a mail
	@$(BIN)/python -m bench.scale $(ARGS)

bench-people: setup ## names, addresses and numbers of 200 heads of CVs and ends of letters, against what is right
	@$(BIN)/python -m bench.people $(ARGS)

fuzz: setup ## coverage-guided fuzzing of mails, archives and each document format, for a minute (ARGS="--seconds 3600")
	@$(BIN)/python -c 'import atheris' 2>/dev/null \
	  || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-fuzz.lock \
	  || { echo "Atheris, which fuzzes, has no package for this Python and machine: try PYTHON=python3.11" >&2; exit 2; }
	@$(BIN)/python -m bench.fuzz $(ARGS)

test-all: ## all tests on Python 3.11, 3.12 and 3.13, each where it is installed
	@for python in $$(tests/pythons.sh); do \
	  echo "== $$($$python --version)"; \
	  version=$$($$python -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	  $(MAKE) --no-print-directory test PYTHON=$$python VENV=.venv-$$version || exit 1; done

demo-all: setup # the wheel, in an empty environment of every Python but .venv's: what a plain installation has, and the demo
	@rm -rf build/wheel && $(BIN)/python -m hatchling build --target wheel --directory build/wheel >/dev/null 2>&1
	@for python in $$(tests/pythons.sh); do \
	  version=$$($$python -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	  $(BIN)/python -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] == '$$version')" || continue; \
	  echo "== the demo on $$($$python --version)"; place=$$PWD/.venv-demo-$$version; \
	  install="$$place/bin/python -m pip install --quiet --disable-pip-version-check"; \
	  test -e $$place/.ready -a $$place/.ready -nt requirements-runtime.lock || { $$python -m venv $$place \
	    && $$install --require-hashes -r requirements-runtime.lock -r requirements-demo.lock && touch $$place/.ready; } || exit 1; \
	  $$install --no-deps --force-reinstall build/wheel/*.whl && (cd build/wheel && $$place/bin/inbox-bot demo) || exit 1; done

deb: setup ## a package for Debian, in dist/; where root builds it, it is tried as well
	@$(BIN)/python -m hatchling build --target wheel --directory build/wheel >/dev/null 2>&1
	@deploy/debian.sh build/wheel/*.whl

rest: lint demo-all sample-fuzz site # what .ci/run asks besides the tests; each keeps one core busy, so two go at once

sample-fuzz: setup # a minute and more by hand
	@$(MAKE) --no-print-directory fuzz ARGS="--seconds 30"

languages: ## put the lexicon's files in order and count their phrases, for docs/languages.md
	@$(BIN)/python -m tests.unit.core.lexicon.matrix

catalogue: ## take what people read out of the code, bring its translations up to date, and compile them
	@$(BIN)/python -m tests.support.catalogue

mail-clients: ## fetch caniemail's data with npm, and list what mail clients support
	@$(BIN)/python -m tests.support.mail_clients

pictures: setup ## draw the digest's pictures for docs/pictures/ from the demo's mails, in Chromium
	@$(BIN)/python -m tests.support.pictures

lock: ## compile the lock files anew: for this folder; for the image what it runs on, what builds it, and the demo's servers; what fuzzes; the site's generator
	$(LOCK) pyproject.toml --all-extras --no-emit-package inbox-bot --output-file requirements.lock
	@$(BIN)/python -c 'import tomllib; of = tomllib.load(open("pyproject.toml", "rb"))["project"]; more = of["optional-dependencies"]; print(*sorted({*of["dependencies"], *more["postgres"], *more["s3"], *more["ocr"]} - {*more["demo"]}), sep="\n")' \
	  | $(LOCK) - --constraint requirements.lock --output-file requirements-runtime.lock
	@$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["demo"], sep="\n")' \
	  | $(LOCK) - --constraint requirements.lock --output-file requirements-demo.lock
	@$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' \
	  | $(LOCK) - --output-file requirements-build.lock
	@echo "atheris==3.0.0" | $(LOCK) - --output-file requirements-fuzz.lock
	@echo "zensical==0.0.73" | $(LOCK) - --output-file requirements-site.lock

clean: ## remove what setup and the tests made
	rm -rf $(VENV) .venv-* fuzz-findings .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache demo-run
