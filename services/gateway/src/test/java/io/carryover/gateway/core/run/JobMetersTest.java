/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.Kind;
import io.carryover.contracts.machine.Job;
import io.carryover.contracts.machine.JobState;
import io.carryover.contracts.metrics.MetricsCatalogue;
import io.carryover.gateway.core.table.JobRow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobMetersTest {
    private final OneTransaction transaction = new OneTransaction();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final JobMeters meters = new JobMeters(registry, new AfterCommit(transaction));
    private final JobRow row = new JobRow();
    private final Job queued = Job.first(
            new JobKey("k".repeat(64)),
            Kind.HEADS,
            new EvaluationId("e-1"),
            List.of(),
            Instant.parse("2026-11-24T10:00:00Z"));

    JobMetersTest() {
        row.queue = "heads.cpu";
    }

    @Test
    void aFailureIsCountedOnceUnderItsCode() {
        Job failed = in(1, new JobState.Failed(ErrorCode.OUT_OF_MEMORY, "no room"));

        meters.changed(row, queued, failed);
        meters.changed(row, failed, in(1, new JobState.Failed(ErrorCode.OUT_OF_MEMORY, "told again")));
        transaction.end(Status.STATUS_COMMITTED);

        assertThat(failures(ErrorCode.OUT_OF_MEMORY)).isEqualTo(1);
    }

    @Test
    void theNextRunMayFailAgain() {
        Job failed = in(1, new JobState.Failed(ErrorCode.STALLED, "no step"));

        meters.changed(row, queued, failed);
        meters.changed(row, failed, in(2, new JobState.Failed(ErrorCode.STALLED, "no step")));
        transaction.end(Status.STATUS_COMMITTED);

        assertThat(failures(ErrorCode.STALLED)).isEqualTo(2);
    }

    @Test
    void whatIsRolledBackIsNotCounted() {
        meters.changed(row, queued, in(1, new JobState.Failed(ErrorCode.INTERNAL, "a defect")));
        transaction.end(Status.STATUS_ROLLEDBACK);

        assertThat(failures(ErrorCode.INTERNAL)).isZero();
    }

    private double failures(ErrorCode code) {
        Counter counter = registry.find(MetricsCatalogue.JOBS_FAILED.metricName())
                .tags("queue", "heads.cpu", "error_code", code.name())
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private Job in(int run, JobState state) {
        return new Job(
                queued.key(),
                queued.kind(),
                run,
                state,
                queued.wantedBy(),
                queued.tally(),
                queued.stopped(),
                queued.endedRun(),
                queued.quarantined(),
                queued.result());
    }

    /** A transaction that the test ends. */
    private static final class OneTransaction implements TransactionSynchronizationRegistry {
        private final Map<Object, Object> resources = new HashMap<>();
        private final List<Synchronization> synchronizations = new ArrayList<>();

        void end(int status) {
            synchronizations.forEach(each -> each.afterCompletion(status));
        }

        @Override
        public Object getTransactionKey() {
            return this;
        }

        @Override
        public void putResource(Object key, Object value) {
            resources.put(key, value);
        }

        @Override
        public @Nullable Object getResource(Object key) {
            return resources.get(key);
        }

        @Override
        public void registerInterposedSynchronization(Synchronization synchronization) {
            synchronizations.add(synchronization);
        }

        @Override
        public int getTransactionStatus() {
            return Status.STATUS_ACTIVE;
        }

        @Override
        public void setRollbackOnly() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean getRollbackOnly() {
            return false;
        }
    }
}
