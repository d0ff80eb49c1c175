/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.carryover.vision.Bounded;
import java.io.IOException;

/** Image files of all formats. */
class ImageFuzzTest {
    private static final ImageDecoder.Limits LIMITS = new ImageDecoder.Limits(64L << 20, 1_000_000);

    @FuzzTest
    void read(byte[] bytes) throws IOException {
        Bounded.outcome(() -> ImageDecoder.decode("image", bytes, LIMITS));
    }
}
