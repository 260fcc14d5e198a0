# Each target is one script of the same name, which can be run without make as well.
#   MODEL=NAME    tiny, small or coder, fetched once (run, test, bench, snapshots, …); or the path of a model of your own
#   ARGS="…"      options of the program (run, tasks)  FILTER=REGEX  only these tests (test, snapshots)
#   TASKS=FILE.py another list of tasks (tasks)     SEEDS=1,2,3   each task with each of them; ONLY=NAME,… only some (tasks)
#   PREFIX=DIR    where to install (/usr/local)     DESTDIR=DIR   in front of PREFIX, for packages

.DEFAULT_GOAL := help
.PHONY: help run build test check bench console-bench tasks bfcl-check rpc snapshots examples docs install dist clean

help: ## show this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile
	@sed -n 's/^#   /  /p' Makefile

run: ## get everything, build, open the console
	@scripts/run $(ARGS)

build: ## get everything but the model, build for release
	@scripts/build

test: ## get everything, run all tests
	@scripts/test

check: ## what CI runs: format, module boundaries, no warnings, all tests
	@scripts/check

bench: ## measure this machine, beside a raw loop over libllama
	@scripts/bench

console-bench: ## measure the console in a real terminal and in tmux (Linux)
	@scripts/console-bench

tasks: ## measure work: small tasks, each checked by what an agent leaves in its folder
	@scripts/tasks $(ARGS)

bfcl-check: ## measure calls of functions that the model has never seen, against their schemas
	@scripts/bfcl-check

rpc: ## try a model over two workers in network namespaces (Linux, as root)
	@scripts/rpc

examples: ## build the examples of the libraries, and run each
	@scripts/examples

docs: ## make the documentation of the libraries (docc, which comes with the toolchain)
	@scripts/docs

snapshots: ## record anew the screens that tests compare with, the pictures of docs/screens, and docs/configuration.md
	@scripts/snapshots

install: ## build, and install under PREFIX
	@scripts/install

dist: ## build, and make one archive that runs wherever it is unpacked (Linux)
	@scripts/dist

clean: ## remove what was built here; libllama and the model stay in the cache folder
	rm -rf .build .build-check .build-examples .build-docs .build-dist
