/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.analyze;

import io.carryover.cli.command.Output;
import io.carryover.protocols.analysis.Ranking;
import io.carryover.protocols.analysis.RankingAnalysis;
import io.carryover.protocols.analysis.RankingFields;
import io.carryover.protocols.analysis.Score;
import io.carryover.protocols.analysis.ScoreTable;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The study's figure 7 with intervals and tests. */
@Command(
        name = "ranking",
        mixinStandardHelpOptions = true,
        description = {
            "Which model ranks where in the study's settings, and overall? Ranks with intervals, ties as printed, Friedman's test and",
            "pairs (Wilcoxon, Holm) over the datasets of a setting; with and without segmentation.",
        },
        footer = {"", "Example: carryover analyze ranking --published"})
public final class RankingCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Mixin
    private final Output output = new Output();

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // required
    private ScoreSource source;

    @Option(
            names = "--protocol",
            paramLabel = "PROTOCOL",
            description = "Rank results of this protocol only, such as study/1: those of different ones share no rank.")
    private @Nullable String protocol;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of the draws (default ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() {
        List<Score> scores = source.scores().stream()
                .filter(s -> protocol == null || s.protocol().equals(protocol))
                .toList();
        if (scores.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "no result has --protocol " + protocol);
        }
        Ranking ranking = RankingAnalysis.of(ScoreTable.of(scores), seed);
        output.answer(RankingFields.of(ranking, seed), () -> RankingPrinter.lines(ranking));
        return 0;
    }
}
