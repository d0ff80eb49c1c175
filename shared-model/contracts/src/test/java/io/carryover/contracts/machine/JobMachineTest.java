/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.DispatchId;
import io.carryover.contracts.id.WorkerId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobMachineTest extends JobMachineHarness {
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
    void handBacksBeforeTheBeginningCostNothingAndTheWishForAnotherWorkerIsGivenUp() {
        int second = 0;
        for (int i = 1; i <= POLICY.avoidances(); i++) {
            release("d" + i, second);
            var attempt = new AttemptId("a" + i);
            started("d" + i, attempt, second);
            say(second, WorkerEvent.HandedBack.unbegun(who("d" + i, attempt), WorkerEvent.HandedBack.AVOIDED));
            var queued = (JobState.Queued) job.state();
            assertThat(queued.notBefore()).isEqualTo(at(second + (1 << i)));
            assertThat(queued.avoid().isPresent()).isEqualTo(i < POLICY.avoidances());
            second += 1 << i;
        }
        assertThat(job.tally().idleHandBacks()).isZero();
        assertThat(job.tally().handBacks()).isZero();
    }
}
