/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.contracts.result.Interval;
import java.util.List;
import java.util.Optional;

/**
 * One interval drawn on its column's axis; positions are texts ready for SVG.
 *
 * @param kind {@code test} (drawing of test images), {@code episodes} (Monte-Carlo error), {@code seeds} or {@code bare}: drawn apart
 * @param seeds positions of each seed's value
 * @param control position of the best control's value
 */
public record Mark(
        String kind, String lo, String hi, String width, String value, List<String> seeds, Optional<String> control) {
    /** Method of what has no interval: only its value is drawn. */
    static final String BARE = "bare";

    /** Where {@code value} and {@code ci95} are on {@code scale}. */
    public static Mark of(Scale scale, Interval ci95, double value, List<Double> seeds, Optional<Double> control) {
        return new Mark(
                kind(ci95.method()),
                scale.x(ci95.lo()),
                scale.x(ci95.hi()),
                scale.width(ci95.lo(), ci95.hi()),
                scale.x(value),
                seeds.stream().map(scale::x).toList(),
                control.map(scale::x));
    }

    /** Which drawing an interval method gets. */
    static String kind(String method) {
        return switch (method) {
            case "episodes",
                    "seeds-episodes",
                    "subsets",
                    "paired-episodes",
                    "paired-subsets",
                    "printed-episodes",
                    "mean-episodes" -> "episodes";
            case BARE -> BARE;
            case "seeds" -> "seeds";
            default -> "test";
        };
    }
}
