/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import io.carryover.contracts.result.Interval;
import java.util.List;
import java.util.Optional;

/**
 * An imported table as a board, part of {@code GET /v1/leaderboard}: models ranked over the settings of the study, apart from what was measured
 * here.
 *
 * @param setting whose datasets the columns are; absent where each column is a setting
 * @param protocol of all its numbers
 */
public record TableBoardView(
        String table,
        String origin,
        String source,
        String citation,
        String licence,
        String protocol,
        Optional<String> setting,
        List<Column> columns,
        List<Row> rows,
        List<String> notes) {
    /**
     * A column.
     *
     * @param dataset absent where the column is the mean over a setting's
     * @param counted whether it is part of a rank
     * @param uncertainty {@code none} where the table prints no interval and none follows from n, {@code partly} where some columns of a
     *     setting have one, else {@code known}
     * @param caveat what has to stand beside it
     */
    public record Column(
            String id,
            String title,
            Optional<String> setting,
            Optional<String> dataset,
            String metric,
            String unit,
            boolean higherIsBetter,
            String role,
            boolean counted,
            String uncertainty,
            String provenance,
            Optional<String> caveat) {}

    /**
     * A model.
     *
     * @param meanRank over the settings; absent where a number that counts is missing
     * @param meanRankWithoutSegmentation the same without segmentation, where that is one of several settings
     */
    public record Row(
            String model,
            Optional<MeanRank> meanRank,
            Optional<MeanRank> meanRankWithoutSegmentation,
            List<Cell> cells) {}

    /** A mean rank and its interval over the choice of datasets. */
    public record MeanRank(double value, Interval ci95) {}

    /**
     * One number.
     *
     * @param ci95 absent where the column's uncertainty isn't known
     * @param n items scored; 0 where not known
     * @param notSeparableFromBest absent where nothing says how uncertain it is
     */
    public record Cell(
            String column,
            double value,
            Optional<Interval> ci95,
            long n,
            double rank,
            Optional<Interval> rankCi95,
            Optional<Boolean> notSeparableFromBest) {}
}
