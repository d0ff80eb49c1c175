/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

import io.carryover.protocols.stats.Interval;

/** What one coefficient says about two tasks, or why it says nothing. */
public sealed interface Association {
    /**
     * A coefficient.
     *
     * @param r Pearson's r, Spearman's rho or Kendall's tau-b, -1 … 1
     * @param interval 95 %
     * @param p two-sided, by permutation: the share of orders that give a coefficient at least as far from 0
     * @param exact whether all orders were tried; otherwise {@code p} counts the order that was met among those drawn
     */
    record Measured(double r, Interval interval, double p, boolean exact) implements Association {}

    /**
     * No coefficient.
     *
     * @param reason why, to be shown
     */
    record None(String reason) implements Association {}
}
