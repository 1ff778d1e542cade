# API Server: `make help` lists what can be done here.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup build run demo test ci bench certs protos format clean

CONFIGURATION ?= Release
SERVER := src/ApiServer/bin/$(CONFIGURATION)/net10.0/apiserver.dll
BENCHMARKS := tests/ApiServer.Benchmarks/bin/$(CONFIGURATION)/net10.0/ApiServer.Benchmarks.dll
DOTNET_FLAGS := -c $(CONFIGURATION) --nologo -v q

export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what is missing (apt-get as root on Debian; otherwise says what to install)
	@deploy/setup

build: setup ## Build everything
	@dotnet build ApiServer.sln $(DOTNET_FLAGS)

run: build ## Start the server here: gRPC on 127.0.0.1:50051, web on 127.0.0.1:8080 (more options: ARGS="--Section:Key=value")
	@exec dotnet $(SERVER) $(ARGS)

demo: build ## Server, 25 simulated agents, a sample module deployed to them; stays up (DIR=... keeps its data there)
	@samples/demo $(DIR)

test: build ## Build and run all tests
	@dotnet test ApiServer.sln $(DOTNET_FLAGS) --no-build --logger "console;verbosity=minimal"

ci: build ## What must hold before anything lands: formatting, protos, tests
	@dotnet format ApiServer.sln whitespace --verify-no-changes --no-restore
	@cd protos && npm ci --silent && npm run --silent check
	@$(MAKE) --no-print-directory test

bench: build ## Measure against the yardsticks of the design (ARGS="--quick" for a short run)
	@dotnet $(BENCHMARKS) $(ARGS)

certs: ## Write a development CA with certificates for the server and agents to certs/ (DIR=..., NAMES="more names", NODES="agents' nodes")
	@deploy/certs $(DIR)

protos: setup ## Format, lint and check the protos against the released contract, and rebuild the stubs
	@cd protos && npm ci --silent && npx --no-install buf format -w && npm run --silent check
	@dotnet build src/ApiServer.Protos $(DOTNET_FLAGS)

format: ## Format the C# code
	@dotnet format ApiServer.sln whitespace

clean: ## Remove everything that was built
	@find src tests -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
	@rm -rf artifacts protos/node_modules
