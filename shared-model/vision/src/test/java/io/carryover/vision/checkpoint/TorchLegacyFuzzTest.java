/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** Streams of {@code torch.save} before 1.6. */
class TorchLegacyFuzzTest {
    @FuzzTest
    void read(byte[] bytes) throws IOException {
        Raw.file("model.pth.tar", bytes);
    }
}
