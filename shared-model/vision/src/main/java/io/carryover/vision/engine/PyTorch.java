/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.DeviceClass;
import io.carryover.contracts.job.Engine;

/**
 * PyTorch through DJL, on one device. DJL needs no network: natives come from the class path and are unpacked once into
 * {@code DJL_CACHE_DIR} (environment or system property; {@code ~/.djl.ai} by default). The number of threads is the process's.
 *
 * @param manager owns what is made with it
 */
public record PyTorch(NDManager manager, EngineInfo info) implements AutoCloseable {
    private static final String ENGINE = "PyTorch";

    /**
     * Loads the native library and takes the device.
     *
     * @throws CarryoverException DEVICE_UNAVAILABLE where the device is not there, INVALID_REQUEST for a precision that it
     *     does not have
     */
    public static PyTorch open(EngineOptions options) {
        // DJL must neither fetch libraries nor report its use.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        OneDnn.prepare();
        ai.djl.engine.Engine engine = ai.djl.engine.Engine.getEngine(ENGINE);
        int gpus = engine.getGpuCount();
        ai.djl.Device device =
                switch (options.device()) {
                    case Device.Auto _ -> gpus > 0 ? ai.djl.Device.gpu(0) : ai.djl.Device.cpu();
                    case Device.Cpu _ -> ai.djl.Device.cpu();
                    case Device.Cuda cuda -> {
                        if (cuda.index() >= gpus) {
                            throw Engines.unavailable(cuda, "PyTorch sees %d GPUs".formatted(gpus));
                        }
                        yield ai.djl.Device.gpu(cuda.index());
                    }
                };
        options.checkPrecision(device.isGpu() ? DeviceClass.CUDA : DeviceClass.CPU);
        JniUtils.setNumThreads(options.threads());
        String where = device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
        return new PyTorch(
                engine.newBaseManager(device),
                new EngineInfo(Engine.PYTORCH, engine.getVersion(), where, options.precision(), options.threads()));
    }

    /** What an exception of the native library means. */
    public static CarryoverException failure(EngineException e) {
        String message = String.valueOf(e.getMessage());
        return new CarryoverException(
                message.contains("memory") ? ErrorCode.OUT_OF_MEMORY : ErrorCode.INTERNAL,
                "PyTorch: " + message.lines().findFirst().orElse(""),
                e);
    }

    /** Frees everything that was made with it. */
    @Override
    public void close() {
        manager.close();
    }
}
