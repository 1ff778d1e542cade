# API Server: `make help` lists what can be done here.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: bench-against help setup setup-tests ui build cli run demo test test-all ci bench certs protos format clean

CONFIGURATION ?= Release
SERVER := src/ApiServer/bin/$(CONFIGURATION)/net10.0/apiserver.dll
TEST_RESULTS := artifacts/tests
OTHER := artifacts/against
BENCHMARKS := tests/ApiServer.Benchmarks/bin/$(CONFIGURATION)/net10.0/ApiServer.Benchmarks.dll
DOTNET_FLAGS := -c $(CONFIGURATION) --nologo -v q

export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what is missing (apt-get as root on Debian; otherwise says what to install)
	@deploy/setup build

setup-tests:
	@deploy/setup

build: setup ui ## Build everything
	@dotnet build ApiServer.sln $(DOTNET_FLAGS)
	@$(MAKE) --no-print-directory cli

cli: artifacts/cli/tricorder ## Build the command line: artifacts/cli/tricorder, one native file

# Elsewhere than the other builds, which need no native compiler.
artifacts/cli/tricorder: Directory.Build.props Directory.Packages.props src/ApiServer/Common/HarmlessText.cs $(shell find src/ApiServer.Cli src/ApiServer.Parsing clients/dotnet protos/tricorder -type f \( -name '*.cs' -o -name '*.csproj' -o -name '*.proto' \) -not -path '*/obj/*' -not -path '*/bin/*') | setup
	@dotnet publish src/ApiServer.Cli $(DOTNET_FLAGS) -p:PublishAot=true --artifacts-path artifacts/native --ucr -o artifacts/cli
	@touch $@

ui: clients/typescript/dist/index.js clients/web/dist/index.html

clients/node_modules/.package-lock.json: clients/package-lock.json clients/package.json clients/web/package.json clients/typescript/package.json | setup
	@cd clients && npm ci --silent
	@touch $@

clients/web/dist/index.html: clients/node_modules/.package-lock.json $(shell find clients/web clients/typescript/src -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)
	@cd clients && npm run --silent build --workspace web

clients/typescript/dist/index.js: clients/node_modules/.package-lock.json $(shell find clients/typescript -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)
	@cd clients && npm run --silent build --workspace typescript

run: build ## Start the server here: gRPC on 127.0.0.1:50051, web on 127.0.0.1:8080 (more options: ARGS="--Section:Key=value")
	@exec dotnet $(SERVER) $(ARGS)

demo: ## Server, 25 simulated agents, a sample module deployed to them; stays up (DIR=... keeps its data; GRPC=, WEB=: addresses)
	@samples/demo $(DIR)

test: setup-tests build ## Build and run the tests; what is long in a short form
	@rm -rf $(TEST_RESULTS)
	@dotnet test ApiServer.sln $(DOTNET_FLAGS) --no-build --logger "console;verbosity=minimal" --logger trx --results-directory $(TEST_RESULTS) \
		|| { tests/failures $(TEST_RESULTS); exit 1; }

test-all: export APISERVER_TESTS := whole
test-all: test ## Build and run the tests, whole: every Grafana, every page with axe, long chaos

ci: setup-tests build ## What must hold before anything lands: formatting, line width, protos, tests
	@dotnet format ApiServer.sln whitespace --verify-no-changes --no-restore
	@tests/line-width
	@cd protos && npm ci --silent && npm run --silent check && ./generate --check
	@cd clients && npm run --silent check
	@$(MAKE) --no-print-directory test

bench: build ## Measure against the yardsticks (ARGS="--quick" for a short run; AGAINST=COMMIT compares with another commit's build, in turns)
	@test -n "$(AGAINST)" || dotnet $(BENCHMARKS) $(ARGS)
	@test -z "$(AGAINST)" || $(MAKE) --no-print-directory bench-against

bench-against:
	@git worktree remove --force $(OTHER) 2> /dev/null || true
	@git worktree add --quiet --detach $(OTHER) $(AGAINST)
	@$(MAKE) --no-print-directory -C $(OTHER) build
	@dotnet $(BENCHMARKS) --against $(OTHER)/$(SERVER) $(ARGS); result=$$?; git worktree remove --force $(OTHER); exit $$result

certs: ## Write a development CA with certificates for the server and agents to certs/ (DIR=..., NAMES="more names", NODES="agents' nodes")
	@deploy/certs $(DIR)

protos: setup-tests clients/node_modules/.package-lock.json ## Format, lint and check the protos against the released contract, and generate the code of all clients
	@cd protos && npm ci --silent && npx --no-install buf format -w && npm run --silent check
	@protos/generate
	@dotnet build src/ApiServer.Protos $(DOTNET_FLAGS)

format: ## Format the C# code
	@dotnet format ApiServer.sln whitespace

clean: ## Remove everything that was built
	@find src tests -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
	@rm -rf artifacts protos/node_modules clients/node_modules clients/web/dist clients/typescript/dist
