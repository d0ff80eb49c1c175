/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An index ({@code model.safetensors.index.json}: tensor name to file, and the total of bytes) and the safetensors files
 * beside it. Source: {@code huggingface_hub/serialization/_torch.py}.
 */
final class ShardedSafetensors {
    private static final int MAX_INDEX_BYTES = 8 << 20;
    private static final int MAX_TENSORS = 200_000;
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private ShardedSafetensors() {}

    static boolean looksLike(String head) {
        return head.stripLeading().startsWith("{") && head.matches("(?s)\\s*\\{\\s*\"(metadata|weight_map)\".*");
    }

    static RawCheckpoint read(CheckpointFiles files) throws IOException {
        ByteSource index = files.main();
        JsonNode json = parse(index);
        Map<String, List<String>> byFile = byFile(index, json.path("weight_map"));
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        long bytes = 0;
        for (Map.Entry<String, List<String>> shard : byFile.entrySet()) {
            ByteSource source = files.sibling(shard.getKey());
            Map<String, StoredTensor> found = SafetensorsContainer.tensors(files.siblingPath(shard.getKey()), source);
            if (!found.keySet().equals(Set.copyOf(shard.getValue()))) {
                throw index.notACheckpoint("damaged: %s does not hold the tensors that the index names: %s"
                        .formatted(Printable.of(shard.getKey()), difference(found.keySet(), shard.getValue())));
            }
            tensors.putAll(found);
            for (StoredTensor tensor : found.values()) {
                bytes += tensor.count() * tensor.type().bytes();
            }
        }
        JsonNode total = json.path("metadata").path("total_size");
        if (total.isNumber() && total.asLong() != bytes) {
            throw index.notACheckpoint("damaged: the index promises %d bytes of tensors, its files hold %d"
                    .formatted(total.asLong(), bytes));
        }
        return new RawCheckpoint(
                Container.SAFETENSORS, Map.of("", tensors), Set.of(), new ArrayList<>(tensors.keySet()));
    }

    private static JsonNode parse(ByteSource index) throws IOException {
        if (index.size() > MAX_INDEX_BYTES) {
            throw index.unsupported("its index has %d bytes, more than any checkpoint's".formatted(index.size()));
        }
        byte[] bytes = index.read(0, (int) index.size()).array();
        try (JsonParser parser = MAPPER.createParser(bytes)) {
            JsonNode json = MAPPER.readTree(parser);
            if (json != null && json.isObject() && parser.nextToken() == null) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw index.notACheckpoint(
                    "damaged: its index is not JSON: " + Printable.of(String.valueOf(e.getOriginalMessage())));
        }
        throw index.notACheckpoint("damaged: its index is not one JSON object");
    }

    private static Map<String, List<String>> byFile(ByteSource index, JsonNode map) {
        if (!map.isObject() || map.isEmpty() || map.size() > MAX_TENSORS) {
            throw index.notACheckpoint("damaged: its index has no weight_map of a checkpoint");
        }
        Map<String, List<String>> byFile = new TreeMap<>();
        map.properties().forEach(entry -> {
            if (!entry.getValue().isTextual()) {
                throw index.notACheckpoint("damaged: its index names no file for " + Printable.of(entry.getKey()));
            }
            byFile.computeIfAbsent(entry.getValue().asText(), _ -> new ArrayList<>())
                    .add(entry.getKey());
        });
        return byFile;
    }

    private static String difference(Set<String> found, List<String> wanted) {
        Set<String> named = Set.copyOf(wanted);
        List<String> odd = new ArrayList<>(
                found.stream().filter(name -> !named.contains(name)).limit(10).toList());
        wanted.stream().filter(name -> !found.contains(name)).limit(10).forEach(odd::add);
        return Printable.list(odd);
    }
}
