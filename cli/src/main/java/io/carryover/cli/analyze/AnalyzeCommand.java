/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.analyze;

import picocli.CommandLine.Command;

/** Analyses of many results. */
@Command(
        name = "analyze",
        mixinStandardHelpOptions = true,
        description = "Correlations of tasks and rankings of models, with their uncertainty.",
        subcommands = {CorrelationsCommand.class, RankingCommand.class},
        synopsisSubcommandLabel = "(correlations | ranking)")
public final class AnalyzeCommand {}
