/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.artifacts;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.storage.safetensors.Dtype;
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
 * Reads {@code logits} F32 [N,K] or {@code predictions} I64 [N], with {@code labels} I64 [N]; {@code logits} F32 [N,K] with
 * {@code labels} U8 [N,K]; or {@code accuracies} F64 [episodes].
 */
final class ItemsReader {
    private ItemsReader() {}

    /**
     * @param in closed at the end
     * @throws CarryoverException INPUT_LOST when it isn't such a file
     */
    static Items read(InputStream in, String what) throws IOException {
        Map<String, Tensor> tensors = new HashMap<>();
        String images;
        try (SafetensorsStream file = new SafetensorsStream(in, ErrorCode.INPUT_LOST, what)) {
            images = file.header().metadata().getOrDefault("images", "");
            for (Optional<TensorInfo> next = file.next(); next.isPresent(); next = file.next()) {
                byte[] bytes = new byte[Math.toIntExact(next.get().size())];
                file.readBytes(bytes, 0, bytes.length);
                ByteBuffer little = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                tensors.put(next.get().name(), new Tensor(next.get(), little));
            }
        }
        @Nullable Tensor accuracies = tensors.get("accuracies");
        if (accuracies != null) {
            return new Items.Episodes(accuracies.doubles());
        }
        @Nullable Tensor logits = tensors.get("logits");
        @Nullable Tensor labels = tensors.get("labels");
        @Nullable Tensor predictions = tensors.get("predictions");
        if (labels != null && predictions != null) {
            int[] said = predictions.ints();
            int[] truth = labels.ints();
            if (said.length == truth.length) {
                return new Items.Classified(truth, said, Optional.empty(), images);
            }
        }
        if (logits == null || labels == null) {
            throw new CarryoverException(
                    ErrorCode.INPUT_LOST, what + ": neither logits or predictions with labels nor accuracies");
        }
        if (labels.info().dtype() == Dtype.U8) {
            return new Items.Marked(
                    logits.floats(),
                    labels.bytes().array(),
                    Math.toIntExact(labels.info().rowElements()),
                    images);
        }
        return LogitRows.classified(logits.floats(), labels.ints(), images);
    }

    private record Tensor(TensorInfo info, ByteBuffer bytes) {
        float[] floats() {
            float[] values = new float[bytes.capacity() / Float.BYTES];
            bytes.asFloatBuffer().get(values);
            return values;
        }

        double[] doubles() {
            double[] values = new double[bytes.capacity() / Double.BYTES];
            bytes.asDoubleBuffer().get(values);
            return values;
        }

        int[] ints() {
            int[] values = new int[bytes.capacity() / Long.BYTES];
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.toIntExact(bytes.getLong(i * Long.BYTES));
            }
            return values;
        }
    }
}
