/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.analyze;

import io.carryover.cli.terminal.Table;
import io.carryover.protocols.analysis.Panel;
import io.carryover.protocols.analysis.PanelCorrelation;
import io.carryover.protocols.correlation.Association;
import io.carryover.protocols.correlation.Coefficients;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/** An analysis of correlations as text. */
final class CorrelationsPrinter {
    private CorrelationsPrinter() {}

    static List<String> lines(Panel reference, List<PanelCorrelation> panels) {
        boolean protocols =
                panels.stream().map(p -> p.panel().protocol()).distinct().count() > 1;
        var table = new Table(
                "TASK",
                "DATASET",
                "METRIC",
                ">N",
                ">PEARSON",
                "",
                ">P",
                ">Q",
                ">LEAVE ONE OUT",
                ">SPEARMAN",
                "",
                ">KENDALL",
                "",
                "");
        Set<String> notes = new LinkedHashSet<>();
        for (PanelCorrelation each : panels) {
            Panel panel = each.panel();
            List<String> row = new ArrayList<>(List.of(
                    panel.task(),
                    panel.dataset(),
                    protocols ? panel.metric() + " " + panel.protocol() : panel.metric(),
                    String.valueOf(each.correlations().n())));
            row.addAll(pearson(each));
            row.addAll(coefficient(each.correlations().spearman()));
            row.addAll(coefficient(each.correlations().kendall()));
            row.add(remark(each, notes));
            table.add(row);
        }
        List<String> lines = new ArrayList<>();
        lines.add("against %s (%s)".formatted(reference.name(), reference.provenance()));
        lines.add("");
        lines.addAll(table.lines());
        lines.add("");
        lines.add(
                "[95 % interval]: Fisher's z, Bonett and Wright, BCa. p by permutation, q = false discovery rate in its family of tasks.");
        lines.addAll(notes);
        return lines;
    }

    private static List<String> pearson(PanelCorrelation each) {
        List<String> cells = new ArrayList<>(coefficient(each.correlations().pearson()));
        cells.add(each.correlations().pearson() instanceof Association.Measured m ? "%.4f".formatted(m.p()) : "–");
        OptionalDouble q = each.pearsonQ();
        cells.add(q.isPresent() ? "%.4f".formatted(q.getAsDouble()) : "–");
        double[] left = each.leaveOneOut().stream()
                .mapToDouble(Coefficients::pearson)
                .filter(r -> !Double.isNaN(r))
                .sorted()
                .toArray();
        cells.add(left.length == 0 ? "–" : "%.2f to %.2f".formatted(left[0], left[left.length - 1]));
        return cells;
    }

    private static List<String> coefficient(Association association) {
        return switch (association) {
            case Association.Measured m ->
                List.of(
                        "%.2f".formatted(m.r()),
                        "[%.2f, %.2f]".formatted(m.interval().lo(), m.interval().hi()));
            case Association.None _ -> List.of("–", "");
        };
    }

    private static String remark(PanelCorrelation each, Set<String> notes) {
        if (!each.panel().caveat().isEmpty()) {
            notes.add("! " + each.panel().caveat());
        }
        if (each.panel().clipped() > 0) {
            notes.add("clipped: scores of 0 or 100 % moved off by half a printed digit.");
        }
        List<String> missing = Stream.concat(each.leftOut().stream(), each.panel().leftOut().stream())
                .toList();
        return String.join(
                "; ",
                Stream.of(
                                each.panel().caveat().isEmpty() ? "" : "!",
                                each.correlations().pearson() instanceof Association.None none ? none.reason() : "",
                                each.correlations().tooFewToRank() ? "too few to rank" : "",
                                each.panel().clipped() > 0 ? each.panel().clipped() + " clipped" : "",
                                missing.isEmpty() ? "" : "without " + String.join(", ", missing))
                        .filter(text -> !text.isEmpty())
                        .toList());
    }
}
