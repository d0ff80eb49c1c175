/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.carryover.vision.Bounded;
import java.io.IOException;
import java.nio.file.Path;

/** IDX files: the same bytes as images, and as images with themselves as labels. */
class IdxFuzzTest {
    @FuzzTest
    void read(byte[] bytes) throws IOException {
        Path file = Bounded.file("train-images-idx3-ubyte", bytes);
        Bounded.outcome(() -> IdxFiles.unlabelled(file).decode(0));
        Bounded.outcome(() -> IdxFiles.open(file, file).decode(0));
    }
}
