/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.result;

/**
 * A 95 % interval, and how it was made.
 *
 * @param method {@code wilson}, {@code bootstrap-images}, {@code episodes}, {@code seeds}, …; intervals of different methods
 *     are drawn differently
 */
public record Interval(double lo, double hi, String method) {}
