/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.cli.Main;
import io.carryover.contracts.api.EvaluationCell;
import io.carryover.contracts.api.TaskRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class OperatorCommandsTest {
    private static final List<EvaluationCell> CELLS =
            List.of(cell("random", 0), cell("random", 1), cell("swav", 0), cell("twice", 0), cell("twice", 0));

    @Test
    void aCellIsNamedByBackboneTaskAndSeed() {
        assertThat(RerunCommand.find(CELLS, "swav/linear:digits")).isEqualTo(2);
        assertThat(RerunCommand.find(CELLS, "random/linear:digits@1")).isEqualTo(1);
        assertThat(RerunCommand.find(CELLS, "random/linear:digits")).isZero();
        assertThatThrownBy(() -> RerunCommand.find(CELLS, "swav/knn:digits"))
                .hasMessageStartingWith(
                        "no cell 'swav/knn:digits'; there are random/linear:digits, random/linear:digits@1,");
        assertThatThrownBy(() -> RerunCommand.find(CELLS, "twice/linear:digits"))
                .hasMessageStartingWith("2 cells are called");
    }

    @Test
    void requeueTakesJobsOrAnEvaluationNotBothNorNeither() {
        for (List<String> wrong : List.of(
                List.<String>of(),
                List.of("--failed"),
                List.of("--evaluation", "ev-1"),
                List.of("abc", "--failed", "--evaluation", "ev-1"),
                List.of("abc", "--failed"))) {
            var err = new StringWriter();
            CommandLine line = Main.commandLine();
            line.setErr(new PrintWriter(err, true));
            String[] arguments = java.util.stream.Stream.concat(
                            java.util.stream.Stream.of("admin", "requeue"), wrong.stream())
                    .toArray(String[]::new);

            assertThat(line.execute(arguments)).as("%s", wrong).isEqualTo(2);
            assertThat(err.toString())
                    .startsWith("carryover: WRONG_USAGE give keys of jobs, or --failed --evaluation ID.");
        }
    }

    private static EvaluationCell cell(String backbone, long seed) {
        TaskRequest task = TaskRequest.parse("linear:digits");
        return new EvaluationCell(backbone, seed, task, "linear:digits", "scored", Optional.empty());
    }
}
