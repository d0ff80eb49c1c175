/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.messaging.TransactionalLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether silence means anything: only once everything that was said by some moment has been read, and only if that has
 * been so for as long as a job may be silent. After a broker was away, workers need time to speak again.
 */
final class Hearing {
    private final List<Log> logs;
    private final Duration longest;
    private final LongSupplier nanos;
    private Optional<List<End>> goal = Optional.empty();
    private long goalAt;
    private Optional<Long> wellSince = Optional.empty();

    /** Something that is read, and how far. */
    interface Log {
        /** Where it ends now, by partition. */
        Map<Integer, Long> ends();

        /** Whether all up to there was read, by whichever gateway. */
        boolean caughtUpTo(Map<Integer, Long> ends);

        static Log of(TransactionalLog<?> log) {
            return new Log() {
                @Override
                public Map<Integer, Long> ends() {
                    return log.ends();
                }

                @Override
                public boolean caughtUpTo(Map<Integer, Long> ends) {
                    return log.caughtUpTo(ends);
                }
            };
        }
    }

    private record End(Log log, Map<Integer, Long> offsets) {}

    /** @param longest a gap in hearing that is longer begins the wait anew */
    Hearing(List<Log> logs, Duration longest, LongSupplier nanos) {
        this.logs = List.copyOf(logs);
        this.longest = longest;
        this.nanos = nanos;
    }

    /** Looks how far reading has come; call it regularly. Throws when broker or database don't answer. */
    void look() {
        if (goal.isEmpty()) {
            goalAt = nanos.getAsLong();
            List<End> ends = new ArrayList<>();
            logs.forEach(log -> ends.add(new End(log, log.ends())));
            goal = Optional.of(ends);
        }
        boolean reached = goal.orElseThrow().stream().allMatch(end -> end.log().caughtUpTo(end.offsets()));
        if (reached) {
            wellSince = Optional.of(wellSince.orElse(nanos.getAsLong()));
            goal = Optional.empty();
        } else if (nanos.getAsLong() - goalAt > longest.toNanos()) {
            wellSince = Optional.empty();
        }
    }

    /** Broker or database don't answer: what is said now isn't heard. */
    void deaf() {
        goal = Optional.empty();
        wellSince = Optional.empty();
    }

    /** Whether a job that has been silent for {@code silence} would have been heard. */
    boolean meansSomething(Duration silence) {
        return goal.isEmpty()
                && wellSince
                        .filter(since -> nanos.getAsLong() - since >= silence.toNanos())
                        .isPresent();
    }
}
