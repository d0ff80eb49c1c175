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
        String host) {
    public WorkerSettings {
        queues = List.copyOf(queues);
    }

    /** Usual intervals. */
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
                host);
    }

    Duration stallLimit(Kind kind) {
        return stallLimit.orElse(kind.stallLimit());
    }
}
