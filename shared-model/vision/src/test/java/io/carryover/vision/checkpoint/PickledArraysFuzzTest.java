/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** Pickles of arrays, as BYOL was released. */
class PickledArraysFuzzTest {
    @FuzzTest
    void read(byte[] bytes) throws IOException {
        Raw.file("model.pkl", bytes);
    }
}
