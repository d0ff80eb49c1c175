/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.result;

import java.util.List;

/**
 * One number with its uncertainty.
 *
 * @param unit {@code percent}, {@code degrees}, {@code fraction}
 * @param n items scored: images, or episodes
 * @param seeds seeds that went into it
 */
public record Score(
        String metric, double value, String unit, boolean higherIsBetter, long n, Interval ci95, List<Long> seeds) {}
