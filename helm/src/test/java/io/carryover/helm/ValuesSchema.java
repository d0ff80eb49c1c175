/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.helm;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The schema of values, made from values.yaml: types are those of the defaults, comments are descriptions, unknown keys are refused. In a
 * comment: {@code @required} for a text that may not be empty, {@code @enum A B}, {@code @map string}, {@code @items TYPE}, {@code @resources}.
 */
final class ValuesSchema {
    private static final Map<String, Object> QUANTITY =
            sorted(Map.of("type", List.of("string", "integer"), "pattern", "^[0-9.]+(m|[kKMGT]i?)?$"));

    private ValuesSchema() {}

    /** JSON of the schema. */
    static String of(String valuesYaml) throws java.io.IOException {
        LoaderOptions options = new LoaderOptions();
        options.setProcessComments(true);
        Node root = new Yaml(new SafeConstructor(options)).compose(new java.io.StringReader(valuesYaml));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "Values of the chart carryover");
        schema.putAll(object((MappingNode) root));
        // Helm adds it for subcharts.
        properties(schema).put("global", Map.of("type", "object"));
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
    }

    private static Map<String, Object> object(MappingNode node) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            properties.put(((ScalarNode) tuple.getKeyNode()).getValue(), property(tuple));
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        schema.put("properties", properties);
        return schema;
    }

    @SuppressWarnings("unchecked") // this class put it there
    private static Map<String, Object> properties(Map<String, Object> schema) {
        return (Map<String, Object>) java.util.Objects.requireNonNull(schema.get("properties"));
    }

    private static Map<String, Object> property(NodeTuple tuple) {
        List<String> comments = Stream.ofNullable(tuple.getKeyNode().getBlockComments())
                .flatMap(List::stream)
                .map(CommentLine::getValue)
                .map(String::strip)
                .toList();
        Map<String, Object> schema = new LinkedHashMap<>();
        String says = comments.stream().filter(line -> !line.startsWith("@")).collect(Collectors.joining(" "));
        if (!says.isEmpty()) {
            schema.put("description", says);
        }
        schema.putAll(marked(comments).orElseGet(() -> byDefault(tuple.getValueNode())));
        if (comments.contains("@required")) {
            schema.put("type", "string");
        }
        return schema;
    }

    private static Optional<Map<String, Object>> marked(List<String> comments) {
        return comments.stream()
                .filter(line -> line.startsWith("@") && !line.equals("@required"))
                .findFirst()
                .map(line -> {
                    String[] words = line.split(" ");
                    return switch (words[0]) {
                        case "@enum" -> Map.of("enum", List.of(words).subList(1, words.length));
                        case "@map" ->
                            sorted(Map.of("type", "object", "additionalProperties", Map.of("type", words[1])));
                        case "@items" -> sorted(Map.of("type", "array", "items", items(words[1])));
                        case "@resources" -> resources();
                        default -> throw new IllegalArgumentException(line);
                    };
                });
    }

    private static Map<String, Object> items(String type) {
        return type.equals("pool") ? pool() : Map.of("type", type);
    }

    private static Map<String, Object> resources() {
        Map<String, Object> amounts = sorted(Map.of("type", "object", "additionalProperties", QUANTITY));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        schema.put("required", List.of("limits", "requests"));
        schema.put("properties", sorted(Map.of("requests", amounts, "limits", amounts)));
        return sorted(schema);
    }

    /** A pool of workers. */
    private static Map<String, Object> pool() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", text("^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$"));
        fields.put("service", Map.of("enum", List.of("feature-extraction", "head-training", "analysis")));
        fields.put(
                "queues",
                new java.util.TreeMap<>(
                        Map.of("type", "array", "minItems", 1, "items", text("^[a-z]+\\.(cpu|cuda)$"))));
        fields.put("min", number(0));
        fields.put("max", number(1));
        fields.put("oneJob", Map.of("type", "boolean"));
        fields.put("gpus", number(0));
        fields.put("heapPercent", number(5));
        fields.put("cacheBytes", number(0));
        fields.put("resources", resources());
        fields.put("scratch", text("^[0-9]+[MGT]i$"));
        fields.put("graceSeconds", number(1));
        fields.put("nodeSelector", sorted(Map.of("type", "object", "additionalProperties", Map.of("type", "string"))));
        fields.put("tolerations", sorted(Map.of("type", "array", "items", Map.of("type", "object"))));
        fields.put("priorityClassName", Map.of("type", "string"));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        schema.put(
                "required", List.of("name", "service", "queues", "min", "max", "resources", "scratch", "graceSeconds"));
        schema.put("properties", fields);
        return schema;
    }

    private static Map<String, Object> byDefault(Node value) {
        return switch (value) {
            case MappingNode map -> object(map);
            case ScalarNode scalar ->
                switch (scalar.getTag().getClassName()) {
                    case "bool" -> Map.of("type", "boolean");
                    case "int" -> Map.of("type", "integer");
                    case "float" -> Map.of("type", "number");
                    default -> Map.of("type", "string");
                };
            default -> throw new IllegalArgumentException("a list needs @items: " + value.getStartMark());
        };
    }

    private static Map<String, Object> text(String pattern) {
        return sorted(Map.of("type", "string", "pattern", pattern));
    }

    private static Map<String, Object> number(int least) {
        return sorted(Map.of("type", "integer", "minimum", least));
    }

    /** In one order always: the file is compared. */
    private static Map<String, Object> sorted(Map<String, Object> schema) {
        return new java.util.TreeMap<>(schema);
    }

    /** Keys of all leaves, as templates would name them: {@code .Values.kafka.prefix}. */
    static List<String> keys(String valuesYaml) {
        List<String> keys = new ArrayList<>();
        Map<String, Object> values = new Yaml(new SafeConstructor(new LoaderOptions())).load(valuesYaml);
        values.forEach((name, value) -> {
            if (value instanceof Map<?, ?> map) {
                map.keySet().forEach(inner -> keys.add(name + "." + inner));
            } else {
                keys.add(name);
            }
        });
        return keys;
    }
}
