/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import io.carryover.contracts.error.ErrorClass;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.DispatchId;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.machine.JobState.Cancelled;
import io.carryover.contracts.machine.JobState.Cancelling;
import io.carryover.contracts.machine.JobState.Failed;
import io.carryover.contracts.machine.JobState.Planned;
import io.carryover.contracts.machine.JobState.Queued;
import io.carryover.contracts.machine.JobState.Released;
import io.carryover.contracts.machine.JobState.Running;
import io.carryover.contracts.machine.JobState.Skipped;
import io.carryover.contracts.machine.JobState.Succeeded;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The one place that moves jobs from state to state. A pure function; callers hold the job's row lock around it. */
public final class JobMachine {
    private JobMachine() {}

    /**
     * What {@code input} makes of {@code job}. An input that doesn't concern the job in its state changes nothing.
     *
     * @param now the gateway's time; for sweeps comparable with the broker's
     * @param lookup may read the object store, and is asked only where its description says so
     */
    public static Decision decide(Job job, Input input, Instant now, Policy policy, OutcomeLookup lookup) {
        return decide(job, input, now, policy, lookup, Rules.ALL);
    }

    static Decision decide(Job job, Input input, Instant now, Policy policy, OutcomeLookup lookup, Rules rules) {
        var step = new Step(job, now, policy, lookup, rules);
        switch (input) {
            case Input.Wanted(var evaluation, var unfinished) -> wanted(step, evaluation, unfinished);
            case Input.Unwanted(var evaluation) -> unwanted(step, evaluation);
            case Input.InputSucceeded(var producer) -> inputSucceeded(step, producer);
            case Input.InputFailed(var producer) -> inputFailed(step, producer);
            case Input.InputReopened(var producer) -> inputReopened(step, producer);
            case Input.Release(var dispatch) -> release(step, dispatch);
            case Input.Said(var event, var at) -> WorkerSaid.apply(step, event, at);
            case Input.DeadLettered dead -> Sweeps.deadLettered(step, dead);
            case Input.Swept swept -> Sweeps.swept(step, swept);
            case Input.OutcomeLost() -> outcomeLost(step);
            case Input.Rerun(var unfinished) -> rerun(step, unfinished);
            case Input.Collected(var outcome) -> collected(step, outcome);
        }
        return step.decision();
    }

    /**
     * What a job must hear about one of its inputs that is in this state: after planning it, and on {@link
     * Effect.CheckInputs}.
     */
    public static Input about(JobKey producer, JobState state) {
        return switch (state) {
            case Succeeded _ -> new Input.InputSucceeded(producer);
            case Failed _, Skipped _ -> new Input.InputFailed(producer);
            case Planned _, Queued _, Released _, Running _, Cancelling _, Cancelled _ ->
                new Input.InputReopened(producer);
        };
    }

    private static void wanted(Step step, EvaluationId evaluation, SortedSet<JobKey> unfinished) {
        if (!step.addWish(evaluation)) {
            return;
        }
        switch (step.state()) {
            case Failed(var code, var message) -> {
                if (code.errorClass() == ErrorClass.USER) {
                    step.story("stays failed", code + ": the same inputs would fail again: " + message);
                } else {
                    step.openRun(unfinished, "wanted again");
                }
            }
            case Cancelled _, Skipped _ -> step.openRun(unfinished, "wanted again");
            case Planned _, Queued _, Released _, Running _, Cancelling _, Succeeded _ -> {}
        }
    }

    private static void unwanted(Step step, EvaluationId evaluation) {
        if (!step.removeWish(evaluation) || step.job().wanted()) {
            return;
        }
        switch (step.state()) {
            case Planned _, Queued _, Released _ -> step.cancelled("nobody wants it");
            case Running running -> {
                step.become(new Cancelling(running.attempt(), running.worker(), running.lastHeard()));
                step.endRun();
                step.story("cancelling", "nobody wants it");
            }
            case Cancelling _, Succeeded _, Failed _, Cancelled _, Skipped _ -> {}
        }
    }

