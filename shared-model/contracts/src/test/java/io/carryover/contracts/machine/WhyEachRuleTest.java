/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import static io.carryover.contracts.machine.Scenario.Fault.CANCEL;
import static io.carryover.contracts.machine.Scenario.Fault.CRASH;
import static io.carryover.contracts.machine.Scenario.Fault.FREEZE;
import static io.carryover.contracts.machine.Scenario.Fault.HAND_BACK;
import static io.carryover.contracts.machine.Scenario.Fault.LOSE;
import static io.carryover.contracts.machine.Scenario.Fault.SPURIOUS;
import static io.carryover.contracts.machine.Scenario.Fault.WANT;
import static io.carryover.contracts.machine.Scenario.Fault.ZOMBIE;
import static io.carryover.contracts.machine.Scenario.one;
import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.machine.World.Surroundings;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Each rule, taken away alone, lets a violation in; with it the same scenario is clean. */
class WhyEachRuleTest {
    private static final int MOST = 400_000;

    @Test
    void secondStartIsStoppedOnlyWhenTheFirstIsHeardAfterIt() {
        removing("fresh", one().may(HAND_BACK, 1).may(CRASH, 1), Violation.ORPHANED);
    }

    @Test
    void adoptingCountsTheFirstAsDead() {
        removing("count", one().poisoned().limits(3, 2, 1), Violation.KILLS_ON);
    }

    @Test
    void controlSaysTheWholeState() {
        removing("fullControl", one().may(SPURIOUS, 2), Violation.CONTROL_FORGOT);
    }

    @Test
    void cancelledWhileWantedOpensTheNextRun() {
        removing("reopen", one().may(CANCEL, 1).may(WANT, 1), Violation.STUCK);
    }

    @Test
    void deadLetterCountsOnlyForTheCurrentDispatchWithoutALiveAttempt() {
        removing("deadLetter", one().may(CRASH, 1).may(FREEZE, 1).limits(1, 3, 1), Violation.FAILED_ALIVE);
    }

    @Test
    void outcomeIsLookedForBeforeAJobIsCalledFailed() {
        removing("look", one().may(CRASH, 1).may(FREEZE, 1).limits(1, 3, 1), Violation.STUCK);
    }

    @Test
    void outcomeThatNobodyWantsIsKeptAndNotCounted() {
        removing("keptNotCounted", one().may(CANCEL, 1).may(CRASH, 1), Violation.UNWANTED_RESULT);
    }

    @Test
    void lostOutcomeIsQuarantinedFirst() {
        removing("quarantine", one().may(LOSE, 1), Violation.STUCK);
    }

    @Test
    void successThatNamesAQuarantinedOutcomeIsRefused() {
        removing("refuse", one().steps(0).may(LOSE, 1).may(FREEZE, 1), Violation.STUCK);
    }

    @Test
    void resultIsWrittenOnce() {
        removing("once", one().may(LOSE, 1).with(new Surroundings(true, false, true)), Violation.TWO_RESULTS);
    }

    @Test
    void eventsAreKeyedByJob() {
        surrounding(new Surroundings(false, true, true), one().may(CRASH, 2), Violation.ORPHANED);
    }

    @Test
    void resultKeyIsUniqueInTheDatabase() {
        surrounding(new Surroundings(true, false, true), one().jobs(false, 0, 0), Violation.TWO_RESULTS);
    }

    @Test
    void eventAndOffsetAreStoredTogether() {
        surrounding(
                new Surroundings(true, true, false),
                one().may(ZOMBIE, 1).may(HAND_BACK, 1).may(CRASH, 1),
                Violation.ORPHANED);
    }

    private static void removing(String rule, Scenario scenario, Violation violation) {
        shows(scenario, scenario.with(without(rule)), violation);
    }

    private static void surrounding(Surroundings weaker, Scenario scenario, Violation violation) {
        shows(scenario, scenario.with(weaker), violation);
    }

    private static void shows(Scenario with, Scenario without, Violation violation) {
        assertThat(Checker.search(without, MOST, violation).violations())
                .as("without the rule")
                .containsKey(violation);
        assertThat(Checker.search(with, MOST).violations()).as("with it").doesNotContainKey(violation);
    }

    private static Rules without(String rule) {
        RecordComponent[] all = Rules.class.getRecordComponents();
        assertThat(all).extracting(RecordComponent::getName).contains(rule);
        Object[] values =
                Arrays.stream(all).map(c -> (Object) !c.getName().equals(rule)).toArray();
        try {
            return (Rules) Rules.class.getDeclaredConstructors()[0].newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Rules are a record of booleans", e);
        }
    }
}
