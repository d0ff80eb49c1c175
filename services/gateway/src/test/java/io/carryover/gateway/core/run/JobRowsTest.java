/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.DispatchId;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.Kind;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.machine.Input;
import io.carryover.contracts.machine.Job;
import io.carryover.contracts.machine.JobMachine;
import io.carryover.contracts.machine.JobState;
import io.carryover.contracts.machine.Policy;
import io.carryover.gateway.core.table.JobRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class JobRowsTest {
    private static final Instant T0 = Instant.parse("2026-11-24T10:00:00Z");
    private static final Policy POLICY = Policy.DEFAULT;
    private static final JobKey KEY = new JobKey("k".repeat(64));

    private final Job queued = Job.first(KEY, Kind.HEADS, new EvaluationId("e-1"), List.of(), T0);

    private JobRow written(JobState state, Instant at) {
        JobRow row = new JobRow();
        JobRows.write(row, queued, queued, POLICY, T0);
        JobRows.write(row, queued, with(state), POLICY, at);
        return row;
    }

    private Job with(JobState state) {
        return new Job(
                queued.key(),
                queued.kind(),
                queued.run(),
                state,
                queued.wantedBy(),
                queued.tally(),
                queued.stopped(),
                queued.endedRun(),
                queued.quarantined(),
                queued.result());
    }

    private static JobState.Running running(Optional<JobState.Second> second) {
        return new JobState.Running(
                new DispatchId("d-1"),
                new AttemptId("a-1"),
                new WorkerId("w-1"),
                T0,
                T0.plusSeconds(5),
                second,
                Optional.empty());
    }

    @Test
    void whatIsWrittenIsReadAsItWas() {
        Job released = JobMachine.decide(
                        queued, new Input.Release(new DispatchId("d-1")), T0, POLICY, job -> Optional.empty())
                .next();
        JobRow row = new JobRow();
        JobRows.write(row, queued, released, POLICY, T0);

        assertThat(JobRows.read(row)).isEqualTo(released);
        assertThat(Json.read(row.detail, Job.class)).isEqualTo(released);
        assertThat(row.state).isEqualTo("released");
    }

    @Test
    void aRunningJobIsLookedAtAfterThreeLocksOfSilence() {
        assertThat(written(running(Optional.empty()), T0).watchAt).isEqualTo(Instant.parse("2026-11-24T10:01:35Z"));
    }

    @Test
    void aSecondStartIsLookedAtAfterTwoHeartbeats() {
        var second = new JobState.Second(
                new DispatchId("d-2"),
                new AttemptId("a-2"),
                new WorkerId("w-2"),
                T0.plusSeconds(8),
                false,
                new TreeSet<>());

        assertThat(written(running(Optional.of(second)), T0).watchAt).isEqualTo(Instant.parse("2026-11-24T10:00:18Z"));
    }

    @Test
    void aDeadLetterOfAReleasedJobIsLookedAtAtOnce() {
        var released = new JobState.Released(new DispatchId("d-1"), T0, Optional.of(T0.plusSeconds(3)));

        assertThat(written(released, T0).watchAt).isEqualTo(Instant.parse("2026-11-24T10:00:03Z"));
    }

    @Test
    void aFailureStandsInColumnsAndTheJobIsNotWatched() {
        JobRow row = written(new JobState.Failed(ErrorCode.POISON, "it killed three"), T0.plusSeconds(60));

        assertThat(row.failureCode).isEqualTo("POISON");
        assertThat(row.failureMessage).isEqualTo("it killed three");
        assertThat(row.endedAt).isEqualTo(Instant.parse("2026-11-24T10:01:00Z"));
        assertThat(row.watchAt).isNull();
    }

    @Test
    void aJobThatComesBackKeepsItsPlace() {
        JobRow row = new JobRow();
        JobRows.write(row, queued, queued, POLICY, T0);
        JobRows.write(row, queued, with(running(Optional.empty())), POLICY, T0.plusSeconds(1));
        var again = new JobState.Queued(T0.plusSeconds(90), Optional.of(new WorkerId("w-1")));
        JobRows.write(row, with(running(Optional.empty())), with(again), POLICY, T0.plusSeconds(80));

        assertThat(row.queuedAt).isEqualTo(T0);
        assertThat(row.notBefore).isEqualTo(Instant.parse("2026-11-24T10:01:30Z"));
    }
}
