/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.results.pages.chart.Chart;
import io.carryover.results.pages.chart.DataTable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The study's claims as its template wants them.
 *
 * @param above on how many linear datasets the best self-supervised model is above the supervised one
 * @param datasets of how many
 * @param linear table of the first claim
 * @param panels figure 1: a scatter for each setting
 * @param settings figure 2, over settings
 * @param tasks figure 2, for every dataset
 * @param ranks ranks in the eight settings
 * @param meanRanks with and without segmentation
 * @param detection how ranks of detection go with those of recognition
 * @param agreeing how many printed correlations come back
 * @param printed correlations beside the recomputed ones
 */
public record StudyPage(
        long above,
        int datasets,
        DataTable linear,
        List<Chart> panels,
        Chart settings,
        Chart tasks,
        Chart ranks,
        Chart meanRanks,
        List<String> detection,
        long agreeing,
        DataTable printed,
        String segmentation) {
    static final String LINEAR = "linear-claim";
    static final String PRINTED = "printed-correlations";

    /** The table that its address calls so. */
    Optional<DataTable> table(String id) {
        if (id.equals(LINEAR)) {
            return Optional.of(linear);
        }
        if (id.equals(PRINTED)) {
            return Optional.of(printed);
        }
        return Stream.concat(panels.stream(), Stream.of(settings, tasks, ranks, meanRanks))
                .filter(chart -> chart.id().equals(id))
                .findFirst()
                .map(Chart::table);
    }
}
