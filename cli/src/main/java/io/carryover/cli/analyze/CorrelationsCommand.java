/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.analyze;

import io.carryover.cli.command.Output;
import io.carryover.protocols.analysis.ReferenceCorrelations;
import io.carryover.protocols.analysis.Score;
import io.carryover.protocols.correlation.Draws;
import java.util.List;
import java.util.concurrent.Callable;
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
            "scale of log odds, with 95 %% intervals, permutation tests (p) and false discovery rates within a family of tasks (q).",
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
        ReferenceCorrelations all = correlations();
        output.answer(all.fields(), () -> CorrelationsPrinter.lines(all.reference(), all.panels()));
        return 0;
    }

    private ReferenceCorrelations correlations() {
        List<Score> scores = source.scores();
        try {
            return ReferenceCorrelations.of(scores, reference, draws, seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--reference " + e.getMessage(), e);
        }
    }
}
