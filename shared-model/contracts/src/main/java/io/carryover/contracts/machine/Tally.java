/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import io.carryover.contracts.error.ErrorClass;
import java.util.Collections;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one run of a job has been through; a new run starts from {@link #NONE}.
 *
 * @param failures attempts that failed and said so, by class
 * @param dead attempts that ended without a word (or stalled). Kafka's own delivery count is inexact and starts again at
 *     each dispatch, so the limit holds here
 * @param handBacks attempts that were given back in good order
 * @param idleHandBacks how many of the latest hand-backs in a row had not advanced a single step
 * @param maxBatch bound of the inference batch after memory ran out
 * @param unbegun how many of the latest hand-backs in a row came from workers that did not begin it
 */
public record Tally(
        SortedMap<ErrorClass, Integer> failures,
        int dead,
        int handBacks,
        int idleHandBacks,
        OptionalInt maxBatch,
        int unbegun) {
    public static final Tally NONE = new Tally(new TreeMap<>(), 0, 0, 0, OptionalInt.empty(), 0);

    public Tally {
        failures = Collections.unmodifiableSortedMap(new TreeMap<>(failures));
    }

    /** Failures of this class so far. */
    public int failures(ErrorClass of) {
        return failures.getOrDefault(of, 0);
    }

    Tally failed(ErrorClass of) {
        var more = new TreeMap<>(failures);
        more.merge(of, 1, Integer::sum);
        return new Tally(more, dead, handBacks, idleHandBacks, maxBatch, 0);
    }

    Tally died() {
        return new Tally(failures, dead + 1, handBacks, idleHandBacks, maxBatch, 0);
    }

    Tally handedBack(long steps) {
        return new Tally(failures, dead, handBacks + 1, steps > 0 ? 0 : idleHandBacks + 1, maxBatch, 0);
    }

    /** Says nothing against the job: neither a failure nor an idle hand-back. */
    Tally leftUnbegun() {
        return new Tally(failures, dead, handBacks, idleHandBacks, maxBatch, unbegun + 1);
    }

    /** Halves the bound, which is {@code first} where there is none yet; never below 1. */
    Tally halvedBatch(int first) {
        int bound = Math.max(1, maxBatch.orElse(first) / 2);
        return new Tally(failures, dead, handBacks, idleHandBacks, OptionalInt.of(bound), unbegun);
    }
}
