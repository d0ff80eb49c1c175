/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** Zip archives of {@code torch.save}. */
class TorchZipFuzzTest {
    @FuzzTest
    void read(byte[] bytes) throws IOException {
        Raw.file("model.pth", bytes);
    }
}
