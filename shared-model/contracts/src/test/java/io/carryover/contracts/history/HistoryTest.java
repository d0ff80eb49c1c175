/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.ControlState;
import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.result.ImportedTable;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.contracts.result.ResultsMessage;
import io.carryover.contracts.vision.DatasetManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever was written once stays readable, says the same, and follows its schema. */
class HistoryTest {
    private static final Path HISTORY = Path.of("src/test/resources/history");
    private static final Map<String, Class<?>> TYPES = Map.of(
            "job-message", JobMessage.class,
            "worker-event", WorkerEvent.class,
            "control-state", ControlState.class,
            "result-record", ResultRecord.class,
            "imported-table", ImportedTable.class,
            "outcome", Outcome.class,
            "dataset-manifest", DatasetManifest.class);

    static List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(HISTORY)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> HISTORY.relativize(file).toString().replace(".json", ""))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everySampleHasItsFileAndEveryFileItsSample() throws IOException {
        assertThat(files()).containsExactlyInAnyOrderElementsOf(Samples.all().keySet());
    }

    @Test
    void everySubtypeHasASample() {
        assertThat(types(Samples.specs().values())).isEqualTo(leaves(JobSpec.class));
        assertThat(types(Samples.outputs().values())).isEqualTo(leaves(StepOutput.class));
        assertThat(types(Samples.events().values())).isEqualTo(leaves(WorkerEvent.class));
    }

    @ParameterizedTest
    @MethodSource("files")
    void readsAsTheValueItWas(String file) {
        assertThat(read(file, tree(file))).isEqualTo(Samples.all().get(file));
    }

    @ParameterizedTest
    @MethodSource("files")
    void writesBackToTheSameJson(String file) {
        assertThat(Json.read(Json.bytes(read(file, tree(file))), JsonNode.class))
                .isEqualTo(tree(file));
    }

    @ParameterizedTest
    @MethodSource("files")
    void readsTheSameWithFieldsThatANewerWriterAdded(String file) {
        JsonNode newer = tree(file);
        addEverywhere(newer);

        assertThat(newer).isNotEqualTo(tree(file));
        assertThat(read(file, newer)).isEqualTo(Samples.all().get(file));
    }

    @ParameterizedTest
    @MethodSource("files")
    void followsItsSchema(String file) {
        assertThat(schema(message(file)).validate(tree(file))).as(file).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void schemaMissesEveryFieldThatIsTakenAway(String file) {
        JsonNode whole = tree(file);
        var optional = Set.of(
                "avoid",
                "maxBatch",
                "story",
                "checkpoint",
                "reason",
                "tensors",
                "output",
                "columns",
                "traits",
                "featureProvenance");
        for (var field : whole.properties()) {
            if (!optional.contains(field.getKey())) {
                JsonNode without = ((ObjectNode) tree(file)).without(field.getKey());
                assertThat(schema(message(file)).validate(without))
                        .as(field.getKey())
                        .isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void refusesAnUnknownVersionByName(String file) {
        ObjectNode newer = ((ObjectNode) tree(file)).put("version", 2);

        assertThatThrownBy(() -> read(file, newer))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_VERSION))
                .hasMessageContaining(type(file).getSimpleName() + " in version 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "job-message",
                "worker-event",
                "control-state",
                "result-record",
                "imported-table",
                "outcome",
                "dataset-manifest"
            })
    void schemaSaysWhoOwnsTheMessageAndHowItIsKept(String message) {
        assertThat(schemaTree(message).path("description").asText())
                .contains("Owner: ", "Key: ", "Ordering: ", "Retention: ");
    }

    /** A reader of the topic has nothing but the bytes to go by. */
    @ParameterizedTest
    @MethodSource("files")
    void recordsOfTheResultsTopicAreToldApart(String file) {
        if (ResultsMessage.class.isAssignableFrom(type(file))) {
            assertThat(ResultsMessage.read(Json.bytes(tree(file))))
                    .isEqualTo(Samples.all().get(file));
        }
    }

    @Test
    void aKindOfRecordFromLaterIsRefusedByName() {
        assertThatThrownBy(() -> ResultsMessage.read(Json.bytes(Map.of("version", 1, "type", "verdict"))))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_VERSION))
                .hasMessage("a record of type 'verdict', which this service doesn't know");
    }

    private static Object read(String file, JsonNode tree) {
        return Json.readVersioned(Json.bytes(tree), type(file), 1);
    }

    private static String message(String file) {
        return file.substring(0, file.indexOf('/'));
    }

    private static Class<?> type(String file) {
        return java.util.Objects.requireNonNull(TYPES.get(message(file)));
    }

    private static JsonNode tree(String file) {
        return json(HISTORY.resolve(file + ".json"));
    }

    private static JsonNode schemaTree(String message) {
        return json(Path.of("src/main/resources/schema", message, "v1.json"));
    }

    private static JsonSchema schema(String message) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schemaTree(message));
    }

    private static JsonNode json(Path path) {
        try {
            return Json.read(Files.readAllBytes(path), JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a field to every object that is a record: maps would take it for an entry. */
    private static void addEverywhere(JsonNode node) {
        for (JsonNode child : node) {
            addEverywhere(child);
        }
        if (node instanceof ObjectNode object && isRecord(object)) {
            object.put("addedLater", 7);
        }
    }

    private static boolean isRecord(ObjectNode object) {
        return Stream.of(
                        "version", "type", "job", "sha256", "engine", "name", "metric", "lo", "family", "c", "images",
                        "done")
                .anyMatch(name -> object.has(name)
                        && !(name.equals("images") && !object.path("images").isInt()));
    }

    private static Set<Class<?>> types(Iterable<?> values) {
        var types = new ArrayList<Class<?>>();
        values.forEach(value -> types.add(value.getClass()));
        return Set.copyOf(types);
    }

    private static Set<Class<?>> leaves(Class<?> sealed) {
        Class<?>[] permitted = sealed.getPermittedSubclasses();
        return permitted == null
                ? Set.of(sealed)
                : Arrays.stream(permitted)
                        .flatMap(type -> leaves(type).stream())
                        .collect(Collectors.toSet());
    }
}
