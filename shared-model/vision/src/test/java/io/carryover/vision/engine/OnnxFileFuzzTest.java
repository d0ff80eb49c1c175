/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.carryover.vision.Bounded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** ONNX files; the names of input and feature are left to be found. */
class OnnxFileFuzzTest {
    @FuzzTest
    void read(byte[] bytes) throws IOException {
        Path file = Bounded.file("model.onnx", bytes);
        Bounded.outcome(() -> OnnxFile.read(file, Optional.empty(), Optional.empty()));
    }
}
