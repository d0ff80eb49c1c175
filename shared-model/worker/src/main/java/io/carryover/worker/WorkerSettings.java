/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.Kind;
import io.carryover.contracts.job.Queue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How one worker is set up.
 *
 * @param worker unique among all workers that ever run: a pod's name, or a name with a random part
 * @param queues that it serves, one job at a time over all of them
 * @param heartbeat how often a computing attempt speaks; the gateway must know the same number
 * @param announce how often the worker says that it is there
 * @param stopGrace how long a handler has to reach its next step after it was told to stop, before it is interrupted
 * @param stallLimit instead of the kind's own, where given
 * @param scratch folder for what attempts keep on local disk
 * @param devices what was found, in words
 * @param codeVersion of this build
 * @param host where it runs
 * @param shift how long it stays
 */
public record WorkerSettings(
        WorkerId worker,
        List<Queue> queues,
        Duration heartbeat,
        Duration announce,
        Duration stopGrace,
        Optional<Duration> stallLimit,
        Path scratch,
        String devices,
        String codeVersion,
        String host,
        Shift shift) {
    /**
     * When a worker leaves by itself: where a cluster starts one for each job, it shall not take a second one.
     *
     * @param jobs after so many; 0 never
     * @param patience after so long without a job; only where {@code jobs} isn't 0
     */
    public record Shift(int jobs, Duration patience) {
        /** Stays. */
        public static final Shift ENDLESS = new Shift(0, Duration.ZERO);

        /** @throws IllegalArgumentException for fewer than no jobs */
        public Shift {
            if (jobs < 0) {
                throw new IllegalArgumentException("jobs: 0 for no end, or how many; not " + jobs);
            }
        }

        boolean isOver(int taken, Duration idle) {
            return jobs > 0 && (taken >= jobs || idle.compareTo(patience) >= 0);
        }
    }

    public WorkerSettings {
        queues = List.copyOf(queues);
    }

    /** The same with another shift. */
    public WorkerSettings with(Shift other) {
        return new WorkerSettings(
                worker, queues, heartbeat, announce, stopGrace, stallLimit, scratch, devices, codeVersion, host, other);
    }

    /** Usual intervals, of a worker that stays. */
    public static WorkerSettings of(
            WorkerId worker, List<Queue> queues, Path scratch, String devices, String codeVersion, String host) {
        return new WorkerSettings(
                worker,
                queues,
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                Duration.ofSeconds(8),
                Optional.empty(),
                scratch,
                devices,
                codeVersion,
                host,
                Shift.ENDLESS);
    }

    Duration stallLimit(Kind kind) {
        return stallLimit.orElse(kind.stallLimit());
    }
}
