# Every target does its own set-up. `make` ends with 2 whatever a recipe ended with; the command line
# (.venv/bin/tidegate) tells findings (1) from misuse and failed tools (2).
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup plan apply destroy verify drift drill sandbox sandbox-stop test check docs bench prove edits faults mutants clean named

PYTHON ?= python3
TARGET ?= sandbox
BIN := .venv/bin

# Taken as they are, and handed on in the environment: neither make nor the shell reads them as code.
override ENV := $(value ENV)
override TARGET := $(value TARGET)
override ARGS := $(value ARGS)
override DRILL := $(value DRILL)
override SINCE := $(value SINCE)
export TIDEGATE_ENV := $(value ENV)
export TIDEGATE_TARGET := $(value TARGET)
export TIDEGATE_ARGS := $(value ARGS)
export TIDEGATE_DRILL := $(value DRILL)
export TIDEGATE_SINCE := $(value SINCE)

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: ## Make .venv and the caches ready; the other targets do it by themselves
	@command -v "$(PYTHON)" >/dev/null || { printf '%s\n' 'error: there is no $(PYTHON) on the PATH' \
	  '  fix: install Python 3.11 or newer, or name one: make PYTHON=python3.11 ...' >&2; exit 2; }
	@"$(PYTHON)" -E -s -m generator.setup

plan: named setup ## Validate, render, check and plan one environment: make plan ENV=eu-west-1 [TARGET=aws]
	@$(BIN)/tidegate plan --target "$$TIDEGATE_TARGET" -- "$$TIDEGATE_ENV"

apply: named setup ## Apply the saved plan that passed, and verify: make apply ENV=eu-west-1 [TARGET=aws]
	@$(BIN)/tidegate apply --target "$$TIDEGATE_TARGET" -- "$$TIDEGATE_ENV"

destroy: named setup ## Destroy what nothing protects, and list what is left: make destroy ENV=eu-west-1 [TARGET=aws]
	@$(BIN)/tidegate destroy --target "$$TIDEGATE_TARGET" -- "$$TIDEGATE_ENV"

verify: named setup ## Ask the API whether all is as the spec says: make verify ENV=eu-west-1 [TARGET=aws]
	@$(BIN)/tidegate verify --target "$$TIDEGATE_TARGET" -- "$$TIDEGATE_ENV"

drift: named setup ## Tell what was changed beside Terraform: make drift ENV=eu-west-1 [TARGET=aws]
	@$(BIN)/tidegate drift --target "$$TIDEGATE_TARGET" -- "$$TIDEGATE_ENV"

drill: named setup ## Hold a drill on the live cluster: make drill ENV=eu-west-1 DRILL=failover|all [TARGET=aws]
	@[ -n "$$TIDEGATE_DRILL" ] || { printf '%s\n' 'error: which drill?' \
	  '  fix: make drill ENV=... DRILL=failover, or another of docs/drills.md, or DRILL=all' >&2; exit 2; }
	@$(BIN)/tidegate drill --target "$$TIDEGATE_TARGET" $$TIDEGATE_ARGS -- "$$TIDEGATE_DRILL" "$$TIDEGATE_ENV"

sandbox: setup ## Serve the stand-in for AWS, say how to reach it, until Ctrl-C
	@$(BIN)/tidegate sandbox start

sandbox-stop: setup ## Stop the sandbox; what it holds is kept
	@$(BIN)/tidegate sandbox stop

test: setup ## Run the tests: make test [ARGS="-k cluster"]
	@$(BIN)/python -m pytest --numprocesses 3 --dist loadfile $$TIDEGATE_ARGS

check: setup ## What a pull request runs: lint, types, environments validated, rendered, policed: make check [SINCE=main]
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/tidegate validate environments/*.yaml
	@$(BIN)/tidegate check $${TIDEGATE_SINCE:+--changed-since "$$TIDEGATE_SINCE"}

docs: setup ## Write the generated pages anew
	@$(BIN)/python -m generator.documentation

bench: setup ## Measure, on a quiet machine: validating, rendering, judging, applying, and the documented way beside it
	@$(BIN)/python -m tests.benchmarks

prove: setup ## Prove what takes minutes and a quiet machine: an applied site, live drills, ten failovers under load
	@$(BIN)/python -m pytest -m slow $$TIDEGATE_ARGS

edits: setup ## Prove that edits of a spec change only what they are about, one after the other on a sandbox (takes long)
	@$(BIN)/python -m tests.integration.edits

faults: setup ## Prove that an apply that is cut short in any way goes on from there (takes long)
	@$(BIN)/python -m tests.integration.faults

mutants: setup ## Prove the policies: make mutants [ARGS="backup network"], see docs/mutants.md
	@$(BIN)/python -m tests.mutants $$TIDEGATE_ARGS

clean: ## Remove what can be made again, except .venv and the caches outside
	@rm -rf build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +

named:
	@[ -n "$$TIDEGATE_ENV" ] || { known=$$(ls environments/*.yaml | sed 's|.*/||; s|\.yaml$$||' | paste -s -d ' ' -); \
	  printf '%s\n' 'error: which environment?' "  fix: add ENV=... with one of: $$known" >&2; exit 2; }
