/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.artifacts;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.storage.safetensors.SafetensorsStream;
import io.carryover.storage.safetensors.TensorInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code logits} F32 [N,K] or {@code predictions} I64 [N], with {@code labels} I64 [N]; or {@code accuracies} F64
 * [episodes].
 */
final class UnitsReader {
    private UnitsReader() {}

    /**
     * @param in closed at the end
     * @throws CarryoverException INPUT_LOST when it isn't such a file
     */
    static Units read(InputStream in, String what) throws IOException {
        Map<String, byte[]> tensors = new HashMap<>();
        String images;
        try (SafetensorsStream file = new SafetensorsStream(in, ErrorCode.INPUT_LOST, what)) {
            images = file.header().metadata().getOrDefault("images", "");
            for (Optional<TensorInfo> next = file.next(); next.isPresent(); next = file.next()) {
                byte[] bytes = new byte[Math.toIntExact(next.get().size())];
                file.readBytes(bytes, 0, bytes.length);
                tensors.put(next.get().name(), bytes);
            }
        }
        byte @Nullable [] accuracies = tensors.get("accuracies");
        if (accuracies != null) {
            double[] values = new double[accuracies.length / Double.BYTES];
            little(accuracies).asDoubleBuffer().get(values);
            return Units.ofEpisodes(values);
        }
        byte @Nullable [] logits = tensors.get("logits");
        byte @Nullable [] labels = tensors.get("labels");
        byte @Nullable [] predictions = tensors.get("predictions");
        if (predictions != null && labels != null && predictions.length == labels.length) {
            return Units.ofPredictions(longs(predictions), longs(labels), images);
        }
        if (logits == null || labels == null) {
            throw new CarryoverException(
                    ErrorCode.INPUT_LOST, what + ": neither logits or predictions with labels nor accuracies");
        }
        float[] rows = new float[logits.length / Float.BYTES];
        little(logits).asFloatBuffer().get(rows);
        return Units.ofImages(rows, longs(labels), images);
    }

    private static long[] longs(byte[] bytes) {
        long[] values = new long[bytes.length / Long.BYTES];
        little(bytes).asLongBuffer().get(values);
        return values;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
