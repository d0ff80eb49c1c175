# What a contributor does every day. Every target finds JDK 25 by itself.
SHELL := /bin/bash
MVN = . etc/find-jdk.sh && carryover_find_jdk && $$(carryover_maven) -B -ntp

.PHONY: help demo test fast fuzz bench fmt clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

demo: ## from checkpoints to a ranked leaderboard
	./carryover demo

test: ## everything: unit, integration, browser and chaos tests, formatting, layering
	$(MVN) verify

fast: ## unit tests only
	$(MVN) test -DskipITs -Dspotless.check.skip

fuzz: ## damage every kind of checkpoint at random, 2,000 rounds each, another seed every day
	$(MVN) test -pl shared-model/vision -am -Dtest='*DamageTest' -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip \
		-Dcarryover.fuzz.rounds=2000 -Dcarryover.fuzz.seed=$$(date +%j)

bench: ## side by side with the peers
	benchmarks/run

fmt: ## format and put licence headers
	$(MVN) -q spotless:apply

clean:
	$(MVN) -q clean
