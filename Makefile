# 'make help' lists what there is. PYTHON names another Python than the system's: make setup PYTHON=python3.12
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run setup test check bench fuzz golden package parks pictures locks bare

help: ## show this list
	@sed -n 's/^\([a-z]*\):[^#]*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

run: setup ## open the desk on both parks; without a screen, write pictures and figures to out/
	@$(BIN)/parktwin run

setup: ## make .venv/ with everything that running needs
	@$(PYTHON) packaging/environment.py run

test: check ## every check and every test, without a screen
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest --numprocesses 2 --dist loadfile

check: ## the checks that start nothing: style, types, directions of imports
	@$(PYTHON) packaging/environment.py run dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: ## measure against the other tools and write out/bench.json
	@$(PYTHON) packaging/environment.py run bench
	$(BIN)/python -m tests.bench

fuzz: ## try 10,000 damaged files on every reader (about an hour)
	@$(PYTHON) packaging/environment.py run dev
	$(BIN)/python -m tests.fuzz

golden: ## make the stored pictures of the tests anew (software renderer)
	@$(PYTHON) packaging/environment.py run dev
	PARKTWIN_RENEW_GOLDEN=1 $(BIN)/python -m pytest -m golden

package: ## make the one-folder program in dist/ and try it outside the environment
	@$(PYTHON) packaging/environment.py run package
	$(BIN)/pyinstaller --noconfirm --log-level WARN packaging/parktwin.spec
	packaging/smoke.sh dist/parktwin/parktwin

parks: setup ## generate assets/parks/ from the plans anew
	$(BIN)/python -m gis.generate

pictures: setup ## make the pictures of the READMEs anew
	QT_QPA_PLATFORM=offscreen $(BIN)/python packaging/pictures.py

locks: ## lock the newest versions of all packages
	@$(PYTHON) packaging/environment.py run dev
	packaging/lock.sh

bare: ## try the two commands in a bare Debian 12 (needs root and debootstrap)
	packaging/bare-system.sh
