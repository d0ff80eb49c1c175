/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.analyze;

import io.carryover.cli.command.Output;
import io.carryover.protocols.analysis.CorrelationAnalysis;
import io.carryover.protocols.analysis.CorrelationFields;
import io.carryover.protocols.analysis.Panel;
import io.carryover.protocols.analysis.PanelCorrelation;
import io.carryover.protocols.analysis.Panels;
import io.carryover.protocols.analysis.PublishedScores;
import io.carryover.protocols.analysis.Score;
import io.carryover.protocols.analysis.ScoreTable;
import io.carryover.protocols.correlation.Draws;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Section 4.6 of the study, with what it doesn't print: intervals, permutation tests, false discovery rates. */
@Command(
        name = "correlations",
        mixinStandardHelpOptions = true,
        description = {
            "How does every task go with ImageNet, or with another task? Pearson's r, Spearman's rho and Kendall's tau over the models, on the",
            "scale of log odds, with 95 % intervals, permutation tests (p) and false discovery rates within a family of tasks (q).",
        },
        footer = {
            "",
            "A reference is DATASET, TASK:DATASET or TASK:DATASET:METRIC; MEAN_OF_LOGITS is the dataset of averages.",
            "Example: carryover analyze correlations --published --reference linear:MEAN_OF_LOGITS",
        })
public final class CorrelationsCommand implements Callable<Integer> {
    private static final int MOST_DRAWS = 1_000_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Mixin
    private final Output output = new Output();

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // required
    private ScoreSource source;

    @Option(
            names = "--reference",
            paramLabel = "TASK",
            defaultValue = "imagenet",
            description = "What all is held against (default ${DEFAULT-VALUE}).")
    private String reference = "imagenet";

    @Option(
            names = "--draws",
            paramLabel = "N",
            defaultValue = "" + Draws.USUAL,
            description = "Permutations, where not all are tried, and resamples (default ${DEFAULT-VALUE}).")
    private int draws;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of the draws (default ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() {
        if (draws < 100 || draws > MOST_DRAWS) {
            throw new ParameterException(
                    spec.commandLine(), "--draws must be from 100 to %d, not %d".formatted(MOST_DRAWS, draws));
        }
        List<Score> scores = source.scores();
        List<Panel> panels = Panels.of(ScoreTable.of(scores));
        Panel x = reference(panels);
        List<PanelCorrelation> all = new CorrelationAnalysis(draws, seed).against(x, panels, alternative(scores, x));
        output.answer(CorrelationFields.of(x, all, draws, seed), () -> CorrelationsPrinter.lines(x, all));
        return 0;
    }

    private Panel reference(List<Panel> panels) {
        List<Panel> called = panels.stream().filter(p -> p.isCalled(reference)).toList();
        if (called.size() == 1) {
            return called.getFirst();
        }
        List<Panel> shown = called.isEmpty() ? panels : called;
        throw new ParameterException(
                spec.commandLine(),
                "--reference %s names %s: %s%s"
                        .formatted(
                                reference,
                                called.isEmpty() ? "nothing here" : called.size() + " columns",
                                shown.stream().limit(8).map(Panel::name).collect(Collectors.joining(", ")),
                                shown.size() > 8 ? ", …" : ""));
    }

    /** Published supervised ImageNet is printed as 77.20 and documented as 76.13: what the difference does is shown. */
    private Optional<Panel> alternative(List<Score> scores, Panel x) {
        if (!source.published || !x.dataset().equals("imagenet")) {
            return Optional.empty();
        }
        var other = PublishedScores.withSupervised(scores, PublishedScores.SUPERVISED_TORCHVISION);
        return Panels.of(ScoreTable.of(other)).stream()
                .filter(p -> p.name().equals(x.name()))
                .findFirst();
    }
}
