/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.event.WorkerEvent.Attempt;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.DispatchId;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.Kind;
import io.carryover.contracts.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class JobMachineTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final JobKey KEY = new JobKey("job");
    private static final JobKey INPUT = new JobKey("input");
    private static final JobKey OTHER = new JobKey("other");
    private static final EvaluationId E1 = new EvaluationId("e1");
    private static final EvaluationId E2 = new EvaluationId("e2");
    private static final AttemptId A1 = new AttemptId("a1");
    private static final AttemptId A2 = new AttemptId("a2");
    private static final AttemptId A3 = new AttemptId("a3");
    private static final Policy POLICY = Policy.DEFAULT;

    private Job job = Job.first(KEY, Kind.FEATURES, E1, List.of(), T0);
    private Optional<AttemptId> committed = Optional.empty();

    @Test
    void goesFromQueuedToSucceededAndWritesItsResultOnce() {
        assertThat(give(0, new Input.Release(new DispatchId("d1"))))
                .contains(new Effect.SendDispatch(
                        new DispatchId("d1"), 1, Optional.empty(), java.util.OptionalInt.empty()));
        started("d1", A1, 1);
        assertThat(job.state().name()).isEqualTo("running");

        List<Effect> effects = say(2, new WorkerEvent.Succeeded(1, who("d1", A1), A1));

        assertThat(job.state()).isEqualTo(new JobState.Succeeded(A1));
        assertThat(effects)
                .contains(
                        new Effect.RecordSuccess(A1),
                        new Effect.WakeDependents(),
                        new Effect.PublishControl(job.control()));
        assertThat(job.control().ended(1)).isTrue();
        assertThat(say(3, new WorkerEvent.Succeeded(1, who("d1", A1), A1))).isEmpty();
    }

    @Test
    void secondStartIsStoppedOnlyWhenTheFirstIsHeardAfterIt() {
        release("d1");
        started("d1", A1, 1);
        started("d1", A2, 10);
        say(10, new WorkerEvent.Heartbeat(1, who("d1", A1), PROGRESS));
        assertThat(job.stopped())
                .as("a heartbeat of the same moment says nothing")
                .isEmpty();

        say(11, new WorkerEvent.Heartbeat(1, who("d1", A1), PROGRESS));

        assertThat(job.stopped()).containsExactly(A2);
        assertThat(job.state().current()).contains(A1);
    }

    @Test
    void secondStartIsAdoptedAfterTwoSilentHeartbeatsAndTheFirstCountedAsDead() {
        release("d1");
        started("d1", A1, 1);
        started("d1", A2, 10);
        say(19, new WorkerEvent.Heartbeat(1, who("d1", A2), PROGRESS));
        assertThat(job.state().current()).contains(A1);

        say(20, new WorkerEvent.Heartbeat(1, who("d1", A2), PROGRESS));

        assertThat(job.state().current()).contains(A2);
        assertThat(job.stopped()).containsExactly(A1);
        assertThat(job.tally().dead()).isEqualTo(1);
    }

    @Test
    void secondThatEndedByItselfLeavesTheJobToTheQueueWhenTheFirstIsSilent() {
        release("d1");
        started("d1", A1, 1);
        started("d1", A2, 10);
        say(12, new WorkerEvent.HandedBack(1, who("d1", A2), 0, Optional.empty()));

        give(20, new Input.Swept(true, Optional.empty()));

        assertThat(job.state().name()).isEqualTo("queued");
    }

    @Test
    void earlierSecondIsStoppedByItsNextHeartbeat() {
        release("d1");
        started("d1", A1, 1);
        started("d1", A2, 10);
        started("d1", A3, 11);

        say(12, new WorkerEvent.Heartbeat(1, who("d1", A2), PROGRESS));

        assertThat(job.stopped()).containsExactly(A2);
    }

    @Test
    void thirdDeadAttemptEndsTheRun() {
        for (int i = 1; i <= 3; i++) {
            release("d" + i, i * 100);
            started("d" + i, new AttemptId("a" + i), i * 100);
            give(i * 100 + 89, new Input.Swept(true, Optional.empty()));
            assertThat(job.state().name()).isEqualTo("running");
            give(i * 100 + 90, new Input.Swept(false, Optional.empty()));
            assertThat(job.state().name()).as("not caught up").isEqualTo("running");
            give(i * 100 + 90, new Input.Swept(true, Optional.empty()));
        }
        assertThat(job.state()).isEqualTo(new JobState.Failed(ErrorCode.POISON, "3 attempts died"));
    }

    @Test
    void outcomeThatIsFoundTurnsAFailureIntoASuccess() {
        release("d1");
        started("d1", A1, 1);
        committed = Optional.of(A1);

        say(2, new WorkerEvent.AttemptFailed(1, who("d1", A1), ErrorCode.NOT_A_DATASET, "no", Optional.empty()));

        assertThat(job.state()).isEqualTo(new JobState.Succeeded(A1));
    }

    @Test
    void sweeperFindsTheOutcomeOfAFailedJobAndReopensItsEvaluation() {
        release("d1");
        started("d1", A1, 1);
        say(2, new WorkerEvent.AttemptFailed(1, who("d1", A1), ErrorCode.NOT_A_DATASET, "no", Optional.empty()));
        assertThat(job.state()).isEqualTo(new JobState.Failed(ErrorCode.NOT_A_DATASET, "no"));
        committed = Optional.of(A1);

        assertThat(give(3, new Input.Swept(true, Optional.empty())))
                .contains(new Effect.RecordSuccess(A1), new Effect.ReopenEvaluations(), new Effect.WakeDependents());
    }

    @Test
    void memoryThatRanOutHalvesTheBatchOnceAndAvoidsTheWorker() {
        release("d1");
        started("d1", A1, 1);
        say(2, new WorkerEvent.AttemptFailed(1, who("d1", A1), ErrorCode.OUT_OF_MEMORY, "m", Optional.empty()));
        assertThat(job.state()).isEqualTo(new JobState.Queued(at(4), Optional.of(new WorkerId("w"))));
        assertThat(give(3, new Input.Release(new DispatchId("d2"))))
                .as("not before")
                .isEmpty();

        assertThat(give(4, new Input.Release(new DispatchId("d2"))))
                .contains(new Effect.SendDispatch(
                        new DispatchId("d2"), 1, Optional.of(new WorkerId("w")), java.util.OptionalInt.of(16)));
        started("d2", A2, 5);
        say(6, new WorkerEvent.AttemptFailed(1, who("d2", A2), ErrorCode.OUT_OF_MEMORY, "m", Optional.empty()));
        assertThat(job.state()).isEqualTo(new JobState.Failed(ErrorCode.OUT_OF_MEMORY, "m"));
    }

    @Test
    void handBacksAreUnlimitedWhileStepsAdvance() {
        for (int i = 1; i <= 100; i++) {
            release("d" + i, i * 10);
            started("d" + i, new AttemptId("a" + i), i * 10);
            say(i * 10 + 1, new WorkerEvent.HandedBack(1, who("d" + i, new AttemptId("a" + i)), 1, Optional.empty()));
            assertThat(job.state().name()).isEqualTo("queued");
        }
        assertThat(job.tally().handBacks()).isEqualTo(100);
    }

    @Test
    void handBacksWithoutAStepAreBackedOffAndBounded() {
        int second = 0;
        for (int i = 1; i <= POLICY.idleHandBackLimit(); i++) {
            assertThat(job.state().name()).isEqualTo("queued");
            release("d" + i, second);
            started("d" + i, new AttemptId("a" + i), second);
            say(second, new WorkerEvent.HandedBack(1, who("d" + i, new AttemptId("a" + i)), 0, Optional.empty()));
            second += 300;
        }
        assertThat(job.state().name()).isEqualTo("failed");
    }

    @Test
    void cancelledWhileRunningIsToldAndEndsWithTheWorkersWord() {
        release("d1");
        started("d1", A1, 1);
        give(2, new Input.Unwanted(E1));
        assertThat(job.state().name()).isEqualTo("cancelling");
        assertThat(job.control().tellsToStop(1, A1)).isTrue();

        say(3, new WorkerEvent.Stopped(1, who("d1", A1)));

        assertThat(job.state()).isEqualTo(new JobState.Cancelled());
    }

    @Test
    void wantedAgainWhileCancellingOpensTheNextRun() {
        release("d1");
        started("d1", A1, 1);
        give(2, new Input.Unwanted(E1));
        give(3, wanted(E2));
        say(4, new WorkerEvent.Stopped(1, who("d1", A1)));

        assertThat(job.state().name()).isEqualTo("queued");
        assertThat(job.run()).isEqualTo(2);
        assertThat(job.control().ended(1)).isTrue();
        assertThat(job.control().ended(2)).isFalse();
    }

    @Test
    void successOfACancelledJobThatNobodyWantsIsKeptAndNotCounted() {
        release("d1");
        started("d1", A1, 1);
        give(2, new Input.Unwanted(E1));
        assertThat(say(3, new WorkerEvent.Succeeded(1, who("d1", A1), A1)))
                .doesNotContain(new Effect.RecordSuccess(A1));
        assertThat(job.state()).isEqualTo(new JobState.Cancelled());
    }

    @Test
    void userErrorIsNotRunAgainByANewWish() {
        release("d1");
        started("d1", A1, 1);
        say(2, new WorkerEvent.AttemptFailed(1, who("d1", A1), ErrorCode.NOT_A_DATASET, "no", Optional.empty()));
        give(3, wanted(E2));
        assertThat(job.state().name()).isEqualTo("failed");
        assertThat(job.run()).isEqualTo(1);
    }

    @Test
    void dependentsAreSkippedAndQueuedAgainOnALateSuccess() {
        job = Job.first(KEY, Kind.HEADS, E1, List.of(INPUT, OTHER), T0);
        give(1, new Input.InputFailed(INPUT));
        give(1, new Input.InputFailed(OTHER));
        assertThat(job.state().name()).isEqualTo("skipped");

        give(2, new Input.InputSucceeded(INPUT));
        assertThat(job.state())
                .as("another input is still missing")
                .isEqualTo(new JobState.Skipped(new TreeSet<>(List.of(OTHER)), new TreeSet<>(List.of(OTHER))));
        assertThat(give(3, new Input.InputSucceeded(OTHER))).contains(new Effect.ReopenEvaluations());

        assertThat(job.state().name()).isEqualTo("queued");
        assertThat(job.run()).isEqualTo(2);
    }

    @Test
    void lostOutcomeIsQuarantinedBeforeTheNextRunAndNeverCountedAgain() {
        release("d1");
        started("d1", A1, 1);
        say(2, new WorkerEvent.Succeeded(1, who("d1", A1), A1));
        committed = Optional.of(A1);

        List<Effect> effects = give(3, new Input.OutcomeLost());

        assertThat(effects).contains(new Effect.QuarantineOutcome(A1), new Effect.ReopenDependents());
        assertThat(job.run()).isEqualTo(2);
        say(4, new WorkerEvent.Succeeded(1, who("d1", A1), A1));
        assertThat(job.state().name()).isEqualTo("queued");
        committed = Optional.empty();
        release("d2", 5);
        started("d2", A2, 6, 2);
        assertThat(say(7, new WorkerEvent.Succeeded(1, who("d2", A2, 2), A2)))
                .doesNotContain(new Effect.RecordSuccess(A2));
        assertThat(job.state()).isEqualTo(new JobState.Succeeded(A2));
        assertThat(job.result()).contains(A1);
    }

    @Test
    void deadLetterCountsOnlyForTheCurrentDispatchAndWithoutALiveAttempt() {
        release("d1");
        started("d1", A1, 1);
        give(5, new Input.DeadLettered(1, new DispatchId("d0"), at(5)));
        give(5, new Input.DeadLettered(1, new DispatchId("d1"), at(5)));
        say(6, new WorkerEvent.Heartbeat(1, who("d1", A1), PROGRESS));
        give(20, new Input.Swept(true, Optional.empty()));
        assertThat(job.state().name()).isEqualTo("running");

        give(21, new Input.DeadLettered(1, new DispatchId("d1"), at(21)));
        give(31, new Input.Swept(true, Optional.empty()));

        assertThat(job.state().name()).isEqualTo("failed");
    }

    @Test
    void releasedAndSilentWhileAWorkerIsIdleIsDispatchedAgain() {
        release("d1");
        give(90, new Input.Swept(true, Optional.empty()));
        give(90, new Input.Swept(true, Optional.of(at(1))));
        assertThat(job.state().name()).isEqualTo("released");
        give(91, new Input.Swept(true, Optional.of(at(1))));
        assertThat(job.state().name()).isEqualTo("queued");
    }

    @Test
    void stateStandsAsJson() {
        release("d1");
        started("d1", A1, 1);
        started("d1", A2, 10);

        assertThat(Json.read(Json.bytes(job), Job.class)).isEqualTo(job);
    }

    private static final WorkerEvent.Progress PROGRESS = new WorkerEvent.Progress(1, 2, "steps", 1);

    private static Instant at(int second) {
        return T0.plus(Duration.ofSeconds(second));
    }

    private static Attempt who(String dispatch, AttemptId attempt) {
        return who(dispatch, attempt, 1);
    }

    private static Attempt who(String dispatch, AttemptId attempt, int run) {
        return new Attempt(KEY, run, new DispatchId(dispatch), attempt, new WorkerId("w"));
    }

    private static Input wanted(EvaluationId by) {
        return new Input.Wanted(by, new TreeSet<>());
    }

    private void release(String dispatch) {
        release(dispatch, 0);
    }

    private void release(String dispatch, int second) {
        give(second, new Input.Release(new DispatchId(dispatch)));
        assertThat(job.state().name()).isEqualTo("released");
    }

    private void started(String dispatch, AttemptId attempt, int second) {
        started(dispatch, attempt, second, 1);
    }

    private void started(String dispatch, AttemptId attempt, int second, int run) {
        say(second, new WorkerEvent.Started(1, who(dispatch, attempt, run), 1));
    }

    private List<Effect> say(int second, WorkerEvent.OfJob event) {
        return give(second, new Input.Said(event, at(second)));
    }

    private List<Effect> give(int second, Input input) {
        Decision decision = JobMachine.decide(job, input, at(second), POLICY, _ -> committed);
        job = decision.next();
        return decision.effects();
    }
}
