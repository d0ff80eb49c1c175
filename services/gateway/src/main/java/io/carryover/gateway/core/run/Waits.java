/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.machine.Job;
import io.carryover.contracts.machine.JobState;
import io.carryover.gateway.core.table.JobRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Why a job waits, in words. */
@ApplicationScoped
public class Waits {
    private static final int NOBODY = Integer.MIN_VALUE;

    private final WorkerRegistry workers;
    private final QueueList queues;
    private final BrokerTime time;

    Waits(WorkerRegistry workers, QueueList queues, BrokerTime time) {
        this.workers = workers;
        this.queues = queues;
        this.time = time;
    }

    /** How things stand now: for many jobs at once. */
    Look look() {
        return new Look(workers.readVersions(), queues.drained(), time.now());
    }

    /**
     * How things stood when one looked.
     *
     * @param reads queues with live workers, and the newest version of jobs that all of these read
     */
    record Look(Map<Queue, Integer> reads, Set<Queue> drained, Instant now) {
        Optional<String> words(JobRow row, Job job) {
            Queue queue = Queue.parse(row.queue);
            return switch (job.state()) {
                case JobState.Planned(var inputs) -> Optional.of("waiting for " + name(inputs));
                case JobState.Queued(var notBefore, var _) -> Optional.of(queued(queue, notBefore));
                case JobState.Released _ ->
                    Optional.of(reads.containsKey(queue) ? "the next free worker of " + queue : noWorker(queue));
                case JobState.Running running
                when running.second().isPresent() -> Optional.of("whether worker " + running.worker() + " still lives");
                case JobState.Cancelling cancelling -> Optional.of("worker " + cancelling.worker() + " to stop");
                case JobState.Skipped(var because, var _) -> Optional.of("failed: " + name(because));
                case JobState.Running _, JobState.Succeeded _, JobState.Failed _, JobState.Cancelled _ ->
                    Optional.empty();
            };
        }

        private String queued(Queue queue, Instant notBefore) {
            if (drained.contains(queue)) {
                return "the end of the drain of " + queue;
            }
            int read = reads.getOrDefault(queue, NOBODY);
            if (read == NOBODY) {
                return noWorker(queue);
            }
            if (read < JobMessage.VERSION) {
                return "older workers of %s to leave: they read jobs up to version %d, this one has version %d"
                        .formatted(queue, read, JobMessage.VERSION);
            }
            return notBefore.isAfter(now) ? "not before " + notBefore : "turn of others in " + queue;
        }

        private static String noWorker(Queue queue) {
            return "no worker for queue " + queue;
        }

        private static String name(SortedSet<JobKey> jobs) {
            return jobs.stream()
                    .map(key -> "job "
                            + key.value().substring(0, Math.min(12, key.value().length())))
                    .collect(Collectors.joining(", "));
        }
    }
}
