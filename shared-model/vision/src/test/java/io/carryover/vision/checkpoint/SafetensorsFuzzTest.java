/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** Safetensors files. */
class SafetensorsFuzzTest {
    @FuzzTest
    void read(byte[] bytes) throws IOException {
        Raw.file("model.safetensors", bytes);
    }
}
