/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import java.nio.ByteBuffer;

/** The bytes that a tensor's elements are read from: a file, or something that is unfolded from one piece by piece. */
interface ElementBytes {
    /** How many there are. */
    long size();

    /**
     * Bytes {@code offset … offset + length - 1} as a little-endian buffer.
     *
     * @throws io.carryover.contracts.error.CarryoverException TRUNCATED_CHECKPOINT where there are fewer
     */
    ByteBuffer read(long offset, int length);

    /** Checks the whole of it, where its writer left a checksum; {@code tensor} is named in the refusal. */
    default void verify(String tensor) {}
}
