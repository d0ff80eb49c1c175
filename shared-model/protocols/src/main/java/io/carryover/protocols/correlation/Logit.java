/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

/**
 * A share between 0 and 1 as its log odds, {@code ln(p / (1 - p))} (section 4.6 of the study): the scale on which a step from 98 to 99 %
 * counts as one from 50 to 67 %.
 *
 * @param value log odds, finite
 * @param clipped whether the share was so near to 0 or 1 that it was moved to half a printed digit from it
 */
public record Logit(double value, boolean clipped) {
    /**
     * Of {@code hits} right among {@code n}: with half a hit more among one more, so that none and all are finite.
     *
     * @param hits 0 … n; a share of {@code n} that was printed need not give a whole number
     */
    public static Logit ofCount(double hits, long n) {
        if (n < 1 || !(hits >= 0 && hits <= n)) {
            throw new IllegalArgumentException("not a count of hits: %s of %d".formatted(hits, n));
        }
        return new Logit(Math.log((hits + 0.5) / (n - hits + 0.5)), false);
    }

    /**
     * Of a share whose number of items isn't known.
     *
     * @param share 0 … 1
     * @param digit the last printed digit, as a share: 0.0001 for percent with two decimals
     */
    public static Logit ofShare(double share, double digit) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("not a share: " + share);
        }
        double kept = Math.clamp(share, digit / 2, 1 - digit / 2);
        return new Logit(Math.log(kept / (1 - kept)), kept != share);
    }
}