    private static void inputSucceeded(Step step, JobKey producer) {
        switch (step.state()) {
            case Planned planned -> step.become(JobState.waiting(without(planned.waitsFor(), producer), step.now()));
            case Skipped skipped -> {
                var because = without(skipped.because(), producer);
                var waitsFor = without(skipped.waitsFor(), producer);
                step.become(new Skipped(because, waitsFor));
                if (because.isEmpty() && step.job().wanted()) {
                    step.openRun(waitsFor, "input " + producer + " succeeded late");
                    step.effect(new Effect.ReopenEvaluations());
                }
            }
            case Queued _, Released _, Running _, Cancelling _, Succeeded _, Failed _, Cancelled _ -> {}
        }
    }

    private static void inputFailed(Step step, JobKey producer) {
        switch (step.state()) {
            case Planned planned -> step.skip(producer, with(planned.waitsFor(), producer));
            case Queued _ -> step.skip(producer, with(new TreeSet<>(), producer));
            case Skipped skipped ->
                step.become(new Skipped(with(skipped.because(), producer), with(skipped.waitsFor(), producer)));
            case Released _, Running _, Cancelling _, Succeeded _, Failed _, Cancelled _ -> {}
        }
    }

    private static void inputReopened(Step step, JobKey producer) {
        switch (step.state()) {
            case Planned planned -> step.become(new Planned(with(planned.waitsFor(), producer)));
            case Queued _ -> {
                step.become(new Planned(with(new TreeSet<>(), producer)));
                step.story("waits", "input " + producer + " is made again");
            }
            // On its way it meets the lost input itself; skipped, it waits for the input's success anyway.
            case Released _, Running _, Cancelling _, Succeeded _, Failed _, Cancelled _, Skipped _ -> {}
        }
    }

    private static void release(Step step, DispatchId dispatch) {
        switch (step.state()) {
            case Queued queued -> {
                if (step.now().isBefore(queued.notBefore())) {
                    return;
                }
                step.become(new Released(dispatch, step.now(), Optional.empty()));
                step.effect(new Effect.SendDispatch(
                        dispatch,
                        step.job().run(),
                        queued.avoid(),
                        step.job().tally().maxBatch()));
                step.story("released", "dispatch " + dispatch);
            }
            case Planned _, Released _, Running _, Cancelling _, Succeeded _, Failed _, Cancelled _, Skipped _ -> {}
        }
    }

    private static void outcomeLost(Step step) {
        switch (step.state()) {
            case Succeeded(var outcome) -> {
                if (step.job().wanted()) {
                    step.remake(outcome);
                }
            }
            case Planned _, Queued _, Released _, Running _, Cancelling _, Failed _, Cancelled _, Skipped _ -> {}
        }
    }

    private static void rerun(Step step, SortedSet<JobKey> unfinished) {
        switch (step.state()) {
            case Succeeded(var outcome) -> {
                if (step.job().wanted()) {
                    step.rerun(outcome, unfinished);
                }
            }
            case Planned _, Queued _, Released _, Running _, Cancelling _, Failed _, Cancelled _, Skipped _ -> {}
        }
    }

    /** Nobody may find an outcome whose bytes go: a new wish opens a run that makes it again. */
    private static void collected(Step step, AttemptId outcome) {
        if (step.job().wanted() || !step.state().ended()) {
            return;
        }
        step.collect(outcome);
    }

    private static SortedSet<JobKey> with(SortedSet<JobKey> keys, JobKey key) {
        var more = new TreeSet<>(keys);
        more.add(key);
        return more;
    }

    private static SortedSet<JobKey> without(SortedSet<JobKey> keys, JobKey key) {
        var fewer = new TreeSet<>(keys);
        fewer.remove(key);
        return fewer;
    }
}
