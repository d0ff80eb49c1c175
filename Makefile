# What a contributor does every day. Every target finds JDK 25 by itself.
SHELL := /bin/bash
MVN = . etc/find-jdk.sh && carryover_find_jdk && $$(carryover_maven) -B -ntp

.PHONY: help demo test fast bench fmt clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

demo: ## from checkpoints to a ranked leaderboard
	./carryover demo

test: ## everything: unit, integration, browser and chaos tests, formatting, layering
	$(MVN) verify

fast: ## unit tests only
	$(MVN) test -DskipITs -Dspotless.check.skip

bench: ## side by side with the peers
	benchmarks/run

fmt: ## format and put licence headers
	$(MVN) -q spotless:apply

clean:
	$(MVN) -q clean
