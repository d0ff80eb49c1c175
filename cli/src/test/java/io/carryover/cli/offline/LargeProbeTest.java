/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.cli.Main;
import io.carryover.contracts.json.Json;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code probe linear} on files that are larger than its memory may be. */
class LargeProbeTest {
    private static final int D = 32;

    private final List<String> files;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    LargeProbeTest(@TempDir Path folder) throws IOException {
        // Train takes 1.1 MiB.
        files = List.of(
                "--train", file(folder.resolve("train.safetensors"), 9_000, 1),
                "--val", file(folder.resolve("val.safetensors"), 500, 2),
                "--test", file(folder.resolve("test.safetensors"), 600, 3));
    }

    private static String file(Path file, int rows, int seed) throws IOException {
        Random random = new Random(seed);
        float[] values = new float[rows * D];
        long[] labels = new long[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = i * 3L / rows;
            for (int j = 0; j < D; j++) {
                values[i * D + j] = (float) (random.nextGaussian() + (j == labels[i] ? 0.7 : 0));
            }
        }
        try (SafetensorsWriter writer = SafetensorsWriter.declare()
                .tensor("features", Dtype.F32, rows, D)
                .tensor("labels", Dtype.I64, rows)
                .create(file)) {
            writer.write("features", values, 0, values.length);
            writer.write("labels", labels, 0, rows);
            writer.finish();
        }
        return file.toString();
    }

    @Test
    void convergedIsTheSameFromMemoryAndInPasses() {
        JsonNode memory = json("--protocol", "converged", "--memory", "2");
        JsonNode passes = json("--protocol", "converged", "--memory", "1");

        assertThat(memory.has("passes")).isFalse();
        assertThat(passes.get("passes").get("sweep").asInt()).isBetween(2, 300);
        assertThat(passes.get("best_c")).isEqualTo(memory.get("best_c"));
        assertThat(passes.get("test")).isEqualTo(memory.get("test"));
        for (int i = 0; i < 45; i++) {
            assertThat(passes.get("sweep").get(i).get("objective").asDouble()
                            / memory.get("sweep").get(i).get("objective").asDouble())
                    .isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void theCurveOverCIsDrawnInALineForPeopleOnly() {
        assertThat(run("--protocol", "converged", "--memory", "2")).isZero();
        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches("validation from C 1.*e.* to 1.*e.*: \\S{45}"));

        assertThat(json("--protocol", "converged", "--memory", "2").get("sweep"))
                .hasSize(45);
    }

    @Test
    void studyAsksFirst() {
        assertThat(run("--memory", "1")).isEqualTo(1);

        assertThat(err.toString())
                .contains("INVALID_REQUEST", "0.0 GB, up to 4500 times, about 0.", "hours here", "--yes")
                .hasLineCount(1);
    }

    @Test
    void studyGoesOnWhenConfirmed() {
        JsonNode memory = json("--memory", "2");
        JsonNode passes = json("--memory", "1", "--yes");

        assertThat(passes.get("passes").get("sweep").asInt()).isGreaterThan(100);
        assertThat(passes.get("best_c")).isEqualTo(memory.get("best_c"));
        assertThat(passes.get("test")).isEqualTo(memory.get("test"));
    }

    private JsonNode json(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--json");
        out.getBuffer().setLength(0);
        assertThat(run(all.toArray(String[]::new))).as("%s", err).isZero();
        return Json.read(out.toString(), JsonNode.class);
    }

    private int run(String... args) {
        CommandLine command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(List.of("probe", "linear"));
        all.addAll(files);
        all.addAll(List.of(args));
        return command.execute(all.toArray(String[]::new));
    }
}
