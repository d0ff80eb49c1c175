/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core;

import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.Queue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who is there to run jobs, by their own announcements. */
public interface Workers {
    /** Whether a live worker serves this queue. */
    boolean served(Queue queue);

    /** Those heard of lately. */
    List<LiveWorker> live();

    /**
     * A worker process.
     *
     * @param state {@code idle}, {@code busy}, {@code draining} or {@code unready}
     * @param devices what it found, in words
     */
    record LiveWorker(
            WorkerId worker,
            List<Queue> queues,
            String state,
            Optional<String> reason,
            String devices,
            String codeVersion,
            Instant lastHeard) {}
}
