/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.matlab;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.carryover.vision.Bounded;
import java.io.IOException;

/** MATLAB files. */
class MatFuzzTest {
    @FuzzTest
    void read(byte[] bytes) throws IOException {
        Bounded.outcome(() -> MatFile.read("x.mat", bytes));
    }
}
