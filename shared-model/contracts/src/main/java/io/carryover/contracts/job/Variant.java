/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.job;

/**
 * What may change the last bits of a number without changing its meaning. Stands in the job's key and in every result;
 * boards show one variant per cell, labelled.
 */
public record Variant(Engine engine, Precision precision, DeviceClass device) {
    /** Features on CPU, as standalone computes them. */
    public static final Variant ONNX_CPU = new Variant(Engine.ONNX, Precision.FP32, DeviceClass.CPU);

    /** Training on CPU. */
    public static final Variant PYTORCH_CPU = new Variant(Engine.PYTORCH, Precision.FP32, DeviceClass.CPU);

    /** Probes: float64 on CPU. */
    public static final Variant HEADS_CPU = new Variant(Engine.NONE, Precision.FP64, DeviceClass.CPU);

    /** The same on another device. */
    public Variant on(DeviceClass other) {
        return new Variant(engine, precision, other);
    }

    /** Text form {@code onnx-fp32-cpu}. */
    public String id() {
        return engine.id() + "-" + precision.id() + "-" + device.id();
    }
}
