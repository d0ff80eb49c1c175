/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.ControlState;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.WorkerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** One decision in the making: the job as it changes, and the effects that gather. Lives for one call only. */
final class Step {
    private final Instant now;
    private final Policy policy;
    private final OutcomeLookup lookup;
    private final Rules rules;
    private final List<Effect> effects = new ArrayList<>();
    private final ControlState toldBefore;
    private boolean tellAgain;
    private Job job;

    Step(Job job, Instant now, Policy policy, OutcomeLookup lookup, Rules rules) {
        this.job = job;
        this.now = now;
        this.policy = policy;
        this.lookup = lookup;
        this.rules = rules;
        this.toldBefore = job.control();
    }

    Job job() {
        return job;
    }

    JobState state() {
        return job.state();
    }

    Instant now() {
        return now;
    }

    Policy policy() {
        return policy;
    }

    Rules rules() {
        return rules;
    }

    Decision decision() {
        if (rules.fullControl() && (tellAgain || !job.control().equals(toldBefore))) {
            effects.add(new Effect.PublishControl(job.control()));
        }
        return new Decision(job, effects);
    }

    void effect(Effect effect) {
        effects.add(effect);
    }

    void story(String what, String detail) {
        effects.add(new Effect.Story(what, Optional.empty(), detail));
    }

    void story(String what, WorkerId worker, String detail) {
        effects.add(new Effect.Story(what, Optional.of(worker), detail));
    }

    void become(JobState state) {
        job = job.with(state);
    }

    void tally(Tally tally) {
        job = job.with(tally);
    }

    /** Counts dead attempts of the current run; whether there are now so many that they end it. */
    boolean died(int attempts) {
        for (int i = 0; i < attempts; i++) {
            tally(job.tally().died());
        }
        return job.tally().dead() >= policy().deadLimit();
    }

    boolean addWish(EvaluationId evaluation) {
        var wishes = new TreeSet<>(job.wantedBy());
        return wishes.add(evaluation) && wishes(wishes);
    }

    boolean removeWish(EvaluationId evaluation) {
        var wishes = new TreeSet<>(job.wantedBy());
        return wishes.remove(evaluation) && wishes(wishes);
    }

    /** Tells this attempt of the current run to stop. */
    void stop(AttemptId attempt) {
        var stopped = new TreeSet<>(job.stopped());
        stopped.add(attempt);
        told(stopped, job.endedRun());
        command(new ControlState(ControlState.VERSION, job.key(), 0, new TreeSet<>(List.of(attempt))));
    }

    /** Tells all attempts of the current run and of earlier ones to stop. */
    void endRun() {
        told(new TreeSet<>(), Math.max(job.endedRun(), job.run()));
        command(new ControlState(ControlState.VERSION, job.key(), job.run(), new TreeSet<>()));
    }

    /** Says again what was said before: control keeps a state for some days only, and this worker may be late. */
    void tellAgain() {
        tellAgain = true;
        command(new ControlState(ControlState.VERSION, job.key(), job.endedRun(), new TreeSet<>()));
    }

    void queueAgain(Instant notBefore, Optional<WorkerId> avoid) {
        become(new JobState.Queued(notBefore, avoid));
    }

    void succeed(AttemptId outcome, String detail) {
        boolean reported = state().ended();
        boolean first =
                job.result().isEmpty() || (!rules.once() && !job.result().get().equals(outcome));
        become(new JobState.Succeeded(outcome));
        if (first) {
            result(outcome);
            effects.add(new Effect.RecordSuccess(outcome));
        }
        endRun();
        effects.add(new Effect.WakeDependents());
        if (reported) {
            effects.add(new Effect.ReopenEvaluations());
        }
        story("succeeded", detail);
    }

    /** Ends the job as failed, unless an outcome was committed after all. */
    void fail(ErrorCode code, String message) {
        Optional<AttemptId> outcome = committed();
        if (outcome.isPresent()) {
            succeed(outcome.get(), "outcome of attempt " + outcome.get() + " was found");
            return;
        }
        become(new JobState.Failed(code, message));
        endRun();
        effects.add(new Effect.SkipDependents());
        story("failed", code + ": " + message);
    }

    /** The committed outcome that may still count. */
    Optional<AttemptId> committed() {
        return rules.look()
                ? lookup.committed(job.key()).filter(found -> !job.quarantined().contains(found))
                : Optional.empty();
    }

    void cancelled(String detail) {
        become(new JobState.Cancelled());
        endRun();
        story("cancelled", detail);
        if (job.wanted() && rules.reopen()) {
            openRun(List.of(), "wanted again meanwhile");
        }
    }

    void skip(JobKey because, SortedSet<JobKey> waitsFor) {
        become(new JobState.Skipped(new TreeSet<>(List.of(because)), waitsFor));
        endRun();
        effects.add(new Effect.SkipDependents());
        story("skipped", "input " + because + " failed");
    }

    void openRun(Collection<JobKey> waitsFor, String why) {
        job = job.nextRun(JobState.waiting(waitsFor, now));
        story("run " + job.run(), why);
    }

    /** The outcome of this attempt is lost: takes it away and opens the next run, unless another outcome stands there. */
    void remake(AttemptId lost) {
        remake(lost, List.of(), "bytes of attempt " + lost + " are lost");
    }

    /** As above, though the outcome is whole: the next one counts anew. */
    void rerun(AttemptId before, Collection<JobKey> waitsFor) {
        job = job.withoutResult();
        remake(before, waitsFor, "run again in place of attempt " + before);
    }

    private void remake(AttemptId lost, Collection<JobKey> waitsFor, String why) {
        Optional<AttemptId> other = committed().filter(found -> !found.equals(lost));
        if (rules.quarantine()) {
            quarantine(lost);
            if (other.isPresent()) {
                become(new JobState.Succeeded(other.get()));
                story("outcome replaced", "by attempt " + other.get());
                if (job.result().isEmpty()) {
                    result(other.get());
                    effects.add(new Effect.RecordSuccess(other.get()));
                }
                return;
            }
            effects.add(new Effect.QuarantineOutcome(lost));
        }
        openRun(waitsFor, why);
        effects.add(new Effect.ReopenDependents());
    }

    /** The outcome of this attempt is taken away because nobody needs it. */
    void collect(AttemptId outcome) {
        quarantine(outcome);
        effects.add(new Effect.QuarantineOutcome(outcome));
        if (state() instanceof JobState.Succeeded) {
            become(new JobState.Cancelled());
        }
        story("collected", "nobody needs the outcome of attempt " + outcome);
    }

    private boolean wishes(SortedSet<EvaluationId> wishes) {
        job = job.wantedBy(wishes);
        return true;
    }

    private void told(SortedSet<AttemptId> stopped, int endedRun) {
        job = job.told(stopped, endedRun);
    }

    private void command(ControlState command) {
        if (!rules.fullControl()) {
            effects.add(new Effect.PublishControl(command));
        }
    }

    private void quarantine(AttemptId outcome) {
        var all = new TreeSet<>(job.quarantined());
        all.add(outcome);
        job = job.quarantined(all);
    }

    private void result(AttemptId outcome) {
        job = job.result(outcome);
    }
}
