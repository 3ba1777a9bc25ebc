# Samsök: `make run` takes in the papers and serves them, `make test` passes all tests. `make help` lists the rest.
# Both set up what they need the first time, take seconds after that and may be repeated at will.

CORPUS = corpus
PORT = $(or $(SAMSOK_PORT),8000)
# left empty: "data" for the sample corpus, "data-<name of the folder>" for any other
DATA = $(SAMSOK_DATA)
VENV = .venv
# an extra package index that holds torch built for the CPU alone, see README.md
TORCH_INDEX =
# the first that is new enough; tools/environment.py says so if there is none
PYTHON = $(or $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { command -v "$$name"; break; }; done),python3)

ENVIRONMENT = "$(PYTHON)" tools/environment.py --venv "$(VENV)" --torch-index "$(TORCH_INDEX)"
BIN = $(VENV)/bin
PYTEST_ARGS =
# installs Debian packages where that is allowed; APT=true leaves the system as it is
APT = apt-get
READS_SCANS = tesseract --list-langs 2>/dev/null | grep -qx swe && tesseract --list-langs 2>/dev/null | grep -qx dan

.PHONY: help run test check browser recognition clean
.DEFAULT_GOAL := help

help:
	@echo 'make run    take in the papers and serve them at http://127.0.0.1:8000 until stopped'
	@echo '            CORPUS=folder  papers to take in (corpus)'
	@echo '            PORT=number    port to listen at (8000)'
	@echo '            DATA=folder    where the knowledge base is kept (data, or data-<name> for another CORPUS)'
	@echo 'make test   run all tests; PYTEST_ARGS= is handed to pytest'
	@echo 'make check  lint, formatting, types and import contracts: what is checked before a merge'
	@echo 'make clean  remove the environment and the caches; knowledge bases are kept'
	@echo
	@echo 'PYTHON=/path/to/python3 names the interpreter (3.11 or newer), TORCH_INDEX=address an extra index for torch.'

# a paper that cannot be read (exit code 1) is reported and the others are served; exec, so that a signal to the
# server ends it and nothing stays behind
run: recognition
	@$(ENVIRONMENT)
	@corpus='$(CORPUS)'; name=$$(basename "$$corpus"); \
	case "$$corpus" in corpus | corpus/ | ./corpus | ./corpus/) data=data ;; *) data="data-$$name" ;; esac; \
	SAMSOK_DATA='$(DATA)'; SAMSOK_DATA="$${SAMSOK_DATA:-$$data}"; SAMSOK_PORT='$(PORT)'; \
	export SAMSOK_DATA SAMSOK_PORT; \
	"$(BIN)/samsok" ingest "$$corpus" || test $$? -eq 1 || exit $$?; \
	exec "$(BIN)/samsok" serve

test: browser recognition
	@$(ENVIRONMENT) dev training
	@"$(BIN)/pytest" --numprocesses 2 --dist loadfile $(PYTEST_ARGS)

check:
	@$(ENVIRONMENT) dev training
	@"$(BIN)/ruff" check .
	@"$(BIN)/ruff" format --check .
	@"$(BIN)/mypy"
	@"$(BIN)/lint-imports"

# $(call packages,what for,packages,what happens without): Debian packages that are used where they are there
define packages
	if [ "$$(id -u)" = 0 ] && command -v $(APT) >/dev/null; then \
		echo 'Installing $(2) for $(1).' >&2; export DEBIAN_FRONTEND=noninteractive; \
		{ $(APT) update -qq && $(APT) install -qq -y --no-install-recommends $(2); } >/dev/null </dev/null \
		|| echo '$(2) could not be installed: $(3).' >&2; \
	else echo 'For $(1) install $(2) (Debian: apt-get install $(2)). Without: $(3).' >&2; fi
endef

# the browser tests run in Debian's Chromium; without it they are skipped and say so
browser:
	@if command -v chromium >/dev/null; then :; \
	else $(call packages,the browser tests,chromium,the browser tests will be skipped); fi

# scanned papers are read by tesseract in Swedish and Danish; without it they are reported, and all others are searched
recognition:
	@if $(READS_SCANS); then :; \
	else $(call packages,scanned papers,tesseract-ocr tesseract-ocr-swe tesseract-ocr-dan,scanned papers are not read); fi

clean:
	rm -rf "$(VENV)" "$(VENV).lock" build dist out .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -exec rm -rf {} +
