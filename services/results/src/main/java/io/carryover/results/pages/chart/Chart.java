/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages.chart;

import io.carryover.contracts.json.Json;
import io.quarkus.qute.RawString;

/**
 * A drawing with the words around it and the table that says the same.
 *
 * @param id in addresses and in the names of its files
 * @param figures the numbers that it is drawn for, in one line; empty where there are none
 * @param caveat that has to stand beside it; empty where none has
 * @param sentence what is seen, under the drawing
 * @param spoken what a screen reader says in its place
 * @param csv address of the table as a file
 */
public record Chart(
        String id,
        String title,
        String figures,
        String caveat,
        String sentence,
        String spoken,
        Drawing drawing,
        DataTable table,
        String csv) {
    /** The drawing as JSON that can't end the element that it stands in. */
    public RawString json() {
        return new RawString(Json.text(drawing).replace("<", "\\u003c"));
    }
}
