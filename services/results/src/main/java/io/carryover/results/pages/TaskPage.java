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
 * A task over all backbones, as its template wants it.
 *
 * @param column its text identity
 * @param references tasks that it can be held against
 * @param noScatter why there is none
 * @param noClasses why there are none
 * @param published how many numbers of the study stand beside the measured ones
 */
public record TaskPage(
        String column,
        String dataset,
        String task,
        String detail,
        boolean source,
        String note,
        Chart distribution,
        List<Reference> references,
        Optional<Chart> scatter,
        String noScatter,
        Optional<Chart> classes,
        String noClasses,
        int published,
        List<BoardPage.Credit> credits) {
    /** Another task. */
    public record Reference(String column, String text, boolean current) {}

    /** The table that its address calls so. */
    Optional<DataTable> table(String id) {
        return Stream.of(Optional.of(distribution), scatter, classes)
                .flatMap(Optional::stream)
                .filter(chart -> chart.id().equals(id))
                .findFirst()
                .map(Chart::table);
    }
}
