/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.error.ErrorCode;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsLargeTest {
    @Test
    void reachesRowsBeyondTwoGibibytes(@TempDir Path folder) throws Exception {
        // Sparse: the tensor is declared, only its last row is written.
        long rows = 600_000;
        int dimension = 1024;
        Path file = folder.resolve("large.safetensors");
        try (java.io.RandomAccessFile sparse = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            var placed = HeaderWriter.layOut(java.util.List.of(
                    new TensorInfo("features", Dtype.F32, java.util.List.of(rows, (long) dimension), 0, 0)));
            sparse.getChannel().write(HeaderWriter.bytes(placed, new TreeMap<>()));
            long end = sparse.length() + rows * dimension * Float.BYTES;
            sparse.setLength(end);
            sparse.seek(end - 4);
            sparse.write(new byte[] {0, 0, (byte) 0x80, 0x3f});
        }
        try (SafetensorsFile mapped = SafetensorsFile.open(file, ErrorCode.INVALID_FEATURES)) {
            TensorView features = mapped.tensor("features");
            FloatBuffer last = features.floats(rows - 1, 1);
            assertThat(last.get(dimension - 1)).isEqualTo(1f);
            float[] one = new float[1];
            features.copyFloats(rows * dimension - 1, one, 0, 1);
            assertThat(one[0]).isEqualTo(1f);
        }
    }
}
