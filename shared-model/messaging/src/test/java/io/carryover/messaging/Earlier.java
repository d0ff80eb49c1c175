/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carryover.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Messages as earlier versions write them, and what they look for in ours: from the golden files of the contracts, which never change. */
public final class Earlier {
    // Both modules that ask lie two levels below the root.
    private static final Path HISTORY = Path.of("../../shared-model/contracts/src/test/resources/history");
    /** Left out where there is nothing to say. */
    private static final Set<String> OPTIONAL = Set.of("avoid", "maxBatch", "story", "checkpoint", "reason");
    /** Their fields are entries, of names that differ. */
    private static final Set<String> MAPS = Set.of("specVersions", "artifacts");

    private Earlier() {}

    /**
     * A message of history, to be told whom it is about.
     *
     * @param file such as {@code worker-event/v1-started}
     */
    public static ObjectNode message(String file) {
        try {
            return (ObjectNode) Json.read(Files.readAllBytes(HISTORY.resolve(file + ".json")), JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Paths of what a reader of {@code golden} knows, and doesn't find in {@code message} or finds of another type. */
    public static List<String> missing(JsonNode golden, JsonNode message) {
        List<String> paths = new ArrayList<>();
        compare("", golden, message, paths);
        return paths;
    }

    private static void compare(String path, JsonNode golden, JsonNode message, List<String> missing) {
        if (golden.getNodeType() != message.getNodeType()) {
            missing.add(path + " is " + message.getNodeType() + " instead of " + golden.getNodeType());
        } else if (golden.isObject() && !MAPS.contains(path.substring(path.lastIndexOf('/') + 1))) {
            golden.properties().stream()
                    .filter(field -> !OPTIONAL.contains(field.getKey()) || message.has(field.getKey()))
                    .forEach(field -> compare(
                            path + "/" + field.getKey(), field.getValue(), message.path(field.getKey()), missing));
        }
    }
}
