/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"evaluate", "evaluate x", "no-such-verb", "backbones add", "demo --port none", "datasets"})
    void wrongUsageIsStatusTwo(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith("carryover: WRONG_USAGE ");
    }

    @Test
    void anErrorIsOneLineWithCodeAndRemedy() {
        assertThat(run("evaluate", "x", "--task", "detection:voc")).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly("carryover: UNKNOWN_TASK no task 'detection:voc'; tasks look like linear:digits,"
                        + " linear:digits:converged, few-shot:digits:5w20s, knn:digits, label-efficiency:digits,"
                        + " finetune:digits:small:300steps. See `carryover evaluate --help` for the tasks that exist.");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void helpIsStatusZeroOnStandardOutput() {
        assertThat(run("evaluate", "--help")).isZero();
        assertThat(out.toString()).contains("Example: carryover evaluate my.pth --task linear:digits");
    }

    private int run(String... args) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }
}
