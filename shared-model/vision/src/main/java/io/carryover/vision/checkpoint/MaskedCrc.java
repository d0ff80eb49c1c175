/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC-32C as LevelDB and TensorFlow store it: rotated and shifted, so that a checksum of checksums means something. */
final class MaskedCrc {
    private static final int DELTA = 0xa282ead8;

    private final CRC32C crc = new CRC32C();

    void update(ByteBuffer bytes) {
        crc.update(bytes);
    }

    int value() {
        int plain = (int) crc.getValue();
        return Integer.rotateRight(plain, 15) + DELTA;
    }
}
