/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

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
        String provenance) {
    /** What has to be equal for two scores to share a column. */
    Column.Key column() {
        return new Column.Key(task, dataset, metric, protocol);
    }
}
