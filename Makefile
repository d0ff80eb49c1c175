# What a contributor does every day. Every target finds JDK 25 by itself.
SHELL := /bin/bash
MVN = . etc/find-jdk.sh && carryover_find_jdk && $$(carryover_maven) -B -ntp
PYTHON = python3

.PHONY: help demo test client fast fuzz jazzer bench fmt clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

demo: ## from checkpoints to a ranked leaderboard
	./carryover demo

test: ## everything: unit, integration, browser and chaos tests, formatting, layering; the Python client where its libraries are there
	$(MVN) -T2 verify # most integration tests wait for timeouts and starts: two modules side by side use that time
	@if $(PYTHON) -c 'import httpx, numpy, pandas, pytest' 2>/dev/null; then $(MAKE) --no-print-directory client; \
		else echo "clients/python is not tested: $(PYTHON) has no httpx, numpy, pandas and pytest"; fi

client: ## the Python client's tests
	cd clients/python && $(PYTHON) -m pytest -q -p no:cacheprovider

fast: ## unit tests only
	$(MVN) test -DskipITs -Dspotless.check.skip

VISION_TESTS = $(MVN) test -pl shared-model/vision -am -DskipITs -Dspotless.check.skip -Dsurefire.failIfNoSpecifiedTests=false
FUZZ_TIME = 60s
FUZZ_LOG = shared-model/vision/target/jazzer.log

fuzz: jazzer ## damage every kind of file for long: at random, 2,000 rounds each, another seed every day; and guided by coverage
	$(VISION_TESTS) -Dtest='*DamageTest' -Dcarryover.fuzz.rounds=2000 -Dcarryover.fuzz.seed=$$(date +%j)

jazzer: ## fuzz every reader guided by coverage, FUZZ_TIME each; what breaks one becomes a test input of it
	@mkdir -p shared-model/vision/target
	export JAZZER_FUZZ=1 && $(VISION_TESTS) -Dtest='*FuzzTest' -Djazzer.hooks=true -Djazzer.max_duration=$(FUZZ_TIME) -Dsurefire.timeout=900 \
		-DreuseForks=false -Dmaven.test.redirectTestOutputToFile=true >$(FUZZ_LOG) 2>&1 || { tail -n 60 $(FUZZ_LOG); exit 1; }
	@grep -E '^Done .* runs|Running .*FuzzTest' $(FUZZ_LOG)

bench: ## side by side with the peers
	benchmarks/run

fmt: ## format and put licence headers
	$(MVN) -q spotless:apply

clean:
	$(MVN) -q clean
