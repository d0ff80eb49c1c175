/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import java.util.List;
import java.util.Optional;

/**
 * One number and where it comes from, as its template wants it.
 *
 * @param backbonePage address of the backbone's page
 * @param siblings other seeds of the same row
 * @param facts groups of facts in reading order
 * @param json address of the same as JSON
 */
public record ResultPage(
        String backbone,
        String backbonePage,
        String dataset,
        String task,
        String value,
        String unit,
        String lo,
        String hi,
        String method,
        String methodWords,
        boolean source,
        String datasetNote,
        Mark mark,
        String loText,
        String hiText,
        List<Sibling> siblings,
        List<Group> facts,
        Optional<Curve> curve,
        Optional<Calibrated> calibrated,
        Optional<LabelPlot> labels,
        String bestC,
        List<String> warnings,
        List<Artifact> artifacts,
        List<BoardPage.Credit> credits,
        String json) {
    /** Another seed's result. */
    public record Sibling(String label, String value, String href, boolean current) {}

    /** Facts under one heading. */
    public record Group(String heading, List<Fact> facts) {}

    /** A fact; {@code code} is set in a typewriter face. */
    public record Fact(String name, String text, boolean code, Optional<String> href) {
        static Fact plain(String name, String text) {
            return new Fact(name, text, false, Optional.empty());
        }

        static Fact code(String name, String text) {
            return new Fact(name, text, true, Optional.empty());
        }

        static Fact link(String name, String text, String href) {
            return new Fact(name, text, true, Optional.of(href));
        }
    }

    /** Bytes behind the number. */
    public record Artifact(String name, String size, String mediaType, String sha256, String href) {}
}
