/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BrokerTimeTest {
    private static final Instant OURS = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant BROKERS = Instant.parse("2026-11-24T10:00:00Z");

    private final AtomicLong nanos = new AtomicLong();
    private final BrokerTime time = new BrokerTime(Clock.fixed(OURS, ZoneOffset.UTC), nanos::get);

    @Test
    void isOursUntilTheBrokerSpeaks() {
        assertThat(time.now()).isEqualTo(OURS);
    }

    @Test
    void goesOnFromTheNewestStampWhateverOurClockSays() {
        time.saw(BROKERS);
        nanos.addAndGet(Duration.ofSeconds(7).toNanos());

        assertThat(time.now()).isEqualTo(BROKERS.plusSeconds(7));
    }

    @Test
    void neverGoesBackForAnOldRecord() {
        time.saw(BROKERS);
        nanos.addAndGet(Duration.ofSeconds(7).toNanos());
        time.saw(BROKERS.plusSeconds(2));

        assertThat(time.now()).isEqualTo(BROKERS.plusSeconds(7));
    }

    @Test
    void followsABrokerThatIsAhead() {
        time.saw(BROKERS);
        time.saw(BROKERS.plusSeconds(30));

        assertThat(time.now()).isEqualTo(BROKERS.plusSeconds(30));
    }
}
