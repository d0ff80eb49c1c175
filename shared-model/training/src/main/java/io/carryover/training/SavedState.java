/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.SafetensorsFile;
import io.carryover.storage.safetensors.SafetensorsWriter;
import io.carryover.storage.safetensors.TensorView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A training's state as a safetensors file: every tensor of {@link Parameters#state} in F32, and {@code loss} F64 [steps]. */
final class SavedState {
    private static final String LOSS = "loss";

    private SavedState() {}

    static void write(Path file, Parameters parameters, Curve curve) throws IOException {
        SafetensorsWriter.Declaration declaration = SafetensorsWriter.declare().tensor(LOSS, Dtype.F64, curve.steps());
        Map<String, NDArray> state = parameters.state();
        state.forEach((name, array) ->
                declaration.tensor(name, Dtype.F32, array.getShape().getShape()));
        try (SafetensorsWriter writer = declaration.create(file)) {
            double[] losses = curve.losses();
            writer.write(LOSS, losses, 0, losses.length);
            for (Map.Entry<String, NDArray> entry : state.entrySet()) {
                float[] values = entry.getValue().toFloatArray();
                writer.write(entry.getKey(), values, 0, values.length);
            }
            writer.finish();
        }
    }

    /**
     * Puts the saved numbers into {@code parameters}.
     *
     * @return the curve up to there
     * @throws CarryoverException INPUT_LOST where the file is of another network
     */
    static Curve read(Path file, Parameters parameters, NDManager manager) throws IOException {
        try (SafetensorsFile saved = SafetensorsFile.open(file, ErrorCode.INPUT_LOST)) {
            parameters.state().forEach((name, array) -> {
                TensorView tensor = saved.tensor(name);
                List<Long> shape =
                        Arrays.stream(array.getShape().getShape()).boxed().toList();
                if (!tensor.shape().equals(shape)) {
                    throw new CarryoverException(
                            ErrorCode.INPUT_LOST,
                            "the saved training has %s where %s is needed"
                                    .formatted(tensor.info().describe(), shape));
                }
                float[] values = new float[Math.toIntExact(array.getShape().size())];
                tensor.copyFloats(0, values, 0, values.length);
                try (NDArray read =
                        manager.create(values, new Shape(array.getShape().getShape()))) {
                    read.copyTo(array);
                }
            });
            return new Curve(saved.tensor(LOSS).toDoubles());
        }
    }
}
