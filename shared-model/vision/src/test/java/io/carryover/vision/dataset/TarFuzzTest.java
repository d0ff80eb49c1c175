/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.carryover.vision.Bounded;
import java.io.IOException;
import java.nio.file.Path;

/** Tar archives: a client's, in WebDataset's layout, and the shards that an import writes. */
class TarFuzzTest {
    @FuzzTest
    void read(byte[] bytes) throws IOException {
        Path file = Bounded.file("train.tar", bytes);
        Bounded.outcome(() -> encodeAll(
                (EncodedImages) WebDataset.open(file.resolveSibling(".")).split("train")));
        Bounded.outcome(() -> {
            try (TarShard shard = TarShard.open(file)) {
                encodeAll(shard);
            }
        });
    }

    private static void encodeAll(EncodedImages images) {
        for (int i = 0; i < images.size(); i++) {
            images.encoded(i);
        }
    }
}
