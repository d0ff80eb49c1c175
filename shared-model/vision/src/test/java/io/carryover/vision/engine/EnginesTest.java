/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.Engine;
import io.carryover.contracts.job.Precision;
import io.carryover.contracts.vision.Architecture;
import io.carryover.contracts.vision.Weights;
import io.carryover.vision.Demo;
import io.carryover.vision.arch.NetworkWeights;
import io.carryover.vision.arch.RandomWeights;
import io.carryover.vision.arch.ResNet;
import io.carryover.vision.checkpoint.Checkpoints;
import io.carryover.vision.checkpoint.LoadOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnginesTest {
    private static final EngineOptions ONNX = EngineOptions.onnx(1);

    private final NetworkWeights random = RandomWeights.of(new ResNet(ResNet.Family.RESNET18, 4), 1);

    @ParameterizedTest
    @EnumSource(
            value = Engine.class,
            names = {"ONNX", "PYTORCH"})
    void aGpuThatIsNotThereIsRefused(Engine engine) {
        EngineOptions options = new EngineOptions(engine, Device.parse("cuda:31"), 1);

        assertThatThrownBy(() -> Engines.open(random, options)).isInstanceOfSatisfying(CarryoverException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.DEVICE_UNAVAILABLE);
            assertThat(e).hasMessageContaining("cuda:31");
        });
    }

    @ParameterizedTest
    @EnumSource(ResNet.Family.class)
    void theEnginesAgreeOnEveryFamily(ResNet.Family family) {
        NetworkWeights weights = RandomWeights.of(new ResNet(family, 2), 3);
        FloatBuffer batch = ramp(2 * 3 * 40 * 48);
        try (FeatureEngine onnx = Engines.open(weights, ONNX);
                FeatureEngine pytorch = Engines.open(weights, EngineOptions.pytorch(1))) {
            float[] one = onnx.features(batch, 2, 40, 48);
            float[] other = pytorch.features(batch, 2, 40, 48);
            double distance = 0;
            double norm = 0;
            for (int i = 0; i < one.length; i++) {
                distance += Math.pow(one[i] - other[i], 2);
                norm += Math.pow(other[i], 2);
            }
            assertThat(one).hasSize(2 * weights.network().dimension());
            assertThat(Math.sqrt(distance / norm)).isLessThan(1e-5);
        }
    }

    @Test
    void provenanceSaysWhatComputed() {
        try (FeatureEngine engine = Engines.open(random, EngineOptions.onnx(2))) {
            assertThat(engine.info()).isEqualTo(new EngineInfo(Engine.ONNX, "1.23.2", "cpu", Precision.FP32, 2));
        }
        try (FeatureEngine engine = Engines.open(random, EngineOptions.pytorch(2))) {
            assertThat(engine.info()).isEqualTo(new EngineInfo(Engine.PYTORCH, "2.7.1", "cpu", Precision.FP32, 2));
        }
    }

    @Test
    void jobsOpenTheirStoredTensorsAndNoOthers(@TempDir Path folder) throws IOException {
        NetworkWeights weights = Checkpoints.load(Demo.path("checkpoints/resnet50w8_byol.pth"), LoadOptions.DEFAULT)
                .weights();
        Path blob = folder.resolve("blob");
        try (OutputStream out = Files.newOutputStream(blob)) {
            weights.write(out);
        }
        Architecture architecture = new Architecture("resnet50", 8);

        try (FeatureEngine engine =
                Backbones.open(new Weights.Loaded(architecture, weights.digest()), ONNX, digest -> blob)) {
            assertThat(engine.dimension()).isEqualTo(256);
        }
        assertThatThrownBy(
                        () -> Backbones.open(new Weights.Loaded(architecture, random.digest()), ONNX, digest -> blob))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_LOST));
        try (FeatureEngine engine = Backbones.open(new Weights.Random(architecture, 0), ONNX, digest -> blob)) {
            assertThat(engine.dimension()).isEqualTo(256);
        }
    }

    @Test
    void devicesAreRead() {
        assertThat(Device.parse("auto")).isEqualTo(new Device.Auto());
        assertThat(Device.parse("cpu")).isEqualTo(new Device.Cpu());
        assertThat(Device.parse("cuda")).isEqualTo(new Device.Cuda(0));
        assertThat(Device.parse("cuda:1")).isEqualTo(new Device.Cuda(1));
        assertThatThrownBy(() -> Device.parse("gpu")).isInstanceOf(CarryoverException.class);
    }

    private static FloatBuffer ramp(int length) {
        FloatBuffer buffer = ByteBuffer.allocateDirect(length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int i = 0; i < length; i++) {
            buffer.put((float) Math.sin(i * 0.37));
        }
        return buffer.flip();
    }
}
