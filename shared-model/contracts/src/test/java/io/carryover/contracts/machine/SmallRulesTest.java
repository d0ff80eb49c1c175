/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import static io.carryover.contracts.machine.EvaluationState.Cell.DONE;
import static io.carryover.contracts.machine.EvaluationState.Cell.FAILED;
import static io.carryover.contracts.machine.EvaluationState.Cell.PENDING;
import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.error.ErrorClass;
import io.carryover.contracts.event.ControlState;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SmallRulesTest {
    private static final AttemptId A1 = new AttemptId("a1");
    private static final AttemptId A2 = new AttemptId("a2");
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Optional<ControlState> ENDED_2_STOPPED_A1 =
            Optional.of(new ControlState(1, new JobKey("j"), 2, new TreeSet<>(List.of(A1))));

    @Test
    void evaluationIsAFunctionOfItsCells() {
        assertThat(EvaluationState.of(false, false, List.of())).isEqualTo(EvaluationState.PLANNING);
        assertThat(EvaluationState.of(false, true, List.of(DONE, PENDING, FAILED)))
                .isEqualTo(EvaluationState.RUNNING);
        assertThat(EvaluationState.of(false, true, List.of(DONE, FAILED)).id()).isEqualTo("completed-with-failures");
        assertThat(EvaluationState.of(false, true, List.of(DONE, DONE))).isEqualTo(EvaluationState.COMPLETED);
        assertThat(EvaluationState.of(true, true, List.of(PENDING))).isEqualTo(EvaluationState.CANCELLED);
    }

    @Test
    void recordOfAnEndedRunIsSkippedAndAnOutcomeAdopted() {
        assertThat(WorkerRules.onTake(2, ENDED_2_STOPPED_A1, Optional.of(A1), true))
                .isEqualTo(new WorkerRules.Take.Skip());
        assertThat(WorkerRules.onTake(3, ENDED_2_STOPPED_A1, Optional.of(A1), true))
                .isEqualTo(new WorkerRules.Take.Adopt(A1));
        assertThat(WorkerRules.onTake(1, Optional.empty(), Optional.empty(), false))
                .isEqualTo(new WorkerRules.Take.Run());
        assertThat(WorkerRules.onTake(1, Optional.empty(), Optional.empty(), true))
                .isEqualTo(new WorkerRules.Take.LeaveToOthers());
    }

    @Test
    void attemptStopsWhenToldAndGoesOnWithoutItsLease() {
        assertThat(tick(3, A1, true, Duration.ZERO)).isEqualTo(WorkerRules.Tick.STOP);
        assertThat(tick(2, A2, true, Duration.ZERO)).isEqualTo(WorkerRules.Tick.STOP);
        assertThat(tick(3, A2, true, Duration.ZERO)).isEqualTo(WorkerRules.Tick.RENEW);
        assertThat(tick(3, A2, false, Duration.ZERO)).isEqualTo(WorkerRules.Tick.GO_ON);
        assertThat(tick(3, A2, true, LIMIT)).isEqualTo(WorkerRules.Tick.STALLED);
        assertThat(tick(3, A2, true, LIMIT.minusMillis(1))).isEqualTo(WorkerRules.Tick.RENEW);
    }

    @Test
    void retriesFollowTheClassAndWaitsDouble() {
        assertThat(Policy.DEFAULT.retries(ErrorClass.USER)).isZero();
        assertThat(Policy.DEFAULT.retries(ErrorClass.RESOURCES)).isEqualTo(1);
        assertThat(Policy.DEFAULT.retries(ErrorClass.INTERNAL)).isEqualTo(2);
        assertThat(Policy.DEFAULT.backoff(1)).isEqualTo(Duration.ofSeconds(2));
        assertThat(Policy.DEFAULT.backoff(4)).isEqualTo(Duration.ofSeconds(16));
        assertThat(Policy.DEFAULT.backoff(99)).isEqualTo(Duration.ofMinutes(5));
        assertThat(Policy.DEFAULT.silence()).isEqualTo(Duration.ofSeconds(90));
    }

    private static WorkerRules.Tick tick(int run, AttemptId attempt, boolean lease, Duration still) {
        return WorkerRules.onTick(run, attempt, ENDED_2_STOPPED_A1, lease, still, LIMIT);
    }
}
