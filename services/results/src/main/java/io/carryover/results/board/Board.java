/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.board;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.result.Interval;
import io.carryover.contracts.result.ResultRecord.DatasetFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Backbones ranked, with all that a page says of them.
 *
 * @param columns source columns first
 * @param rows by mean rank; rows without one last
 * @param variant engine, precision and device whose numbers stand here; {@code none-…} where no network ran
 * @param otherVariants what else was measured and isn't shown
 */
public record Board(
        List<Column> columns, List<Row> rows, List<String> notes, String variant, List<String> otherVariants) {

    /**
     * One cell of the study: numbers of different protocols, versions, grids or seeds of episodes never share it.
     *
     * @param id text identity, stable over time
     * @param title for people, without the dataset
     * @param counted whether the mean rank is over this column too
     */
    public record Column(
            String id,
            String title,
            DatasetFacts dataset,
            Sha256 datasetDigest,
            String task,
            ProtocolId protocol,
            String metric,
            String unit,
            boolean higherIsBetter,
            boolean counted) {
        /** Whether the backbones were trained on this dataset. */
        public boolean source() {
            return dataset.role().equals("source");
        }
    }

    /**
     * A backbone, or a group of seeds.
     *
     * @param key tells rows apart: the group of a control, else the backbone's digest
     * @param digests of the backbones behind it
     * @param sameWeightsAs labels of other rows with the same tensors, with the recipe where theirs is another
     */
    public record Row(
            String key,
            String label,
            String origin,
            String recipe,
            List<Sha256> digests,
            Optional<Sha256> tensors,
            List<String> sameWeightsAs,
            Optional<Double> meanRank,
            Map<String, Cell> cells,
            Optional<String> note) {
        /** Whether it is a control and no candidate. */
        public boolean control() {
            return origin.equals("control");
        }
    }

    /**
     * One number.
     *
     * @param rank among the rows of its column
     * @param rankCi95 absent where no per-item artifacts allow one
     * @param seeds every seed's value where several stand behind the row, else empty
     */
    public record Cell(
            double value,
            String printed,
            Interval ci95,
            long n,
            double rank,
            Optional<Interval> rankCi95,
            List<Seed> seeds,
            JobKey job,
            Sha256 result) {}

    /** One seed's value and where it comes from. */
    public record Seed(String label, double value, JobKey job, Sha256 result) {}
}
