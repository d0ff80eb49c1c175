/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.result.Interval;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code GET /v1/leaderboard}: backbones ranked. One column per task, dataset and protocol; numbers of different protocols
 * never share a column.
 *
 * @param rows a page of them, by mean rank
 * @param rowsInAll how many the whole board has
 * @param next cursor of the next page, where rows are left
 * @param tables imported ones, each ranked by itself; empty unless asked for
 */
public record LeaderboardView(
        List<Column> columns,
        List<Row> rows,
        List<String> notes,
        int rowsInAll,
        Optional<String> next,
        List<TableBoardView> tables) {
    public LeaderboardView {
        // An older service says nothing of tables.
        tables = Objects.requireNonNullElse(tables, List.of());
    }

    /** A whole board of measured numbers alone. */
    public LeaderboardView(List<Column> columns, List<Row> rows, List<String> notes) {
        this(columns, rows, notes, rows.size(), Optional.empty(), List.of());
    }

    /** One cell of the study. {@code role} is the dataset's: {@code source} columns don't count in the mean rank. */
    public record Column(
            String id,
            String title,
            String dataset,
            String task,
            String protocol,
            String metric,
            String unit,
            boolean higherIsBetter,
            String role) {}

    /**
     * A backbone, or a group of seeds.
     *
     * @param meanRank over the target columns; absent where a cell is missing
     * @param note one line, such as why a control stays on the board
     */
    public record Row(
            String backbone,
            String origin,
            Optional<Sha256> tensors,
            List<String> sameWeightsAs,
            Optional<Double> meanRank,
            List<Cell> cells,
            Optional<String> note) {}

    /**
     * One number.
     *
     * @param rank average rank among the rows of its column; ties share
     * @param values each seed's value, where several stand behind one row
     */
    public record Cell(
            String column,
            double value,
            Interval ci95,
            long n,
            double rank,
            Optional<Interval> rankCi95,
            List<Double> values,
            JobKey job,
            Sha256 result) {}
}
