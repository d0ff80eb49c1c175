/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.client.GatewayClient;
import io.carryover.cli.system.LocalSystem;
import io.carryover.contracts.api.EvaluationCell;
import io.carryover.contracts.api.ReportRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The result card of an evaluation. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Write the result card of an evaluation: one document that stands by itself.",
            "Scores with intervals, digests, recipes, what was chosen, caveats, failures, the command to repeat it, BibTeX."
        })
public final class ReportCommand implements Callable<Integer> {
    /** Forms that it is written in. */
    enum Format {
        html,
        markdown
    }

    @Parameters(paramLabel = "EVALUATION", description = "Its id, as `evaluations list` shows it.")
    String evaluation = "";

    @Option(names = "--format", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES} (default markdown).")
    Format format = Format.markdown;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write it (default: standard output).")
    @Nullable
    Path out;

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() {
        if (out != null) {
            OutFile.check(out);
        }
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            return write(system.client());
        }
    }

    int write(GatewayClient client) {
        byte[] report = client.report(asked(client), format.name());
        Map<String, String> what = Map.of("evaluation", evaluation, "format", format.name());
        if (out != null) {
            OutFile.write(out, report);
            output.done("report of %s: %s".formatted(evaluation, out), OutFile.with(what, "file", out.toString()));
            return 0;
        }
        String text = new String(report, StandardCharsets.UTF_8);
        if (output.json) {
            output.json(OutFile.with(what, "report", text));
        } else {
            output.out().print(text);
            output.out().flush();
        }
        return 0;
    }

    /** What the gateway knows; what was taken back since is left out. */
    private ReportRequest asked(GatewayClient client) {
        var view = client.evaluation(evaluation);
        List<EvaluationCell> cells = client.cells(evaluation);
        return new ReportRequest(
                view,
                cells,
                cells.stream()
                        .map(EvaluationCell::backbone)
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .map(client::backbone)
                        .flatMap(Optional::stream)
                        .toList(),
                cells.stream()
                        .filter(cell -> !cell.backbone().isEmpty())
                        .map(cell -> cell.task().dataset())
                        .distinct()
                        .map(client::dataset)
                        .flatMap(Optional::stream)
                        .toList());
    }
}
