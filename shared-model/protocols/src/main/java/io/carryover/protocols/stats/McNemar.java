/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.stats;

/**
 * McNemar's exact test of two classifiers on the same images.
 *
 * @param onlyFirst images that only the first got right
 * @param onlySecond images that only the second got right
 * @param p two-sided, from the binomial distribution with ½; 1 where they never differ
 */
public record McNemar(int onlyFirst, int onlySecond, double p) {
    /** Compares per-image correctness. */
    public static McNemar of(boolean[] first, boolean[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException(
                    "different numbers of images: " + first.length + " and " + second.length);
        }
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int i = 0; i < first.length; i++) {
            onlyFirst += first[i] && !second[i] ? 1 : 0;
            onlySecond += second[i] && !first[i] ? 1 : 0;
        }
        return of(onlyFirst, onlySecond);
    }

    /** Compares counts of images on which the two differ. */
    public static McNemar of(int onlyFirst, int onlySecond) {
        int n = onlyFirst + onlySecond;
        int fewer = Math.min(onlyFirst, onlySecond);
        if (2 * fewer == n) {
            return new McNemar(onlyFirst, onlySecond, 1);
        }
        // Tail of the binomial relative to its largest term, so that nothing underflows on the way.
        double logChoose = 0;
        for (int i = 1; i <= fewer; i++) {
            logChoose += Math.log((double) (n - fewer + i) / i);
        }
        double tail = 1;
        double term = 1;
        for (int i = fewer; i > 0; i--) {
            term *= (double) i / (n - i + 1);
            tail += term;
        }
        double p = 2 * tail * Math.exp(logChoose - n * Math.log(2));
        return new McNemar(onlyFirst, onlySecond, Math.min(1, p));
    }
}
