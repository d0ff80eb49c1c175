/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The broker's clock, as far as this gateway can tell: the newest time stamp it saw, and what went by since. Silence is
 * measured against it, so that a gateway whose own clock is wrong takes no job from its worker.
 */
@ApplicationScoped
public class BrokerTime {
    private final Clock clock;
    private final LongSupplier nanos;
    private volatile Seen newest;

    private record Seen(Instant at, long nanos) {}

    BrokerTime() {
        this(Clock.systemUTC(), System::nanoTime);
    }

    BrokerTime(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
        this.newest = new Seen(Instant.MIN, 0);
    }

    /** A record carried this time of the broker. */
    public synchronized void saw(Instant at) {
        if (newest.at().equals(Instant.MIN) || at.isAfter(now())) {
            newest = new Seen(at, nanos.getAsLong());
        }
    }

    /** Now; by this machine's clock while no record was seen. */
    public Instant now() {
        Seen seen = newest;
        return seen.at().equals(Instant.MIN)
                ? clock.instant()
                : seen.at().plus(Duration.ofNanos(nanos.getAsLong() - seen.nanos()));
    }
}
