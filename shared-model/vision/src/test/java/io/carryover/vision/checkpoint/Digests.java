/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;

/** Files that the scripts in {@code src/test/python} made, and the digests of their tensors that Python computed there. */
final class Digests {
    private Digests() {}

    static Path path(String folder, String file) {
        return Path.of("src", "test", "resources", folder, file);
    }

    static String expected(String folder, String file) throws IOException {
        return new ObjectMapper()
                .readTree(path(folder, "digests.json").toFile())
                .path(file)
                .asText();
    }
}
