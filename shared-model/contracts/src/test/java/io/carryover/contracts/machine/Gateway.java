/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Runs the real machine on one job of a world and carries its effects out, as one transaction. */
final class Gateway {
    private static final Instant T0 = World.T0;
    private static final WorkerId WORKER = new WorkerId("w");
    private static final WorkerEvent.Progress PROGRESS = new WorkerEvent.Progress(1, 1, "steps", 1);

    private final Scenario scenario;
    private final Policy policy;
    final Instant muchLater;
    final Set<Violation> found = EnumSet.noneOf(Violation.class);

    Gateway(Scenario scenario) {
        this.scenario = scenario;
        this.policy = scenario.policy();
        this.muchLater = T0.plus(Duration.ofDays(1));
    }

    World release(World world, int j) {
        return decide(world, j, new Input.Release(World.dispatch(FreshIds.dispatch(world))), muchLater);
    }

    World swept(World world, int j, boolean idle) {
        return decide(world, j, new Input.Swept(true, idle ? Optional.of(T0) : Optional.empty()), muchLater);
    }

    World deadLetter(World world, World.Sent dead) {
        Job job = world.jobs.get(dead.job());
        boolean current =
                switch (job.state()) {
                    case JobState.Released r -> World.number(r.dispatch()) == dead.dispatch();
                    case JobState.Running r -> World.number(r.dispatch()) == dead.dispatch();
                    default -> false;
                };
        World next = decide(
                world,
                dead.job(),
                new Input.DeadLettered(dead.run(), World.dispatch(dead.dispatch()), T0.plusMillis(1)),
                T0);
        if (!current
                && next.jobs.get(dead.job()).state() instanceof JobState.Failed
                && !job.state().ended()) {
            found.add(Violation.FAILED_ALIVE);
        }
        return next;
    }

    /** An evaluation wishes for all jobs, producers first; each job then hears how its input stands. */
    World wanted(World world, EvaluationId evaluation) {
        World next = world;
        for (int j = 0; j < scenario.jobs(); j++) {
            var unfinished = new TreeSet<JobKey>();
            if (input(j) >= 0 && !(next.jobs.get(input(j)).state() instanceof JobState.Succeeded)) {
                unfinished.add(World.key(input(j)));
            }
            next = decide(next, j, new Input.Wanted(evaluation, unfinished), T0);
            if (input(j) >= 0) {
                next = decide(
                        next,
                        j,
                        JobMachine.about(
                                World.key(input(j)), next.jobs.get(input(j)).state()),
                        T0);
            }
        }
        return next;
    }

    World unwanted(World world, EvaluationId evaluation) {
        World next = world;
        for (int j = scenario.jobs() - 1; j >= 0; j--) {
            next = decide(next, j, new Input.Unwanted(evaluation), T0);
        }
        return next;
    }

    World outcomeLost(World world, int j) {
        return decide(world, j, new Input.OutcomeLost(), T0);
    }

    /** The result that stood is history: the next one carries a higher revision. */
    World rerun(World world, int j) {
        var unfinished = new TreeSet<JobKey>();
        if (input(j) >= 0 && !(world.jobs.get(input(j)).state() instanceof JobState.Succeeded)) {
            unfinished.add(World.key(input(j)));
        }
        World before = world.copy();
        before.results = World.set(world.results, scenario.resultKeys().get(j), List.of());
        return decide(before, j, new Input.Rerun(unfinished), T0);
    }

    World said(World world, World.Event e) {
        var who = new WorkerEvent.Attempt(
                World.key(e.job()), e.run(), World.dispatch(e.dispatch()), World.attempt(e.attempt()), WORKER);
        Instant at =
                switch (e.said()) {
                    case HEARTBEAT -> T0.plusMillis(1);
                    case LATE_HEARTBEAT -> T0.plus(policy.patience());
                    default -> T0;
                };
        WorkerEvent.OfJob event =
                switch (e.said()) {
                    case STARTED -> new WorkerEvent.Started(1, who, 1);
                    case HEARTBEAT, LATE_HEARTBEAT -> new WorkerEvent.Heartbeat(1, who, PROGRESS);
                    case SUCCEEDED -> new WorkerEvent.Succeeded(1, who, World.attempt(e.number()));
                    case HANDED_BACK -> new WorkerEvent.HandedBack(1, who, e.number(), Optional.empty());
                    case FAILED ->
                        new WorkerEvent.AttemptFailed(1, who, ErrorCode.INTERNAL, "failed", Optional.empty());
                    case INPUT_LOST ->
                        new WorkerEvent.AttemptFailed(1, who, ErrorCode.INPUT_LOST, "lost", Optional.empty());
                    case STALLED -> new WorkerEvent.Stalled(1, who, "");
                    case STOPPED -> new WorkerEvent.Stopped(1, who);
                };
        return decide(world, e.job(), new Input.Said(event, at), at);
    }

