/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.json.Json;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.ImageSource;
import io.carryover.vision.image.Bitmap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two official layouts, filled with the demo's digits, from files to scores: one class per image, and several. */
class OfficialDatasetsIT {
    private static final int PER_CLASS = 30;
    private static final int VOC_SPLIT = 120;
    private static final ImageDataset DIGITS = ImageDataset.open(Client.DEMO.resolve("digits"));
    private static final Map<String, IntPredicate> CLASSES = new TreeMap<>(Map.of(
            "even", digit -> digit % 2 == 0,
            "round", digit -> List.of(0, 6, 8, 9).contains(digit),
            "straight", digit -> List.of(1, 4, 7).contains(digit)));

    @Test
    void texturesAndVocAreScoredByTheirOwnMetric(@TempDir Path folder) throws Exception {
        Path dtd = dtd(folder.resolve("dtd"));
        Path voc = voc(folder.resolve("VOCdevkit"));
        try (ServiceProcess system = ServiceProcess.start(
                "deploy/standalone",
                ServiceProcess.freePort(),
                Map.of(),
                Map.of("CARRYOVER_HOME", folder.resolve("home").toString()),
                folder)) {
            var client = new Client(system.url(), system.url());
            client.ready(system);
            client.post("/v1/datasets", Json.text(Map.of("name", "dtd", "path", dtd.toString(), "format", "dtd")));
            client.post("/v1/datasets", Json.text(Map.of("name", "voc", "path", voc.toString())));
            client.post("/v1/backbones", "{\"name\":\"pixels\",\"control\":\"pixels\"}");
            String id = StandaloneIT.id(client.post("/v1/evaluations", """
                    {"name":"official","backbones":["pixels"],"tasks":[
                      {"kind":"linear","dataset":"dtd"},
                      {"kind":"linear","dataset":"voc"},
                      {"kind":"linear","dataset":"voc","protocol":"converged"},
                      {"kind":"few-shot","dataset":"voc"}]}"""));

            JsonNode ended = client.ended(id);

            assertThat(ended.path("failures").findValuesAsText("message"))
                    .as("the task that can't be on several classes")
                    .containsExactly("few-shot needs one class per image: those of 'voc' may show several");
            Client.await(30, () -> StandaloneIT.count(client) == 3);
            var scores = new TreeMap<String, Double>();
            for (JsonNode result : client.results("/v1/results?limit=100").path("items")) {
                scores.put(
                        result.findValue("metric").asText() + " "
                                + result.findValue("protocol").asText(),
                        result.findValue("value").asDouble());
            }
            assertThat(scores).hasSize(3);
            assertThat(scores.keySet()).anyMatch(key -> key.startsWith("top1"));
            assertThat(scores.keySet())
                    .filteredOn(key -> key.startsWith("map11"))
                    .hasSize(2);
            // Digits by their pixels: far above chance (50 % of two classes; precision of random scores is a class's
            // share).
            assertThat(scores.values()).allSatisfy(value -> assertThat(value).isBetween(70.0, 100.0));
            JsonNode shown = client.get("/v1/datasets/voc");
            assertThat(shown.path("traits").path("metric").asText()).isEqualTo("map11");
            assertThat(shown.path("traits").path("splits").asText()).isEqualTo("as published");
            assertThat(shown.path("attribution").path("citation").asText()).contains("PASCAL");
        }
    }

    /** Zeros and ones. */
    private static Path dtd(Path root) throws IOException {
        for (String split : List.of("train", "val", "test")) {
            ImageSource digits = DIGITS.split(split);
            var list = new StringBuilder();
            int[] taken = new int[2];
            for (int i = 0; i < digits.size(); i++) {
                if (digits.label(i) < 2 && taken[digits.label(i)]++ < PER_CLASS) {
                    String path = "%s/%s_%04d.jpg".formatted(digits.label(i) == 0 ? "zero" : "one", split, i);
                    write(root.resolve("images").resolve(path), digits, i);
                    list.append(path).append('\n');
                }
            }
            text(root.resolve("labels/%s1.txt".formatted(split)), list.toString());
        }
        return root;
    }

    /** Every seventh image is difficult for its first class. */
    private static Path voc(Path devkit) throws IOException {
        Path root = devkit.resolve("VOC2007");
        for (String split : List.of("train", "val", "test")) {
            ImageSource digits = DIGITS.split(split);
            int step = digits.size() / VOC_SPLIT; // they come class by class
            for (Map.Entry<String, IntPredicate> of : CLASSES.entrySet()) {
                var list = new StringBuilder();
                for (int i = 0; i < VOC_SPLIT; i++) {
                    boolean shows = of.getValue().test(digits.label(i * step));
                    int mark = shows ? (i % 7 == 0 && of.getKey().equals("even") ? 0 : 1) : -1;
                    list.append("%s_%04d %2d\n".formatted(split, i, mark));
                }
                text(root.resolve("ImageSets/Main/%s_%s.txt".formatted(of.getKey(), split)), list.toString());
            }
            for (int i = 0; i < VOC_SPLIT; i++) {
                write(root.resolve("JPEGImages/%s_%04d.jpg".formatted(split, i)), digits, i * step);
            }
        }
        return devkit;
    }

    private static void write(Path file, ImageSource source, int index) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        Files.write(file, Bitmap.encode(source.decode(index)));
    }

    private static void text(Path file, String text) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }
}
