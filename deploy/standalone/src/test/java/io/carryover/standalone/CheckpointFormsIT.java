/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.cli.client.GatewayClient;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.json.Json;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.SafetensorsFile;
import io.carryover.storage.safetensors.SafetensorsWriter;
import io.carryover.vision.arch.NetworkWeights;
import io.carryover.vision.checkpoint.Checkpoints;
import io.carryover.vision.checkpoint.LoadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One network in four forms, through jobs: a PyTorch file, its ONNX export, shards that are uploaded, and a TensorFlow
 * checkpoint beside them. All must come to the same; what is broken is refused and holds nothing up.
 */
class CheckpointFormsIT {
    private static final Path FILES = Path.of("../../shared-model/vision/src/test/resources")
            .toAbsolutePath()
            .normalize();
    private static final Path ONNX = FILES.resolve("onnx/resnet50w8_supervised.onnx");

    @Test
    void allFormsGiveTheFeaturesOfTheFirst(@TempDir Path folder) throws Exception {
        try (ServiceProcess system = ServiceProcess.start(
                "deploy/standalone",
                ServiceProcess.freePort(),
                Map.of(),
                Map.of("CARRYOVER_HOME", folder.resolve("home").toString()),
                folder)) {
            var client = new Client(system.url(), system.url());
            client.ready(system);
            client.dataset("digits");
            client.checkpoint("supervised", "checkpoints/resnet50w8_supervised.pth");
            add(client, Map.of("name", "onnx", "path", ONNX.toString(), "onnxOutput", "features"));
            var uploads = new GatewayClient(system.url());
            add(
                    client,
                    Map.of("name", "map", "upload", uploads.upload(ONNX), "onnxInput", "pixels", "onnxOutput", "map"));
            List<String> shards = new ArrayList<>();
            for (Path part : shards(folder.resolve("shards"))) {
                shards.add(uploads.upload(part));
            }
            add(client, Map.of("name", "shards", "uploads", shards));
            Path tensorflow = FILES.resolve("tensorflow/shards/model.ckpt-7");
            add(client, Map.of("name", "tensorflow", "path", tensorflow.toString(), "normalize", "none"));

            add(client, Map.of("name", "no-output", "path", ONNX.toString()));
            add(client, Map.of("name", "wrong-output", "path", ONNX.toString(), "onnxOutput", "cls"));
            add(client, Map.of("name", "shard-missing", "uploads", shards.subList(0, 2)));
            byte[] whole = Files.readAllBytes(ONNX);
            Path broken = Files.write(folder.resolve("broken.onnx"), Arrays.copyOf(whole, whole.length / 2));
            add(client, Map.of("name", "broken", "path", broken.toString(), "onnxOutput", "features"));

            var names = List.of("supervised", "onnx", "map", "shards", "tensorflow");
            var refused = new LinkedHashMap<String, ErrorCode>();
            refused.put("no-output", ErrorCode.INVALID_REQUEST);
            refused.put("wrong-output", ErrorCode.INVALID_REQUEST);
            refused.put("shard-missing", ErrorCode.TRUNCATED_CHECKPOINT);
            refused.put("broken", ErrorCode.NOT_A_CHECKPOINT);
            var request = Map.of(
                    "name",
                    "forms",
                    "backbones",
                    Stream.concat(names.stream(), refused.keySet().stream()).toList(),
                    "tasks",
                    List.of(Map.of("kind", "linear", "dataset", "digits")));
            JsonNode ended = client.ended(StandaloneIT.id(client.post("/v1/evaluations", Json.text(request))));

            assertThat(ended.path("state").asText()).isEqualTo("completed-with-failures");
            assertThat(ended.path("failures").findValuesAsText("backbone"))
                    .containsExactlyInAnyOrderElementsOf(refused.keySet());
            for (var each : refused.entrySet()) {
                JsonNode view = client.get("/v1/backbones/" + each.getKey());
                assertThat(view.path("problem").path("code").asText())
                        .as(each.getKey())
                        .isEqualTo(each.getValue().name());
            }
            Client.await(30, () -> StandaloneIT.count(client) == names.size());
            assertScores(StandaloneIT.scores(client));
            assertThat(report(client, "shards").path("tensorsSha256"))
                    .isEqualTo(report(client, "supervised").path("tensorsSha256"));
            assertFeatures(folder.resolve("home"));
        }
    }

