/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All panels of a table against one of them: what the command prints, and what a job of the analysis service keeps.
 *
 * @param reference what the others are held against
 * @param panels the others, in the table's order
 * @param draws permutations, where not all are tried, and resamples
 */
public record ReferenceCorrelations(Panel reference, List<PanelCorrelation> panels, int draws, long seed) {
    private static final int SHOWN = 8;

    public ReferenceCorrelations {
        panels = List.copyOf(panels);
    }

    /**
     * Measures them.
     *
     * @param reference see {@link Panel#isCalled}
     * @throws IllegalArgumentException where that names no panel, or several; the message says which there are
     */
    public static ReferenceCorrelations of(List<Score> scores, String reference, int draws, long seed) {
        List<Panel> panels = Panels.of(ScoreTable.of(scores));
        Panel x = named(panels, reference);
        return new ReferenceCorrelations(
                x, new CorrelationAnalysis(draws, seed).against(x, panels, alternative(scores, x)), draws, seed);
    }

    /**
     * The panel of that name.
     *
     * @throws IllegalArgumentException where there is none, or several
     */
    public static Panel named(List<Panel> panels, String wanted) {
        List<Panel> called = panels.stream().filter(p -> p.isCalled(wanted)).toList();
        if (called.size() == 1) {
            return called.getFirst();
        }
        List<Panel> shown = called.isEmpty() ? panels : called;
        throw new IllegalArgumentException("%s names %s: %s%s"
                .formatted(
                        wanted,
                        called.isEmpty() ? "nothing here" : called.size() + " columns",
                        shown.stream().limit(SHOWN).map(Panel::name).collect(Collectors.joining(", ")),
                        shown.size() > SHOWN ? ", …" : ""));
    }

    /** Published supervised ImageNet is printed as 77.20 and documented as 76.13: what the difference does is shown. */
    private static Optional<Panel> alternative(List<Score> scores, Panel x) {
        if (!x.protocol().equals(PublishedScores.PROTOCOL) || !x.dataset().equals("imagenet")) {
            return Optional.empty();
        }
        var other = PublishedScores.withSupervised(scores, PublishedScores.SUPERVISED_TORCHVISION);
        return Panels.of(ScoreTable.of(other)).stream()
                .filter(p -> p.name().equals(x.name()))
                .findFirst();
    }

    /** The whole document; scripts rely on its fields. */
    public Map<String, Object> fields() {
        return CorrelationFields.of(reference, panels, draws, seed);
    }
}
