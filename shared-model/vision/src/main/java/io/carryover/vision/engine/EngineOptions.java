/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import io.carryover.contracts.job.Engine;

/**
 * How to compute.
 *
 * @param engine {@code ONNX} or {@code PYTORCH}
 * @param device where; a device that is not there is refused, never replaced
 * @param threads CPU threads, at least 1
 */
public record EngineOptions(Engine engine, Device device, int threads) {
    public EngineOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads " + threads);
        }
    }

    /** ONNX Runtime on the processor. */
    public static EngineOptions onnx(int threads) {
        return new EngineOptions(Engine.ONNX, new Device.Cpu(), threads);
    }

    /** PyTorch on the processor. */
    public static EngineOptions pytorch(int threads) {
        return new EngineOptions(Engine.PYTORCH, new Device.Cpu(), threads);
    }
}
