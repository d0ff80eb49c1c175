/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import io.carryover.protocols.correlation.Logit;
import java.util.Locale;
import java.util.Optional;

/**
 * What kind of number a metric is: on which scale it is correlated, which way is better, how many decimals are printed.
 *
 * @param items whether it is a share of n items, or a mean of such shares over classes: n then gives its sampling error
 */
public record Measure(Unit unit, boolean higherIsBetter, boolean items) {
    /** Units. */
    public enum Unit {
        /** 0 … 100, correlated by log odds. */
        PERCENT,
        /** 0 … 1, correlated by log odds. */
        FRACTION,
        /** Correlated with its sign turned. */
        DEGREES,
        /** Anything else, correlated as it is. */
        PLAIN;

        /** Decimals that are printed at most. */
        int decimals() {
            return this == FRACTION ? 4 : 2;
        }

        /** The largest value there is. */
        double most() {
            return switch (this) {
                case PERCENT -> 100;
                case FRACTION -> 1;
                case DEGREES -> 180;
                case PLAIN -> Double.MAX_VALUE;
            };
        }
    }

    /** The measure of a metric by its name in the published tables or in Carryover's results; nothing for other names. */
    public static Optional<Measure> of(String metric) {
        String name = metric.toLowerCase(Locale.ROOT).replace('-', '_');
        return switch (name) {
            case "top1", "top1_linear_as_reported_by_authors", "mean_per_class", "mean_per_class_accuracy" ->
                percent(true, true);
            case "accuracy", "map11", "ap", "ap50", "ap75", "miou", "pixel_accuracy", "pixel_accuracy_pct" ->
                percent(true, false);
            case "within_11_25", "within_22_5", "within_30" -> percent(true, false);
            case "pct_within_11.25", "pct_within_22.5", "pct_within_30", "attentive_diffusion_pct" ->
                percent(true, false);
            case "mean_iou_fraction" -> Optional.of(new Measure(Unit.FRACTION, true, false));
            case "mean_angular_error_deg", "median_angular_error_deg" ->
                Optional.of(new Measure(Unit.DEGREES, false, false));
            default -> byFamily(name);
        };
    }

    /**
     * The measure of a metric, where a result says its unit and direction itself.
     *
     * @param unit percent, fraction, degrees or another
     */
    public static Measure stated(String metric, String unit, boolean higherIsBetter) {
        return new Measure(
                unit(unit), higherIsBetter, of(metric).map(Measure::items).orElse(false));
    }

    static Unit unit(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "percent", "%" -> Unit.PERCENT;
            case "fraction" -> Unit.FRACTION;
            case "degrees" -> Unit.DEGREES;
            default -> Unit.PLAIN;
        };
    }

    private static Optional<Measure> byFamily(String name) {
        if (name.startsWith("ece")) {
            return percent(false, false);
        }
        if (name.startsWith("lpips_")) {
            return Optional.of(new Measure(Unit.FRACTION, false, false));
        }
        return name.startsWith("mse_") ? Optional.of(new Measure(Unit.PLAIN, false, false)) : Optional.empty();
    }

    private static Optional<Measure> percent(boolean higherIsBetter, boolean items) {
        return Optional.of(new Measure(Unit.PERCENT, higherIsBetter, items));
    }

    /**
     * A value on the scale of correlations.
     *
     * @param n items it is a share of; 0 where that isn't known
     * @param decimals that its column prints
     */
    Logit scaled(double value, long n, int decimals) {
        return switch (unit) {
            case PERCENT -> share(value / 100, n, decimals + 2);
            case FRACTION -> share(value, n, decimals);
            case DEGREES -> new Logit(-value, false);
            case PLAIN -> new Logit(value, false);
        };
    }

    private Logit share(double share, long n, int decimals) {
        return items && n > 0 ? Logit.ofCount(share * n, n) : Logit.ofShare(share, Math.pow(10, -decimals));
    }
}
