/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.stats;

/**
 * A 95 % interval.
 *
 * @param lo lower end, in the unit of the number it belongs to
 * @param hi upper end
 * @param rule how it was made, as results print it
 */
public record Interval(double lo, double hi, String rule) {}