    private static JsonNode report(Client client, String backbone) throws Exception {
        return client.get("/v1/backbones/" + backbone).path("report");
    }

    private static void add(Client client, Map<String, Object> backbone) throws Exception {
        var body = new LinkedHashMap<>(backbone);
        body.put("inputSize", 64);
        assertThat(client.post("/v1/backbones", Json.text(body)).statusCode()).isEqualTo(201);
    }

    private static void assertScores(Map<String, String> scores) {
        String own = scores.get("supervised linear");
        assertThat(scores).containsEntry("shards linear", own);
        // Features differ in their last bits: 100 iterations of `study` may carry that into single test images.
        for (String form : List.of("onnx linear", "map linear")) {
            assertThat(Double.parseDouble(scores.get(form))).isCloseTo(Double.parseDouble(own), within(0.5));
        }
        assertThat(scores).containsKey("tensorflow linear");
    }

    /** Every extraction that the store holds, by the pictures that it is of. */
    private static void assertFeatures(Path home) throws IOException {
        Map<String, List<float[]>> byImages = new TreeMap<>();
        try (Stream<Path> files = Files.walk(home.resolve("s3"))) {
            for (Path file : files.filter(f -> f.endsWith("outcome.json")).toList()) {
                Outcome outcome = Json.read(Files.readAllBytes(file), Outcome.class);
                if (outcome.output() instanceof StepOutput.FeaturesReady ready && ready.dimension() == 256) {
                    assertThat(ready.shards()).hasSize(1);
                    ArtifactRef shard = ready.shards().getFirst();
                    Path blob = file.resolve("../../../blobs/" + shard.sha256().hex())
                            .normalize();
                    try (var values = SafetensorsFile.open(blob, ErrorCode.INPUT_LOST)) {
                        byImages.computeIfAbsent(values.metadata().get("images"), _ -> new ArrayList<>())
                                .add(values.tensor("features").toFloats());
                    }
                }
            }
        }
        assertThat(byImages).as("splits").hasSize(3);
        byImages.values().forEach(forms -> {
            assertThat(forms)
                    .as("the checkpoint, and both outputs of its export")
                    .hasSize(3);
            assertThat(relativeL2(forms.get(1), forms.get(0))).isLessThan(1e-4);
            assertThat(relativeL2(forms.get(2), forms.get(0))).isLessThan(1e-4);
        });
    }

    private static double relativeL2(float[] values, float[] reference) {
        assertThat(values).hasSameSizeAs(reference);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < values.length; i++) {
            difference += Math.pow(values[i] - reference[i], 2);
            norm += Math.pow(reference[i], 2);
        }
        return Math.sqrt(difference / norm);
    }

    /** The demo checkpoint's tensors as two safetensors files, and first the index that names them. */
    private static List<Path> shards(Path folder) throws IOException {
        Files.createDirectories(folder);
        NetworkWeights weights = Checkpoints.load(
                        Client.DEMO.resolve("checkpoints/resnet50w8_supervised.pth"), LoadOptions.DEFAULT)
                .weights();
        List<Path> parts = new ArrayList<>(List.of(folder.resolve("model.safetensors.index.json")));
        var map = new TreeMap<String, String>();
        for (int shard = 0; shard < 2; shard++) {
            Path part = folder.resolve("model-%05d-of-00002.safetensors".formatted(shard + 1));
            parts.add(part);
            var declared = SafetensorsWriter.declare();
            for (var tensor : weights.network().tensors().entrySet()) {
                if (Math.floorMod(tensor.getKey().hashCode(), 2) == shard) {
                    map.put(tensor.getKey(), String.valueOf(part.getFileName()));
                    declared.tensor(
                            tensor.getKey(),
                            Dtype.F32,
                            tensor.getValue().stream()
                                    .mapToLong(Long::longValue)
                                    .toArray());
                }
            }
            try (SafetensorsWriter writer = declared.create(part)) {
                for (var tensor : map.entrySet()) {
                    if (tensor.getValue().equals(String.valueOf(part.getFileName()))) {
                        float[] values = weights.values(tensor.getKey());
                        writer.write(tensor.getKey(), values, 0, values.length);
                    }
                }
                writer.finish();
            }
        }
        Files.writeString(parts.getFirst(), Json.text(Map.of("metadata", Map.of(), "weight_map", map)));
        return parts;
    }
}
