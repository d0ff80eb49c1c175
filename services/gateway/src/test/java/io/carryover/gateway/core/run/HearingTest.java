/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HearingTest {
    private static final Duration SILENCE = Duration.ofSeconds(6);

    private final AtomicLong nanos = new AtomicLong();
    private final FakeLog log = new FakeLog();
    private final Hearing hearing = new Hearing(List.of(log), SILENCE, nanos::get);

    /** A log whose end and position the test sets. */
    private static final class FakeLog implements Hearing.Log {
        private long end;
        private long applied;

        @Override
        public Map<Integer, Long> ends() {
            return Map.of(0, end);
        }

        @Override
        public boolean caughtUpTo(Map<Integer, Long> ends) {
            return ends.values().stream().allMatch(wanted -> applied >= wanted);
        }
    }

    private void lookAfter(Duration pause) {
        nanos.addAndGet(pause.toNanos());
        hearing.look();
    }

    @Test
    void silenceMeansNothingRightAfterTheStart() {
        lookAfter(Duration.ZERO);

        assertThat(hearing.meansSomething(SILENCE)).isFalse();
    }

    @Test
    void silenceMeansSomethingOnceItWasListenedToForSoLong() {
        lookAfter(Duration.ZERO);
        lookAfter(SILENCE);

        assertThat(hearing.meansSomething(SILENCE)).isTrue();
    }

    @Test
    void nothingWhileWhatWasSaidIsNotRead() {
        lookAfter(Duration.ZERO);
        lookAfter(SILENCE);
        log.end = 10;
        log.applied = 9;
        lookAfter(Duration.ofSeconds(1));

        assertThat(hearing.meansSomething(SILENCE)).isFalse();
    }

    @Test
    void aShortDelayOfReadingDoesNotBeginTheWaitAnew() {
        lookAfter(Duration.ZERO);
        lookAfter(SILENCE);
        log.end = 10;
        lookAfter(Duration.ofSeconds(1));
        log.applied = 10;
        lookAfter(Duration.ofSeconds(1));

        assertThat(hearing.meansSomething(SILENCE)).isTrue();
    }

    @Test
    void aLongDelayDoes() {
        lookAfter(Duration.ZERO);
        lookAfter(SILENCE);
        log.end = 10;
        lookAfter(Duration.ofSeconds(1));
        lookAfter(SILENCE.plusSeconds(1));
        log.applied = 10;
        lookAfter(Duration.ofSeconds(1));

        assertThat(hearing.meansSomething(SILENCE)).isFalse();
    }

    @Test
    void aBrokerThatWasAwayBeginsTheWaitAnew() {
        lookAfter(Duration.ZERO);
        lookAfter(SILENCE);
        hearing.deaf();
        lookAfter(Duration.ofSeconds(1));

        assertThat(hearing.meansSomething(SILENCE)).isFalse();
        lookAfter(SILENCE);
        assertThat(hearing.meansSomething(SILENCE)).isTrue();
    }
}
