/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.DeviceClass;
import io.carryover.contracts.job.Engine;
import io.carryover.contracts.job.Precision;
import io.carryover.contracts.job.Variant;

/**
 * How to compute.
 *
 * @param engine {@code ONNX} or {@code PYTORCH}
 * @param device where; a device that is not there is refused, never replaced
 * @param threads CPU threads, at least 1
 * @param precision of the arithmetic; features are float32 whatever it is
 */
public record EngineOptions(Engine engine, Device device, int threads, Precision precision) {
    public EngineOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads " + threads);
        }
    }

    /** In float32. */
    public EngineOptions(Engine engine, Device device, int threads) {
        this(engine, device, threads, Precision.FP32);
    }

    /** ONNX Runtime on the processor. */
    public static EngineOptions onnx(int threads) {
        return new EngineOptions(Engine.ONNX, new Device.Cpu(), threads);
    }

    /** PyTorch on the processor. */
    public static EngineOptions pytorch(int threads) {
        return new EngineOptions(Engine.PYTORCH, new Device.Cpu(), threads);
    }

    /**
     * What a job's variant says, on this worker's device.
     *
     * @throws CarryoverException DEVICE_UNAVAILABLE where the variant needs a GPU and the worker has none, or the other
     *     way round
     */
    public static EngineOptions of(Variant variant, Device worker, int threads) {
        Device device =
                switch (variant.device()) {
                    case CPU -> {
                        if (worker instanceof Device.Cuda) {
                            throw mismatch(variant, "a GPU");
                        }
                        yield new Device.Cpu();
                    }
                    case CUDA -> {
                        if (worker instanceof Device.Cpu) {
                            throw mismatch(variant, "the processor");
                        }
                        yield worker instanceof Device.Cuda ? worker : new Device.Cuda(0);
                    }
                };
        return new EngineOptions(variant.engine(), device, threads, variant.precision());
    }

    private static CarryoverException mismatch(Variant variant, String worker) {
        return new CarryoverException(
                ErrorCode.DEVICE_UNAVAILABLE,
                "the job is to run as %s, this worker runs on %s".formatted(variant.id(), worker));
    }

    /** @throws CarryoverException INVALID_REQUEST for a precision that {@code device} does not compute in */
    void checkPrecision(DeviceClass where) {
        boolean fits =
                switch (precision) {
                    case FP32 -> true;
                    case FP16, BF16 -> where == DeviceClass.CUDA;
                    case FP64 -> false;
                };
        if (!fits) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    "networks on %s run in %s, not %s"
                            .formatted(
                                    where.id(),
                                    where == DeviceClass.CPU ? "fp32 only" : "fp32, fp16 or bf16",
                                    precision.id()));
        }
    }
}
