/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

import io.carryover.contracts.published.StudyTables;
import io.carryover.protocols.analysis.CorrelationAnalysis;
import io.carryover.protocols.analysis.Panel;
import io.carryover.protocols.analysis.PanelCorrelation;
import io.carryover.protocols.analysis.Panels;
import io.carryover.protocols.analysis.PublishedScores;
import io.carryover.protocols.analysis.ScoreTable;
import io.carryover.protocols.correlation.Association;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code java -cp CLASSES TimePanels.java FOLDER one|all RUNS}: seconds of all published panels against ImageNet, or of all pairs of panels, a line
 * each run; three statistics, 10,000 permutations and resamples. Writes the panels' values for the peers, and what came out of the last run.
 */
class TimePanels {
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        List<Panel> panels = Panels.of(ScoreTable.of(PublishedScores.of(StudyTables::text)));
        write(folder.resolve("panels.csv"), panels);
        for (int run = 0; run < Integer.parseInt(args[2]); run++) {
            long start = System.nanoTime();
            var analysis = new CorrelationAnalysis(10_000, run);
            int references = args[1].equals("one") ? 1 : panels.size() - 1;
            try (var results = new PrintWriter(folder.resolve("carryover.csv").toFile())) {
                for (int i = 0; i < references; i++) {
                    // Every pair once: against those that come after.
                    List<Panel> after = panels.subList(i + 1, panels.size());
                    for (PanelCorrelation each : analysis.against(panels.get(i), after, Optional.empty())) {
                        results.println(row(each));
                    }
                }
            }
            System.out.printf("%.4f%n", (System.nanoTime() - start) / 1e9);
        }
    }

    private static void write(Path file, List<Panel> panels) throws IOException {
        Files.write(
                file,
                panels.stream()
                        .map(p -> p.values().values().stream().map(String::valueOf).collect(Collectors.joining(",")))
                        .toList());
    }

    private static String row(PanelCorrelation each) {
        return List.of(
                        each.correlations().pearson(), each.correlations().spearman(), each.correlations().kendall())
                .stream()
                .map(a -> (Association.Measured) a)
                .map(m -> m.r() + "," + m.p() + "," + m.interval().lo() + "," + m.interval().hi())
                .collect(Collectors.joining(","));
    }
}
