/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import io.carryover.contracts.event.ControlState;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.DispatchId;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Everything at one moment: the gateway's jobs (real ones), and a model of Kafka, the store and the workers. Treated as immutable. */
final class World implements Cloneable {
    /** The moment at which everything happens; only orders and timeouts matter, and the moves say them. */
    static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    /**
     * Rules that others keep than the state machine.
     *
     * @param eventsByJob events are keyed by job: one order for all attempts of it; else one order per worker
     * @param uniqueResult the database has one value per result key
     * @param fence an event and its offset are stored together: no gateway applies it twice
     */
    record Surroundings(boolean eventsByJob, boolean uniqueResult, boolean fence) {
        static final Surroundings ALL = new Surroundings(true, true, true);
    }

    /** What a worker is about to do: idle, taken, checked, computing, committed, acknowledging. */
    enum At {
        IDLE,
        TAKEN,
        CHECKED,
        COMPUTING,
        COMMITTED,
        ACKNOWLEDGING
    }

    record Worker(At at, boolean frozen, int job, int run, int dispatch, int attempt, int step, int committed) {
        static final Worker IDLE = new Worker(At.IDLE, false, 0, 0, 0, 0, 0, 0);

        Worker to(At next) {
            return new Worker(next, frozen, job, run, dispatch, attempt, step, committed);
        }

        boolean computes() {
            return !frozen && (at == At.COMPUTING || at == At.COMMITTED);
        }
    }

    enum Said {
        STARTED,
        HEARTBEAT,
        /** A heartbeat of a second, two intervals after its start. */
        LATE_HEARTBEAT,
        SUCCEEDED,
        HANDED_BACK,
        FAILED,
        INPUT_LOST,
        STALLED,
        STOPPED
    }

    /** @param number the committed attempt of a success, the steps of a hand-back */
    record Event(Said said, int job, int run, int dispatch, int attempt, int number) {}

    /** A record on the queue's topic; {@code holder} is a worker or -1. */
    record Sent(int job, int run, int dispatch, int holder, int deliveries) implements Comparable<Sent> {
        @Override
        public int compareTo(Sent other) {
            int c = Integer.compare(job, other.job);
            c = c != 0 ? c : Integer.compare(dispatch, other.dispatch);
            c = c != 0 ? c : Integer.compare(holder, other.holder);
            return c != 0 ? c : Integer.compare(deliveries, other.deliveries);
        }
    }

    private static final List<JobKey> KEYS =
            IntStream.range(0, 10).mapToObj(i -> new JobKey("j" + i)).toList();
    private static final List<AttemptId> ATTEMPTS =
            IntStream.range(0, 128).mapToObj(i -> new AttemptId("a" + i)).toList();
    private static final List<DispatchId> DISPATCHES =
            IntStream.range(0, 128).mapToObj(i -> new DispatchId("d" + i)).toList();

    List<Job> jobs;
    List<Worker> workers;
    List<List<Event>> events;
    List<Sent> records = List.of();
    List<Sent> outbox = List.of();
    List<Sent> deadLetters = List.of();
    List<ControlState> control;
    List<ControlState> controlBefore;
    List<Integer> outcomes;
    List<Integer> checkpoints;
    List<Boolean> lost;
    List<List<Integer>> results;
    List<Event> zombie = List.of();
    Map<Scenario.Fault, Integer> budget;
    /** Attempts that the gateway has had as first or second in the current run, and attempts that died; for poison only. */
    List<BitSet> held;

    BitSet died = new BitSet();

    World(Scenario scenario) {
        int n = scenario.jobs();
        jobs = IntStream.range(0, n)
                .mapToObj(j -> Job.first(
                        key(j),
                        Kind.FEATURES,
                        evaluation(1),
                        scenario.chained() && j > 0 ? List.of(key(j - 1)) : List.of(),
                        T0))
                .toList();
        workers = java.util.Collections.nCopies(scenario.workers(), Worker.IDLE);
        events = java.util.Collections.nCopies(Math.max(n, scenario.workers()), List.of());
        control = jobs.stream().map(Job::control).toList();
        controlBefore = control;
        outcomes = java.util.Collections.nCopies(n, 0);
        checkpoints = outcomes;
        lost = java.util.Collections.nCopies(n, false);
        results = java.util.Collections.nCopies(n, List.of());
        held = java.util.Collections.nCopies(n, new BitSet());
        budget = scenario.budget();
    }

    World copy() {
        try {
            return (World) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    static <T> List<T> set(List<T> list, int index, T value) {
        var changed = new ArrayList<>(list);
        changed.set(index, value);
        return changed;
    }

    static <T> List<T> plus(List<T> list, T value) {
        var changed = new ArrayList<T>(list.size() + 1);
        changed.addAll(list);
        changed.add(value);
        return changed;
    }

    static <T> List<T> minus(List<T> list, int index) {
        var changed = new ArrayList<>(list);
        changed.remove(index);
        return changed;
    }

    World worker(int w, Worker next) {
        var changed = copy();
        changed.workers = set(workers, w, next);
        return changed;
    }

    int left(Scenario.Fault fault) {
        return budget.getOrDefault(fault, 0);
    }

    World spend(Scenario.Fault fault) {
        var changed = copy();
        changed.budget = new EnumMap<>(budget);
        changed.budget.put(fault, left(fault) - 1);
        return changed;
    }

    /** Whether this attempt computes and can be heard. */
    boolean alive(int attempt) {
        return workers.stream().anyMatch(w -> w.attempt() == attempt && w.computes());
    }

    /** Whether the gateway has read everything that was said. */
    boolean quiet() {
        return events.stream().allMatch(List::isEmpty) && deadLetters.isEmpty() && zombie.isEmpty();
    }

    static JobKey key(int j) {
        return KEYS.get(j);
    }

    static AttemptId attempt(int number) {
        return ATTEMPTS.get(number);
    }

    static DispatchId dispatch(int number) {
        return DISPATCHES.get(number);
    }

    static EvaluationId evaluation(int number) {
        return new EvaluationId("e" + number);
    }

    static int number(AttemptId id) {
        return Integer.parseInt(id.value(), 1, id.value().length(), 10);
    }

    static int number(DispatchId id) {
        return Integer.parseInt(id.value(), 1, id.value().length(), 10);
    }
}
