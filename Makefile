# Two commands do everything on a machine that has only Python 3.11 and make:
#   make gauge   sets up and runs the main job     make test   sets up and runs the tests
PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV := $(shell command -v uv)
BIN := .venv/bin
READY := .venv/ready
PEERS := python-jobspy==1.1.82 price-parser spacy datasketch rapidfuzz

.PHONY: gauge test check soak bench peers accuracy calibrate lock fmt clean help

gauge: $(READY)  ## run the main job: on jobgauge.toml where there is one, else on the simulated market
	@if [ -f jobgauge.toml ]; then $(BIN)/jobgauge run; else $(BIN)/jobgauge demo; fi

test: $(READY)  ## run the everyday tests
	@$(BIN)/python -m pytest -m "not soak" -n 2 --dist loadfile --no-loadscope-reorder

check: $(READY)  ## lint, types, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

soak: $(READY)  ## run the long tests
	@$(BIN)/python -m pytest -m soak

bench: $(READY)  ## measure speed and memory on the captured boards; prints ratios
	@$(BIN)/python -m bench

peers: .venv-peers/ready  ## set up the peers that `make bench` measures against, in an environment of their own

accuracy: $(READY)  ## measure how right each normaliser is on labelled rows; prints one table
	@$(BIN)/python -m bench.accuracy

calibrate: $(READY)  ## measure how often intervals and chances hold on simulated markets and people; writes three files in docs
	@$(BIN)/python -m bench.calibrate.careers
	@$(BIN)/python -m bench.calibrate.choices
	@$(BIN)/python -m bench.calibrate

fmt: $(READY)  ## format the code
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

lock:  ## resolve the dependencies anew (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --quiet -o requirements.lock
	printf '%s\n' $(PEERS) | uv pip compile - --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --quiet -o bench/requirements-peers.txt

$(READY): requirements.lock pyproject.toml
	@echo "Setting up .venv (once; a minute or two) ..."
ifdef UV
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv
	@$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
else
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endif
	@touch $(READY)

.venv-peers/ready: bench/requirements-peers.txt
	@echo "Setting up .venv-peers (once; a minute or two) ..."
ifdef UV
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv-peers
	@$(UV) pip install --quiet --python .venv-peers/bin/python --require-hashes -r bench/requirements-peers.txt
else
	@$(PYTHON) -m venv .venv-peers
	@.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
	  -r bench/requirements-peers.txt
endif
	@touch .venv-peers/ready

clean:  ## remove everything that set-up and tools made
	rm -rf .venv .venv-peers .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

help:  ## list these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 10
