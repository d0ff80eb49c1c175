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
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MetricsCommandTest {
    private final Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    MetricsCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void printsTheFieldsThatScriptsRelyOn() throws IOException {
        Path logits = logits("test", 3, 0, 0, 3, 3, 0, 0, 3, 3, 0);

        JsonNode json = json("--logits", logits.toString());

        // Confidence of every image: 1 / (1 + exp(-3)) = 0.952574; four of five are right.
        assertThat(json.get("ece").asDouble()).isCloseTo(15.2574, within(1e-4));
        assertThat(json.get("accuracy").asDouble()).isEqualTo(80);
        assertThat(json.get("nll").asDouble()).isCloseTo(0.648587, within(1e-6));
        assertThat(json.get("brier").asDouble()).isCloseTo(0.366557, within(1e-6));
        assertThat(json.get("bins")).hasSize(15);
        assertThat(json.get("bins").get(14).get("images").asInt()).isEqualTo(5);
        assertThat(json.has("ece_scaled")).isFalse();
    }

    @Test
    void aTemperatureOfOtherLogitsIsNotTunedOnTest() throws IOException {
        Path test = logits("test", 3, 0, 0, 3, 3, 0, 0, 3, 3, 0);
        Path val = logits("val", 6, 0, 0, 6, 6, 0, 0, 6, 6, 0);

        JsonNode json = json("--logits", test.toString(), "--fit-on", val.toString());

        // Four of five right: the best probability is 0.8, whose logit is log 4; so T = 6 / log 4.
        assertThat(json.get("temperatures").get(0).asDouble()).isCloseTo(4.328085, within(1e-6));
        assertThat(json.get("tuned_on_test").asBoolean()).isFalse();
    }

    @Test
    void theStudysTemperaturesAreFiveAndSayThatTheyAreTunedOnTest() throws IOException {
        JsonNode json =
                json("--logits", logits("test", 3, 0, 0, 3, 3, 0, 0, 3, 3, 0).toString(), "--protocol", "study");

        assertThat(json.get("temperatures")).hasSize(5);
        assertThat(json.get("tuned_on_test").asBoolean()).isTrue();
    }

    @Test
    void labelsMayLieInAnotherFile() throws IOException {
        Path logits = logits("test", 3, 0, 0, 3, 3, 0, 0, 3, 3, 0);
        Path labels = folder.resolve("labels.safetensors");
        try (SafetensorsWriter writer =
                SafetensorsWriter.declare().tensor("labels", Dtype.I64, 5).create(labels)) {
            writer.write("labels", new long[] {0, 1, 0, 1, 0}, 0, 5);
            writer.finish();
        }

        assertThat(json("--logits", logits.toString(), "--labels-from", labels.toString())
                        .get("accuracy")
                        .asDouble())
                .isEqualTo(100);
    }

    @Test
    void whatIsWrongIsOneLineWithACode() throws IOException {
        Path logits = logits("test", 3, 0, 0, 3, 3, 0, 0, 3, 3, 0);
        Path none = folder.resolve("none.safetensors");
        Path text = Files.writeString(folder.resolve("text.safetensors"), "no tensors");

        assertThat(run("--logits", none.toString())).isEqualTo(1);
        assertThat(run("--logits", text.toString())).isEqualTo(1);
        assertThat(run("--logits", logits.toString(), "--bins", "0")).isEqualTo(2);
        assertThat(run("--logits", logits.toString(), "--fit-on", logits.toString(), "--protocol", "study"))
                .isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(4).noneMatch(line -> line.contains("Exception"));
        assertThat(err.toString()).contains("NOT_FOUND", "INVALID_FEATURES", "--bins must be from 1 to 10000, not 0");
    }

    /** Logits of five images and two classes, whose labels are 0, 1, 0, 1, 1. */
    private Path logits(String name, float... values) throws IOException {
        Path file = folder.resolve(name + ".safetensors");
        try (SafetensorsWriter writer = SafetensorsWriter.declare()
                .tensor("logits", Dtype.F32, 5, 2)
                .tensor("labels", Dtype.I64, 5)
                .create(file)) {
            writer.write("logits", values, 0, values.length);
            writer.write("labels", new long[] {0, 1, 0, 1, 1}, 0, 5);
            writer.finish();
        }
        return file;
    }

    private JsonNode json(String... args) {
        String[] all = java.util.Arrays.copyOf(args, args.length + 1);
        all[args.length] = "--json";
        assertThat(run(all)).as("%s", err).isZero();
        return Json.read(out.toString(), JsonNode.class);
    }

    private int run(String... args) {
        CommandLine command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
        String[] all = new String[args.length + 2];
        all[0] = "metrics";
        all[1] = "calibration";
        System.arraycopy(args, 0, all, 2, args.length);
        return command.execute(all);
    }
}
