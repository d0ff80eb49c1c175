/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Time left, from how fast a fraction grew since it was first seen: what was done before (by an earlier evaluation with
 * equal inputs) says nothing about the pace.
 */
final class Pace {
    private static final Duration SOONEST = Duration.ofSeconds(3);
    private static final double LEAST = 0.02;

    private @Nullable Instant firstAt;
    private double first;

    /** Time left where {@code fraction} is reached at {@code now}; empty where it is too early to tell, or all is done. */
    Optional<Duration> left(double fraction, Instant now) {
        if (firstAt == null) {
            firstAt = now;
            first = fraction;
        }
        Duration watched = Duration.between(firstAt, now);
        double grown = fraction - first;
        if (grown < LEAST || watched.compareTo(SOONEST) < 0 || fraction >= 1) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis((long) (watched.toMillis() * (1 - fraction) / grown)));
    }
}
