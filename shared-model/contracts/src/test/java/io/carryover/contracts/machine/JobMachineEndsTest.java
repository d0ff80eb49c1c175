/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.id.DispatchId;
import io.carryover.contracts.job.Kind;
import io.carryover.contracts.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class JobMachineEndsTest extends JobMachineHarness {
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
    void runAgainOnPurposeTheOldOutcomeNeverCountsAgainAndTheNewOneIsWrittenAsAResult() {
        release("d1");
        started("d1", A1, 1);
        say(2, new WorkerEvent.Succeeded(1, who("d1", A1), A1));
        committed = Optional.of(A1);

        List<Effect> effects = give(3, new Input.Rerun(new TreeSet<>()));

        assertThat(effects).contains(new Effect.QuarantineOutcome(A1));
        assertThat(job.state().name()).isEqualTo("queued");
        assertThat(job.run()).isEqualTo(2);
        give(4, new Input.Rerun(new TreeSet<>()));
        assertThat(job.run()).as("it is on its way").isEqualTo(2);
        say(4, new WorkerEvent.Succeeded(1, who("d1", A1), A1));
        assertThat(job.state().name()).isEqualTo("queued");
        committed = Optional.empty();
        release("d2", 5);
        started("d2", A2, 6, 2);
        assertThat(say(7, new WorkerEvent.Succeeded(1, who("d2", A2, 2), A2))).contains(new Effect.RecordSuccess(A2));
        assertThat(job.result()).contains(A2);
    }

    @Test
    void runAgainItWaitsForInputsThatAreBeingMade() {
        release("d1");
        started("d1", A1, 1);
        say(2, new WorkerEvent.Succeeded(1, who("d1", A1), A1));

        give(3, new Input.Rerun(new TreeSet<>(List.of(INPUT))));

        assertThat(job.state()).isEqualTo(new JobState.Planned(new TreeSet<>(List.of(INPUT))));
        give(4, new Input.Unwanted(E1));
        give(5, new Input.Rerun(new TreeSet<>()));
        assertThat(job.state().name()).as("nobody wants it").isEqualTo("cancelled");
    }

    @Test
    void anOutcomeIsCollectedOnlyOnceNobodyWantsItAndIsMadeAgainByANewWish() {
        release("d1");
        started("d1", A1, 1);
        say(2, new WorkerEvent.Succeeded(1, who("d1", A1), A1));
        assertThat(give(3, new Input.Collected(A1))).isEmpty();
        give(4, new Input.Unwanted(E1));
        assertThat(job.state().name()).isEqualTo("succeeded");

        assertThat(give(5, new Input.Collected(A1))).contains(new Effect.QuarantineOutcome(A1));
        assertThat(job.state()).isEqualTo(new JobState.Cancelled());
        give(6, wanted(E2));
        say(7, new WorkerEvent.Succeeded(1, who("d1", A1), A1));

        assertThat(job.state().name()).as("a late word of what is gone").isEqualTo("queued");
        assertThat(job.run()).isEqualTo(2);
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
    void aDeadLetterOfWhatNobodyBeganIsDispatchedAgainAndNotForEver() {
        for (int i = 1; i < 3; i++) {
            release("d" + i, 10 * i - 5);
            give(10 * i, new Input.DeadLettered(1, new DispatchId("d" + i), at(10 * i)));
            give(10 * i + 1, new Input.Swept(true, Optional.empty()));
            assertThat(job.state().name()).isEqualTo("queued");
        }
        release("d3", 25);
        give(30, new Input.DeadLettered(1, new DispatchId("d3"), at(30)));
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
}
