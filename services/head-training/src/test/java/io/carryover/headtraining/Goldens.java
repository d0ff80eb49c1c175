/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.IntStream;

/** The golden files of {@code protocols}, made by the scripts beside them: the handlers must give the same numbers. */
final class Goldens {
    private Goldens() {}

    static JsonNode read(String name) throws IOException {
        Path file = Path.of("../../shared-model/protocols/src/test/resources/golden", name + ".json");
        return Json.read(Files.readAllBytes(file), JsonNode.class);
    }

    /** Features and labels of a node with {@code rows}, {@code labels} and base64 {@code features}. */
    static Rows rows(JsonNode node) {
        ByteBuffer bytes = ByteBuffer.wrap(
                        Base64.getDecoder().decode(node.path("features").asText()))
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        JsonNode labels = node.path("labels");
        return new Rows(
                values,
                values.length / node.path("rows").asInt(),
                IntStream.range(0, labels.size())
                        .mapToLong(i -> labels.get(i).asLong())
                        .toArray());
    }
}
