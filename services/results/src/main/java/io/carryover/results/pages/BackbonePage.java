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
 * A backbone: its numbers from here, its checkpoint report from the gateway, which the page's script asks.
 *
 * @param tensors digest of the loaded tensors
 * @param ranks charts of where it stands on each task
 * @param curves charts of how it came about
 * @param credits whose data its numbers are of
 * @param compare address of the page that compares it with another
 * @param api address of the gateway's view of it
 * @param modelIndex address of its numbers for a model card
 */
public record BackbonePage(
        String name,
        String origin,
        String recipe,
        Optional<String> tensors,
        String api,
        String modelIndex,
        String compare,
        List<Row> rows,
        List<Chart> ranks,
        List<Chart> curves,
        List<BoardPage.Credit> credits) {
    /** The table that its address calls so. */
    Optional<DataTable> table(String id) {
        return Stream.concat(ranks.stream(), curves.stream())
                .filter(chart -> chart.id().equals(id))
                .findFirst()
                .map(Chart::table);
    }

    /** One of its numbers. */
    public record Row(
            String dataset,
            boolean source,
            String task,
            String protocol,
            String variant,
            String seed,
            String value,
            String lo,
            String hi,
            String method,
            String href) {}
}
