/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import static io.carryover.contracts.machine.Scenario.Fault.CANCEL;
import static io.carryover.contracts.machine.Scenario.Fault.CRASH;
import static io.carryover.contracts.machine.Scenario.Fault.DUPLICATE;
import static io.carryover.contracts.machine.Scenario.Fault.FAILURE;
import static io.carryover.contracts.machine.Scenario.Fault.FREEZE;
import static io.carryover.contracts.machine.Scenario.Fault.GATEWAY;
import static io.carryover.contracts.machine.Scenario.Fault.HAND_BACK;
import static io.carryover.contracts.machine.Scenario.Fault.LEADER;
import static io.carryover.contracts.machine.Scenario.Fault.LOSE;
import static io.carryover.contracts.machine.Scenario.Fault.RERUN;
import static io.carryover.contracts.machine.Scenario.Fault.SPURIOUS;
import static io.carryover.contracts.machine.Scenario.Fault.STALL;
import static io.carryover.contracts.machine.Scenario.Fault.WANT;
import static io.carryover.contracts.machine.Scenario.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promises hold in every state that each scenario can reach. The real {@link JobMachine} and {@link WorkerRules} are
 * driven; Kafka, store and time are a model. {@code -Dcarryover.search=full} searches the larger ones too (minutes, and
 * {@code -Dtest.jvm.args=-Xmx4g}).
 */
class ProtocolTest {
    private static final int MOST = 3_000_000;

    /**
     * One state remains in which an acknowledged job has no attempt: an attempt without a lease was told to go on and
     * dies before the second has acknowledged its stop. The sweeper takes the job up within three locks.
     */
    private static final Set<Violation> HOLE = Set.of(Violation.ORPHANED);

    private static final Set<Violation> NONE = Set.of();

    static Stream<Arguments> small() {
        return Stream.of(
                arguments("two crashes", one().may(CRASH, 2), NONE),
                arguments("a frozen worker", one().may(FREEZE, 1), NONE),
                arguments("a leader restart and a crash", one().may(LEADER, 1).may(CRASH, 1), HOLE),
                arguments("a record sent twice", one().may(DUPLICATE, 1).may(CRASH, 1), NONE),
                arguments("a hand-back and a crash", one().may(HAND_BACK, 1).may(CRASH, 1), NONE),
                arguments("failures and a crash", one().may(FAILURE, 2).may(CRASH, 1), NONE),
                arguments("a stall and a crash", one().may(STALL, 1).may(CRASH, 1), NONE),
                arguments(
                        "one delivery only", one().may(CRASH, 1).may(FREEZE, 1).limits(1, 3, 1), NONE),
                arguments("cancelled and wanted", one().may(CANCEL, 1).may(WANT, 1), NONE),
                arguments("wishes come and go", one().may(CANCEL, 2).may(WANT, 2), NONE),
                arguments("cancelled while a worker dies", one().may(CANCEL, 1).may(CRASH, 1), NONE),
                arguments(
                        "a failed job is wanted",
                        one().may(FAILURE, 1).may(WANT, 1).limits(3, 3, 0),
                        NONE),
                arguments("a job kills its workers", one().poisoned().limits(3, 2, 1), HOLE),
                arguments("bytes are lost", one().may(LOSE, 1).may(CRASH, 1).may(GATEWAY, 1), NONE),
                arguments("bytes are lost, a worker sleeps", one().may(LOSE, 1).may(FREEZE, 1), NONE),
                arguments("run again, a worker dies", one().may(RERUN, 1).may(CRASH, 1), NONE),
                arguments("run again, a worker sleeps", one().may(RERUN, 1).may(FREEZE, 1), NONE),
                arguments("run again twice, cancelled", one().may(RERUN, 2).may(CANCEL, 1), NONE),
                arguments(
                        "run again in a chain that loses its bytes",
                        one().jobs(true, 0, 1).may(RERUN, 1).may(LOSE, 1),
                        NONE),
                arguments("dispatched again for nothing", one().may(SPURIOUS, 1).may(CRASH, 1), NONE),
                arguments("two jobs", one().jobs(false, 0, 1).may(CRASH, 1), NONE),
                arguments("two jobs of one result", one().jobs(false, 0, 0), NONE),
                arguments(
                        "a chain whose head loses its bytes",
                        one().jobs(true, 0, 1).may(LOSE, 1),
                        NONE),
                arguments(
                        "a chain, cancelled and wanted",
                        one().jobs(true, 0, 1)
                                .may(CANCEL, 1)
                                .may(WANT, 1)
                                .may(FAILURE, 1)
                                .limits(3, 3, 0),
                        NONE));
    }

    static Stream<Arguments> large() {
        return Stream.of(
                arguments("a frozen worker and a crash", one().may(FREEZE, 1).may(CRASH, 1), HOLE),
                arguments("restart, sent twice", one().may(LEADER, 1).may(DUPLICATE, 1), NONE),
                arguments(
                        "hand-back, crash, sent twice",
                        one().may(HAND_BACK, 1).may(CRASH, 1).may(DUPLICATE, 1),
                        NONE),
                arguments("sent twice twice, frozen", one().may(DUPLICATE, 2).may(FREEZE, 1), NONE),
                arguments(
                        "cancelled, wanted, crash",
                        one().may(CANCEL, 1).may(WANT, 1).may(CRASH, 1),
                        NONE),
                arguments(
                        "cancelled, wanted, frozen",
                        one().may(CANCEL, 1).may(WANT, 1).may(FREEZE, 1),
                        NONE),
                arguments(
                        "failed, wanted, frozen",
                        one().may(FAILURE, 1).may(WANT, 1).may(FREEZE, 1).limits(3, 3, 0),
                        NONE),
                arguments(
                        "a chain that fails, frozen",
                        one().jobs(true, 0, 1).may(FAILURE, 1).may(FREEZE, 1).limits(3, 3, 0),
                        NONE),
                arguments("spurious, frozen", one().may(SPURIOUS, 1).may(FREEZE, 1), NONE),
                arguments("three workers", one().workers(3).may(CRASH, 2), NONE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("small")
    void promisesHold(String name, Scenario scenario, Set<Violation> known) {
        search(name, scenario, known);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("large")
    @EnabledIfSystemProperty(named = "carryover.search", matches = "full")
    void promisesHoldInLargerScenarios(String name, Scenario scenario, Set<Violation> known) {
        search(name, scenario, known);
    }

    private static void search(String name, Scenario scenario, Set<Violation> known) {
        Checker.Report report = Checker.search(scenario, MOST);

        assertThat(report.complete()).as(name + ": all states were seen").isTrue();
        assertThat(report.states()).as(name + ": the model moves").isGreaterThan(100);
        var unknown = report.violations();
        unknown.keySet().removeAll(known);
        assertThat(unknown).as(name).isEmpty();
    }
}
