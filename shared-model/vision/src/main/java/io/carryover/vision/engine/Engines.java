/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.arch.NetworkWeights;

/** Opens engines. An engine's native library is loaded by its first use, not before. */
public final class Engines {
    private Engines() {}

    /**
     * An engine for a network.
     *
     * @throws CarryoverException DEVICE_UNAVAILABLE where the device is not there, INVALID_REQUEST for engine {@code NONE}
     */
    public static FeatureEngine open(NetworkWeights weights, EngineOptions options) {
        return switch (options.engine()) {
            case ONNX -> OnnxEngine.open(weights, options);
            case PYTORCH -> PyTorchEngine.open(weights, options);
            case NONE ->
                throw new CarryoverException(ErrorCode.INVALID_REQUEST, "a network needs engine onnx or pytorch");
        };
    }

    static CarryoverException unavailable(Device.Cuda device, String why) {
        return new CarryoverException(ErrorCode.DEVICE_UNAVAILABLE, "cuda:%d: %s".formatted(device.index(), why));
    }
}
