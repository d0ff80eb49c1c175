/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages.chart;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Optional;

/** What is drawn. Texts in {@code says} are shown beside what is pointed at. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public sealed interface Drawing {
    /** How something is marked, the same on every chart. */
    enum Mark {
        /** One of many. */
        plain,
        /** What the page is about. */
        chosen,
        /** What others are held against: the supervised network. */
        supervised,
        /** A control: in no fit. */
        control,
        /** Printed in the study, measured by nobody here. */
        published
    }

    /** A model among others. */
    record Point(String name, double x, double y, Mark mark, String says) {}

    /**
     * Points, and the line through those that are {@code plain}, {@code chosen} or {@code supervised}.
     *
     * @param band of the line: x, lower and upper end; empty where there is no line
     */
    @JsonTypeName("scatter")
    record Scatter(Axis x, Axis y, List<Point> points, List<List<Double>> line, List<List<Double>> band)
            implements Drawing {}

    /** A value in a row with its interval, where there is one. */
    record Dot(int row, double value, Optional<Double> lo, Optional<Double> hi, String says) {}

    /**
     * Values that are told apart by colour and shape.
     *
     * @param whisker whether intervals are open whiskers, as those of episodes are on the leaderboard, and not solid bars
     */
    record Series(String name, Mark mark, boolean whisker, List<Dot> dots) {}

    /** Rows of values with intervals, the first row on top. */
    @JsonTypeName("dots")
    record Dots(Axis x, List<String> rows, List<Series> series) implements Drawing {}

    /** A model's ranks in every setting. */
    record Ranked(String name, Mark mark, List<Double> ranks, List<String> says) {}

    /** Ranks from setting to setting, 1 on top. */
    @JsonTypeName("bump")
    record Bump(List<String> settings, int worst, List<Ranked> models) implements Drawing {}

    /** Ranks around a centre: the outermost is 1. */
    @JsonTypeName("radar")
    record Radar(List<String> settings, int worst, List<Ranked> models) implements Drawing {}

    /**
     * A curve.
     *
     * @param points x and y
     * @param chosen index of the point that was chosen
     */
    record Run(String name, List<List<Double>> points, Optional<Integer> chosen) {}

    /** Curves; {@code diagonal} draws where x equals y. */
    @JsonTypeName("lines")
    record Lines(Axis x, Axis y, List<Run> runs, boolean diagonal) implements Drawing {}
}
