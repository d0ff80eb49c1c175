/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.carryover.vision.Bounded;
import java.io.IOException;
import java.util.Arrays;

/**
 * The first block of a TensorFlow checkpoint's index: the first byte says whether it is compressed, the others are its
 * contents. Checksums and the rest of the table are sound: chance does not repair checksums.
 */
class TensorflowFuzzTest {
    @FuzzTest
    void read(byte[] bytes) throws IOException {
        Bounded.file("model.ckpt-1.data-00000-of-00001", new byte[64]);
        byte[] block = Arrays.copyOfRange(bytes, Math.min(1, bytes.length), bytes.length);
        Raw.file("model.ckpt-1.index", Table.of(block, bytes.length > 0 && bytes[0] == 1));
    }
}
