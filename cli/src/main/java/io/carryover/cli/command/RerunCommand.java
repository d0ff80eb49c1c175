/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.cli.client.GatewayClient;
import io.carryover.cli.system.LocalSystem;
import io.carryover.contracts.api.EvaluationCell;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Computes one number again. */
@Command(
        name = "rerun",
        mixinStandardHelpOptions = true,
        description = {
            "Compute the number of one cell again, on the same features.",
            "It takes the place of the old one with a higher revision; `carryover evaluations watch` follows it.",
        })
public final class RerunCommand implements Callable<Integer> {
    private static final int SHOWN = 20;

    @Mixin
    final Output output = new Output();

    @Parameters(index = "0", paramLabel = "EVALUATION", description = "As `evaluations list` shows it.")
    String evaluation = "";

    @Parameters(
            index = "1",
            paramLabel = "CELL",
            description =
                    "BACKBONE/TASK, such as swav/linear:digits; for a control of several seeds BACKBONE/TASK@SEED.")
    String cell = "";

    @Override
    public Integer call() {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            GatewayClient client = system.client();
            int position = find(client.cells(evaluation), cell);
            JsonNode now = client.ask(
                    "/v1/evaluations/%s/cells/%d/rerun".formatted(GatewayClient.segment(evaluation), position));
            output.done("%s runs again: `carryover evaluations watch %s`".formatted(cell, evaluation), now);
            return 0;
        }
    }

    /**
     * Place of the cell that {@code wanted} names.
     *
     * @throws CarryoverException NOT_FOUND where none or several are called that
     */
    static int find(List<EvaluationCell> cells, String wanted) {
        int[] places = IntStream.range(0, cells.size())
                .filter(i -> name(cells.get(i)).equals(wanted))
                .toArray();
        if (places.length == 1) {
            return places[0];
        }
        throw new CarryoverException(
                ErrorCode.NOT_FOUND,
                places.length > 1
                        ? "%d cells are called '%s': they differ in what their names don't say, post that task alone"
                                .formatted(places.length, wanted)
                        : "no cell '%s'; there are %s%s"
                                .formatted(
                                        wanted,
                                        cells.stream()
                                                .limit(SHOWN)
                                                .map(RerunCommand::name)
                                                .collect(Collectors.joining(", ")),
                                        cells.size() > SHOWN ? " and %d more".formatted(cells.size() - SHOWN) : ""));
    }

    private static String name(EvaluationCell cell) {
        return cell.backbone() + "/" + cell.title() + (cell.seed() == 0 ? "" : "@" + cell.seed());
    }
}
