/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.machine.Job;
import io.carryover.contracts.machine.JobState;
import io.carryover.contracts.metrics.MetricsCatalogue;
import io.carryover.gateway.core.table.JobRow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** What is counted about jobs as they change; counts only what is committed. Workers count attempts and durations. */
@ApplicationScoped
public class JobMeters {
    private final MeterRegistry registry;
    private final AfterCommit afterCommit;

    JobMeters(MeterRegistry registry, AfterCommit afterCommit) {
        this.registry = registry;
        this.afterCommit = afterCommit;
    }

    void changed(JobRow row, Job before, Job after) {
        failed(row, before, after);
        int died = after.run() == before.run()
                ? after.tally().dead() - before.tally().dead()
                : 0;
        if (died > 0) {
            String queue = row.queue;
            afterCommit.then(() -> counter(MetricsCatalogue.ATTEMPTS_LOST)
                    .tag(MetricsCatalogue.ATTEMPTS_LOST.labels().getFirst(), queue)
                    .register(registry)
                    .increment(died));
        }
    }

    /** Once for each run that ends so: a failed job may be told again how it failed. */
    private void failed(JobRow row, Job before, Job after) {
        boolean same = before.state() instanceof JobState.Failed && before.run() == after.run();
        if (after.state() instanceof JobState.Failed(ErrorCode code, String _) && !same) {
            String queue = row.queue;
            afterCommit.then(() -> counter(MetricsCatalogue.JOBS_FAILED)
                    .tags("queue", queue, "error_code", code.name())
                    .register(registry)
                    .increment());
        }
    }

    void resultWritten() {
        afterCommit.then(
                () -> counter(MetricsCatalogue.RESULTS).register(registry).increment());
    }

    private static Counter.Builder counter(MetricsCatalogue metric) {
        return Counter.builder(metric.metricName()).description(metric.help());
    }
}
