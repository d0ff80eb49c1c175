/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.embedded.EmbeddedS3;
import io.carryover.embedded.TestInfrastructure;
import io.carryover.storage.safetensors.FeatureFileWriter;
import io.carryover.storage.safetensors.SafetensorsStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A features artifact several times the memory that it may take goes out, comes back and is read row by row. */
class StorageFiguresIT {
    private static final int DIMENSION = 2048;
    private static final int ROWS = Integer.getInteger("carryover.figures.rows", 25_000);

    @Test
    void streamsAFeaturesArtifactThroughARealStore(@TempDir Path folder) throws Exception {
        EmbeddedS3 server = TestInfrastructure.shared().s3();
        S3Settings settings = S3Settings.of(
                server.endpoint(), TestInfrastructure.shared().freshBucket(), server.accessKey(), server.secretKey());
        try (RetryingObjectStore store = S3ObjectStore.connect(settings, StoreListener.NONE)) {
            Blobs blobs = new Blobs(store, folder.resolve("spool"));
            Path file = folder.resolve("features.safetensors");
            float[] row = new float[DIMENSION];
            try (FeatureFileWriter writer = new FeatureFileWriter(file, DIMENSION)) {
                for (int i = 0; i < ROWS; i++) {
                    row[0] = i;
                    writer.append(row, 0, 1);
                }
                writer.finish(new long[ROWS], new TreeMap<>());
            }
            long before = System.nanoTime();
            ArtifactRef ref = blobs.putFile(file, ArtifactRef.SAFETENSORS);
            long stored = System.nanoTime();
            double sum = 0;
            try (SafetensorsStream in = new SafetensorsStream(blobs.open(ref), ErrorCode.INPUT_LOST, "features")) {
                assertThat(in.next().orElseThrow().name()).isEqualTo("labels");
                assertThat(in.next().orElseThrow().name()).isEqualTo("features");
                while (in.readFloats(row, 0, DIMENSION) == DIMENSION) {
                    sum += row[0];
                }
                assertThat(in.next()).isEmpty();
            }
            long read = System.nanoTime();
            assertThat(sum).isEqualTo((ROWS - 1.0) * ROWS / 2);
            try (InputStream again = blobs.open(ref)) {
                assertThat(again.skip(1 << 20)).isEqualTo(1 << 20);
            }
            double megabytes = ref.sizeBytes() / 1e6;
            System.out.printf(
                    "%.0f MB: digest and put %.0f MB/s, verified get %.0f MB/s%n",
                    megabytes, megabytes / ((stored - before) / 1e9), megabytes / ((read - stored) / 1e9));
        }
    }
}
