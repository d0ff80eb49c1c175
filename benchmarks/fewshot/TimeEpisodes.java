/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

import io.carryover.protocols.FeatureMatrix;
import io.carryover.protocols.fewshot.FewShot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code java -cp CLASSES TimeEpisodes.java FEATURES SHOTS RUNS THREADS}: seconds of 600 5-way episodes and their accuracy, a line each run. */
class TimeEpisodes {
    public static void main(String[] args) throws IOException {
        ByteBuffer y = npy(Path.of(args[0], "y.npy"));
        int[] labels = new int[y.remaining() / Long.BYTES];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = Math.toIntExact(y.getLong());
        }
        ByteBuffer x = npy(Path.of(args[0], "x.npy"));
        float[] values = new float[x.remaining() / Float.BYTES];
        x.asFloatBuffer().get(values);
        FeatureMatrix features = FeatureMatrix.of(values, labels.length, values.length / labels.length);
        var settings = new FewShot.Settings(5, Integer.parseInt(args[1]), 15, 600, 0, Integer.parseInt(args[3]));
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            long start = System.nanoTime();
            double accuracy = FewShot.run(features, labels, settings, () -> false).accuracy();
            System.out.printf("%.4f %.2f%n", (System.nanoTime() - start) / 1e9, accuracy);
        }
    }

    /** What follows the header of a version 1 file. */
    private static ByteBuffer npy(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(10 + bytes.getShort(8));
        return bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }
}
