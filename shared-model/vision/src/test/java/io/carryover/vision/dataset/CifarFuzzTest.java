/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.carryover.vision.Bounded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** CIFAR's pickles, as batches and as names. */
class CifarFuzzTest {
    @FuzzTest
    void read(byte[] bytes) throws IOException {
        Path file = Bounded.file("data_batch_1", bytes);
        Bounded.outcome(() -> CifarPickles.names(file, "label_names"));
        Bounded.outcome(() -> {
            CifarSource.Part part = CifarPickles.part(file, "labels", 10);
            var source = new CifarSource(List.of(part), List.of());
            for (int i = 0; i < source.size(); i++) {
                source.decode(i);
            }
        });
    }
}
