/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.imported;

import io.carryover.contracts.result.ImportedTable;
import io.carryover.contracts.result.Interval;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An imported table with all that a page says of it: a column for each setting of the study, or those of one setting.
 *
 * @param protocol that all its numbers have
 * @param setting whose columns these are; absent where each column is a setting, or where a dataset or a task was asked for
 * @param settings those that can be asked for
 * @param rows by rank in the setting, or by mean rank; models that lack a number last
 * @param notes what a reader must know to read it right
 */
public record TableBoard(
        ImportedTable table,
        String protocol,
        Optional<String> setting,
        List<Setting> settings,
        List<Column> columns,
        List<Row> rows,
        List<String> notes) {
    /**
     * A setting of the study, or {@code others}.
     *
     * @param columns how many it has
     */
    public record Setting(String id, String title, int columns) {}

    /** What is known of a column's uncertainty. */
    public enum Uncertainty {
        /** Every number has an interval. */
        KNOWN,
        /** Of the setting's columns some have one: the others are held as they are printed. */
        PARTLY,
        /** No number has one. */
        NONE
    }

    /**
     * A column.
     *
     * @param setting that it is of, or that it is
     * @param dataset absent where it is a setting
     * @param detail metric and unit, or what the mean is over
     * @param counted whether it is part of a rank
     * @param caveat what has to stand beside it
     */
    public record Column(
            String id,
            String title,
            Optional<String> setting,
            Optional<String> dataset,
            String task,
            String metric,
            String detail,
            String unit,
            boolean higherIsBetter,
            boolean source,
            boolean counted,
            Uncertainty uncertainty,
            String provenance,
            Optional<String> caveat) {
        /** Whether the setting can be opened here. */
        public boolean opens() {
            return dataset.isEmpty();
        }
    }

    /** A model. */
    public record Row(
            String model,
            Optional<MeanRank> meanRank,
            Optional<MeanRank> withoutSegmentation,
            Map<String, Cell> cells) {}

    /** Over settings, with its interval over the choice of datasets. */
    public record MeanRank(double value, Interval ci95) {}

    /**
     * One number.
     *
     * @param rank among the models of its column
     * @param notSeparable whether it can't be told apart from the best of its column; absent where nothing says how uncertain it is
     */
    public record Cell(
            double value,
            String printed,
            Optional<Interval> ci95,
            long n,
            double rank,
            Optional<Interval> rankCi95,
            Optional<Boolean> notSeparable) {}
}