    /** The job that {@code j} reads, or -1. */
    int input(int j) {
        return scenario.chained() ? j - 1 : -1;
    }

    private World decide(World world, int j, Input input, Instant now) {
        Job before = world.jobs.get(j);
        OutcomeLookup lookup =
                _ -> Optional.of(world.outcomes.get(j)).filter(o -> o > 0).map(World::attempt);
        Decision decision = JobMachine.decide(before, input, now, policy, lookup, scenario.rules());
        check(world, before, decision.next());
        World next = world.copy();
        next.jobs = World.set(world.jobs, j, Normal.atT0(decision.next()));
        if (scenario.poison()) {
            next.held = World.set(world.held, j, Normal.held(world.held.get(j), before, decision.next()));
        }
        for (Effect effect : decision.effects()) {
            next = carryOut(next, j, effect);
        }
        return next;
    }

    private World carryOut(World world, int j, Effect effect) {
        World next = world.copy();
        switch (effect) {
            case Effect.SendDispatch send -> {
                next.outbox =
                        World.plus(world.outbox, new World.Sent(j, send.run(), World.number(send.dispatch()), -1, 0));
                var dead = (BitSet) world.held.get(j).clone();
                dead.and(world.died);
                if (dead.cardinality() >= scenario.dead()) {
                    found.add(Violation.KILLS_ON);
                }
            }
            case Effect.PublishControl(var state) -> {
                next.controlBefore = World.set(world.controlBefore, j, world.control.get(j));
                next.control = World.set(world.control, j, state);
            }
            case Effect.RecordSuccess(var outcome) -> {
                int key = scenario.resultKeys().get(j);
                List<Integer> values = world.results.get(key);
                if (!values.contains(World.number(outcome))
                        && !(scenario.surroundings().uniqueResult() && !values.isEmpty())) {
                    next.results = World.set(world.results, key, World.plus(values, World.number(outcome)));
                }
                if (next.results.get(key).size() > 1) {
                    found.add(Violation.TWO_RESULTS);
                }
            }
            case Effect.WakeDependents _, Effect.SkipDependents _, Effect.ReopenDependents _ -> {
                return dependents(next, j, effect);
            }
            case Effect.QuarantineOutcome _ -> {
                return quarantined(next, j);
            }
            case Effect.CheckInputs _ -> {
                return checkInputs(next, j);
            }
            case Effect.ReopenEvaluations _, Effect.Story _ -> {}
        }
        return next;
    }

    World quarantined(World world, int j) {
        World next = world.copy();
        next.outcomes = World.set(world.outcomes, j, 0);
        next.lost = World.set(world.lost, j, false);
        return next;
    }

    private World dependents(World world, int j, Effect effect) {
        World next = world;
        JobKey key = World.key(j);
        Input input =
                switch (effect) {
                    case Effect.WakeDependents _ -> new Input.InputSucceeded(key);
                    case Effect.SkipDependents _ -> new Input.InputFailed(key);
                    default -> new Input.InputReopened(key);
                };
        for (int k :
                IntStream.range(0, scenario.jobs()).filter(k -> input(k) == j).toArray()) {
            next = decide(next, k, input, T0);
        }
        return next;
    }

    private World checkInputs(World world, int j) {
        int producer = input(j);
        World next = world;
        if (next.jobs.get(producer).state() instanceof JobState.Succeeded && isLost(next, producer)) {
            next = outcomeLost(next, producer);
        }
        JobState state = next.jobs.get(producer).state();
        return state instanceof JobState.Succeeded
                ? next
                : decide(next, j, JobMachine.about(World.key(producer), state), T0);
    }

    static boolean isLost(World world, int j) {
        return world.lost.get(j) || world.outcomes.get(j) == 0;
    }

    private void check(World world, Job before, Job next) {
        if (before.state() instanceof JobState.Cancelled
                && !before.wanted()
                && next.state() instanceof JobState.Succeeded) {
            found.add(Violation.UNWANTED_RESULT);
        }
        if (next.state() instanceof JobState.Failed failed
                && !(before.state() instanceof JobState.Failed)
                && failed.code() == ErrorCode.POISON
                && before.state()
                        .current()
                        .filter(a -> world.alive(World.number(a)))
                        .isPresent()) {
            found.add(Violation.FAILED_ALIVE);
        }
        if (next.state() instanceof JobState.Succeeded && next.result().isEmpty()) {
            found.add(Violation.RESULT_FORGOTTEN);
        }
    }
}
