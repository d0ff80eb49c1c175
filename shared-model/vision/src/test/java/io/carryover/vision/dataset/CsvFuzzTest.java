/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.carryover.vision.Bounded;
import java.io.IOException;
import java.nio.file.Path;

/** CSV manifests. */
class CsvFuzzTest {
    @FuzzTest
    void read(byte[] bytes) throws IOException {
        Path file = Bounded.file("manifest.csv", bytes);
        Bounded.outcome(() -> ImageDataset.open(file));
    }
}
