/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.board;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Scores as the board prints them. Scores that print equal share a rank, so the number of decimals is part of the
 * ranking: two for percent and degrees (one image of 10,000 still shows), four for fractions.
 */
public final class Printed {
    private Printed() {}

    /** {@code value} rounded half up, from its exact binary value. */
    public static BigDecimal round(double value, String unit) {
        return new BigDecimal(value).setScale(decimals(unit), RoundingMode.HALF_UP);
    }

    /** Text of the rounded value: {@code 89.45}. */
    public static String text(double value, String unit) {
        return round(value, unit).toPlainString();
    }

    /** Decimals printed for this unit. */
    public static int decimals(String unit) {
        return unit.equals("fraction") ? 4 : 2;
    }
}
