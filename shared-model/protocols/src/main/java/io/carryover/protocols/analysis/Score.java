/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import io.carryover.protocols.stats.Normal;

/**
 * One number of a table.
 *
 * @param task kind of task with what shapes it: {@code linear}, {@code few-shot-5w5s15q}
 * @param protocol recipe, version and grid: scores of different ones never share a column
 * @param decimals that it was printed with
 * @param n items scored; 0 where not known
 * @param error standard error, in the unit of the value; NaN where not known
 * @param source whether the dataset is that of pretraining: then it is never part of a ranking
 * @param provenance who says so: the paper, the authors of a checkpoint as the paper reports them, or a measurement
 * @param lo lower end of its 95 % interval as it was given; NaN where none was
 * @param hi upper end
 */
public record Score(
        String model,
        String task,
        String dataset,
        String metric,
        String protocol,
        long seed,
        double value,
        int decimals,
        Measure measure,
        long n,
        double error,
        boolean source,
        String provenance,
        double lo,
        double hi) {
    /** With the interval that follows from the standard error. */
    public Score(
            String model,
            String task,
            String dataset,
            String metric,
            String protocol,
            long seed,
            double value,
            int decimals,
            Measure measure,
            long n,
            double error,
            boolean source,
            String provenance) {
        this(
                model,
                task,
                dataset,
                metric,
                protocol,
                seed,
                value,
                decimals,
                measure,
                n,
                error,
                source,
                provenance,
                value - Normal.Z975 * error,
                value + Normal.Z975 * error);
    }

    /** What has to be equal for two scores to share a column. */
    Column.Key column() {
        return new Column.Key(task, dataset, metric, protocol);
    }
}
