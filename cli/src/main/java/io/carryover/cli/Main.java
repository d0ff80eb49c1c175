/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli;

import io.carryover.cli.analyze.AnalyzeCommand;
import io.carryover.cli.command.AdminCommand;
import io.carryover.cli.command.BackbonesCommand;
import io.carryover.cli.command.CompareCommand;
import io.carryover.cli.command.DatasetsCommand;
import io.carryover.cli.command.DemoCommand;
import io.carryover.cli.command.DoctorCommand;
import io.carryover.cli.command.EvaluateCommand;
import io.carryover.cli.command.EvaluationsCommand;
import io.carryover.cli.command.ExportCommand;
import io.carryover.cli.command.LeaderboardCommand;
import io.carryover.cli.command.ReportCommand;
import io.carryover.cli.command.ReproduceCommand;
import io.carryover.cli.command.TablesCommand;
import io.carryover.cli.command.UpCommand;
import io.carryover.cli.offline.FeaturesCommand;
import io.carryover.cli.offline.InspectCommand;
import io.carryover.cli.offline.MetricsCommand;
import io.carryover.cli.offline.ProbeCommand;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Entry of {@code carryover}: exit status 0 done, 1 failed, 2 wrong usage; an error is one line on standard error. */
@Command(
        name = "carryover",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "How well does a pretrained vision backbone carry over to the work you need it for?",
        footer = {
            "",
            "Start here:",
            "  carryover demo                                     the whole system on real, small checkpoints",
            "  carryover evaluate my.pth --task linear:digits     your own checkpoint",
            "",
            "Environment: CARRYOVER_HOME (data folder), CARRYOVER_URL (a gateway elsewhere), CARRYOVER_KEY or CARRYOVER_KEY_FILE (its key),"
                    + " CARRYOVER_DEVICE (auto, cpu, cuda:0).",
        },
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            EvaluateCommand.class,
            ReproduceCommand.class,
            EvaluationsCommand.class,
            BackbonesCommand.class,
            DatasetsCommand.class,
            TablesCommand.class,
            LeaderboardCommand.class,
            CompareCommand.class,
            ReportCommand.class,
            ExportCommand.class,
            FeaturesCommand.class,
            InspectCommand.class,
            ProbeCommand.class,
            MetricsCommand.class,
            AnalyzeCommand.class,
            DoctorCommand.class,
            AdminCommand.class,
        })
public final class Main {
    private Main() {}

    /** Runs the command and exits with its status. */
    public static void main(String[] args) {
        // Numbers look the same everywhere: scripts read them.
        Locale.setDefault(Locale.ROOT);
        System.exit(commandLine().execute(args));
    }

    /** The command line, for {@link #main} and for tests. */
    public static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((failure, args) -> {
                    failure.getCommandLine().getErr().println(WrongUsage.line(failure, args));
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(describe(failure));
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    /** One line: code, what happened, what to do. A defect says so; its trace is shown with CARRYOVER_DEBUG=1 only. */
    private static String describe(Exception failure) {
        if (System.getenv("CARRYOVER_DEBUG") != null) {
            failure.printStackTrace();
        }
        ErrorCode code = failure instanceof CarryoverException known ? known.code() : ErrorCode.INTERNAL;
        String message = String.valueOf(failure.getMessage() == null ? failure : failure.getMessage());
        if (!(failure instanceof CarryoverException)) {
            message = failure.getClass().getSimpleName() + ": " + message;
        }
        String sentence = message.replace('\n', ' ').strip();
        return "carryover: %s %s%s %s".formatted(code, sentence, sentence.endsWith(".") ? "" : ".", code.remedy());
    }

    /** Version of this build. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"carryover " + Build.property("version")};
        }
    }
}
