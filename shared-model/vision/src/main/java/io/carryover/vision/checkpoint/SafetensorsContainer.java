/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A single safetensors file: eight bytes of header length, a JSON header, data. Format: the README of
 * huggingface/safetensors. Its tensors form the top-level group.
 */
final class SafetensorsContainer {
    private static final int LENGTH_BYTES = 8;
    private static final long MAX_HEADER = 32L << 20;
    private static final int MAX_RANK = 8;
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private SafetensorsContainer() {}

    static boolean looksLike(ByteSource source, ByteBuffer head) {
        if (head.remaining() < LENGTH_BYTES + 2 || head.get(LENGTH_BYTES) != '{') {
            return false;
        }
        long length = head.getLong(0);
        return length >= 2 && length <= MAX_HEADER;
    }

    static RawCheckpoint read(ByteSource source) {
        long length = source.read(0, LENGTH_BYTES).getLong(0);
        if (length > source.size() - LENGTH_BYTES) {
            throw source.truncated("its header has %d bytes, the file %d".formatted(length, source.size()));
        }
        long data = LENGTH_BYTES + length;
        JsonNode header = parse(source, source.read(LENGTH_BYTES, (int) length));
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        header.properties().forEach(entry -> {
            if (!entry.getKey().equals("__metadata__")) {
                tensors.put(entry.getKey(), tensor(source, data, entry.getKey(), entry.getValue()));
            }
        });
        return new RawCheckpoint(
                Container.SAFETENSORS, Map.of("", tensors), Set.of(), new ArrayList<>(tensors.keySet()));
    }

    private static JsonNode parse(ByteSource source, ByteBuffer bytes) {
        try {
            JsonNode header = JSON.readTree(StandardCharsets.UTF_8.decode(bytes).toString());
            if (header.isObject()) {
                return header;
            }
        } catch (JacksonException e) {
            throw source.notACheckpoint("damaged: its safetensors header is not JSON without repeats");
        }
        throw source.notACheckpoint("damaged: its safetensors header is not an object");
    }

    private static StoredTensor tensor(ByteSource source, long data, String name, JsonNode node) {
        String shown = Printable.of(name);
        List<Long> shape = longs(node.path("shape"));
        List<Long> offsets = longs(node.path("data_offsets"));
        String dtype = node.path("dtype").asText("");
        DType type = type(dtype);
        if (type == null) {
            throw source.unsupported("tensor %s has element type %s".formatted(shown, Printable.of(dtype)));
        }
        if (shape == null || offsets == null || offsets.size() != 2 || shape.size() > MAX_RANK) {
            throw source.notACheckpoint("damaged: tensor %s is described wrongly".formatted(shown));
        }
        long size = offsets.get(1) - offsets.get(0);
        if (offsets.get(1) > source.size() - data) {
            throw source.truncated("tensor %s ends at byte %d of its data, the file has %d"
                    .formatted(shown, offsets.get(1), source.size() - data));
        }
        long count = type.bytes();
        for (long extent : shape) {
            if (extent != 0 && count > size / extent) {
                throw source.notACheckpoint("damaged: tensor %s does not fit its bytes".formatted(shown));
            }
            count *= extent;
        }
        if (count != size) {
            throw source.notACheckpoint("damaged: tensor %s does not fit its bytes".formatted(shown));
        }
        return StoredTensor.contiguous(type, data + offsets.get(0), shape);
    }

    private static @Nullable List<Long> longs(JsonNode array) {
        if (!array.isArray()) {
            return null;
        }
        List<Long> longs = new ArrayList<>();
        for (JsonNode item : array) {
            if (!item.canConvertToLong() || !item.isIntegralNumber() || item.asLong() < 0) {
                return null;
            }
            longs.add(item.asLong());
        }
        return longs;
    }

    private static @Nullable DType type(String name) {
        return switch (name) {
            case "F32" -> DType.F32;
            case "F64" -> DType.F64;
            case "F16" -> DType.F16;
            case "BF16" -> DType.BF16;
            case "I64" -> DType.I64;
            case "I32" -> DType.I32;
            case "I16" -> DType.I16;
            case "I8" -> DType.I8;
            case "U8" -> DType.U8;
            case "BOOL" -> DType.BOOL;
            default -> null;
        };
    }
}
