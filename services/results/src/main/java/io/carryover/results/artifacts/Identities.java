/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.artifacts;

import io.carryover.contracts.id.Sha256;
import java.util.Arrays;

/** Digests over which images there are: their classes and their ids, in order. */
final class Identities {
    private Identities() {}

    static String of(int[] labels, String images) {
        return Sha256.of(Arrays.toString(labels) + images).hex();
    }

    static String of(byte[] marks, String images) {
        return Sha256.of(Arrays.toString(marks) + images).hex();
    }
}
