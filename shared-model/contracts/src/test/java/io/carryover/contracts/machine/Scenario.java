/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What may go wrong, how often, and which rules hold: one model to be searched whole. */
record Scenario(
        int jobs,
        boolean chained,
        List<Integer> resultKeys,
        int workers,
        int steps,
        int deliveries,
        int dead,
        int retries,
        boolean poison,
        Map<Fault, Integer> budget,
        Rules rules,
        World.Surroundings surroundings) {
    /** Each costs one of its budget. */
    enum Fault {
        /** A worker dies. */
        CRASH,
        /** A worker stops for a time and may wake. */
        FREEZE,
        /** The broker's leader restarts and forgets all leases. */
        LEADER,
        /** The relay sends a record twice. */
        DUPLICATE,
        /** The sweeper dispatches again although the record still lies in Kafka. */
        SPURIOUS,
        HAND_BACK,
        FAILURE,
        STALL,
        /** The client cancels an evaluation. */
        CANCEL,
        /** A client wants the job (again). */
        WANT,
        /** A gateway that lost its partition applies an event again. */
        ZOMBIE,
        /** An object that a succeeded job made is lost. */
        LOSE,
        /** The gateway dies between quarantine and commit. */
        GATEWAY,
        /** An operator has a succeeded job run again. */
        RERUN
    }

    /** One job, two workers, one step, three deliveries, three dead attempts, one retry, all rules. */
    static Scenario one() {
        return new Scenario(1, false, List.of(0), 2, 1, 3, 3, 1, false, Map.of(), Rules.ALL, World.Surroundings.ALL);
    }

    Scenario may(Fault fault, int times) {
        var more = new EnumMap<Fault, Integer>(Fault.class);
        more.putAll(budget);
        more.put(fault, times);
        return new Scenario(
                jobs,
                chained,
                resultKeys,
                workers,
                steps,
                deliveries,
                dead,
                retries,
                poison,
                more,
                rules,
                surroundings);
    }

    Scenario limits(int newDeliveries, int newDead, int newRetries) {
        return new Scenario(
                jobs,
                chained,
                resultKeys,
                workers,
                steps,
                newDeliveries,
                newDead,
                newRetries,
                poison,
                budget,
                rules,
                surroundings);
    }

    /** The job kills whoever computes it, every time. */
    Scenario poisoned() {
        return new Scenario(
                jobs,
                chained,
                resultKeys,
                workers,
                steps,
                deliveries,
                dead,
                retries,
                true,
                budget,
                rules,
                surroundings);
    }

    /** @param chain whether each job reads the outcome of the one before */
    Scenario jobs(boolean chain, Integer... keys) {
        return new Scenario(
                keys.length,
                chain,
                List.of(keys),
                workers,
                steps,
                deliveries,
                dead,
                retries,
                poison,
                budget,
                rules,
                surroundings);
    }

    Scenario workers(int count) {
        return new Scenario(
                jobs,
                chained,
                resultKeys,
                count,
                steps,
                deliveries,
                dead,
                retries,
                poison,
                budget,
                rules,
                surroundings);
    }

    /** How many checkpointed steps lie before the commit. */
    Scenario steps(int count) {
        return new Scenario(
                jobs,
                chained,
                resultKeys,
                workers,
                count,
                deliveries,
                dead,
                retries,
                poison,
                budget,
                rules,
                surroundings);
    }

    Scenario with(Rules weaker) {
        return new Scenario(
                jobs,
                chained,
                resultKeys,
                workers,
                steps,
                deliveries,
                dead,
                retries,
                poison,
                budget,
                weaker,
                surroundings);
    }

    Scenario with(World.Surroundings weaker) {
        return new Scenario(
                jobs, chained, resultKeys, workers, steps, deliveries, dead, retries, poison, budget, rules, weaker);
    }

    int budget(Fault fault) {
        return budget.getOrDefault(fault, 0);
    }

    Policy policy() {
        return new Policy(
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                dead,
                60,
                1,
                retries,
                20,
                Duration.ofSeconds(2),
                Duration.ofMinutes(5),
                32);
    }
}
