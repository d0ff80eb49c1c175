/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.DeviceClass;
import io.carryover.contracts.job.Engine;
import io.carryover.contracts.job.Precision;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.vision.Architecture;
import io.carryover.contracts.vision.Padding;
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

        try (FeatureEngine engine = Backbones.open(
                new Weights.Loaded(architecture, weights.digest()),
                ONNX,
                32,
                new Backbones.Stored(digest -> blob, blob))) {
            assertThat(engine.dimension()).isEqualTo(256);
        }
        assertThatThrownBy(() -> Backbones.open(
                        new Weights.Loaded(architecture, random.digest()),
                        ONNX,
                        32,
                        new Backbones.Stored(digest -> blob, blob)))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_LOST));
        try (FeatureEngine engine = Backbones.open(
                new Weights.Random(architecture, 0), ONNX, 32, new Backbones.Stored(digest -> blob, blob))) {
            assertThat(engine.dimension()).isEqualTo(256);
        }
    }

    @Test
    void aPaddedJobReadsTheSameTensorsAndComputesSomethingElse(@TempDir Path folder) throws IOException {
        NetworkWeights weights = RandomWeights.of(new ResNet(ResNet.Family.RESNET50, 2), 1);
        Path blob = folder.resolve("blob");
        try (OutputStream out = Files.newOutputStream(blob)) {
            weights.write(out);
        }
        Architecture plain = new Architecture("resnet50", 2);
        FloatBuffer batch = ramp(3 * 32 * 32);

        float[] one = features(new Weights.Loaded(plain, weights.digest()), blob, batch);
        float[] other = features(new Weights.Loaded(plain.with(Padding.SAME), weights.digest()), blob, batch);
        assertThat(one).isNotEqualTo(other);
        try (FeatureEngine engine = Engines.open(Backbones.padded(weights, Padding.SAME), ONNX)) {
            assertThat(engine.features(batch, 1, 32, 32)).isEqualTo(other);
        }
    }

    private static float[] features(Weights weights, Path blob, FloatBuffer batch) {
        try (FeatureEngine engine = Backbones.open(weights, ONNX, 32, new Backbones.Stored(digest -> blob, blob))) {
            return engine.features(batch, 1, 32, 32);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"FP16", "BF16", "FP64"})
    void theProcessorComputesInFloat32Only(Precision precision) {
        for (Engine engine : new Engine[] {Engine.ONNX, Engine.PYTORCH}) {
            EngineOptions options = new EngineOptions(engine, new Device.Cpu(), 1, precision);
            assertThatThrownBy(() -> Engines.open(random, options))
                    .isInstanceOfSatisfying(
                            CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                    .hasMessage("networks on cpu run in fp32 only, not " + precision.id());
        }
    }

    @Test
    void aJobsVariantSaysWhereItRuns() {
        Variant gpu = new Variant(Engine.PYTORCH, Precision.BF16, DeviceClass.CUDA);

        assertThat(EngineOptions.of(Variant.ONNX_CPU, new Device.Auto(), 2)).isEqualTo(EngineOptions.onnx(2));
        assertThat(EngineOptions.of(gpu, new Device.Cuda(1), 2))
                .isEqualTo(new EngineOptions(Engine.PYTORCH, new Device.Cuda(1), 2, Precision.BF16));
        assertThatThrownBy(() -> EngineOptions.of(gpu, new Device.Cpu(), 2))
                .isInstanceOf(CarryoverException.class)
                .hasMessage("the job is to run as pytorch-bf16-cuda, this worker runs on the processor");
        assertThatThrownBy(() -> EngineOptions.of(Variant.ONNX_CPU, new Device.Cuda(0), 2))
                .isInstanceOf(CarryoverException.class);
    }

    @Test
    void theBatchFollowsTheMemory() {
        NetworkWeights study = Counted.weights(new ResNet(ResNet.Family.RESNET50, 16));
        try (FeatureEngine one = Engines.open(study, EngineOptions.onnx(1));
                FeatureEngine two = Engines.open(study, EngineOptions.onnx(2))) {
            int batch = one.largestBatch(224, 1L << 30);
            assertThat(batch).isBetween(100, 150); // a quarter of ResNet-50's 31 MB an image
            assertThat(two.largestBatch(224, 1L << 30)).isEqualTo(batch / 2);
            assertThat(one.largestBatch(112, 1L << 30)).isBetween(4 * batch - 4, 4 * batch + 4);
            assertThat(one.largestBatch(224, 1)).isEqualTo(1);
        }
        assertThat(MemoryLimit.half(2L << 30, 1L << 30)).isEqualTo(512L << 20);
        assertThat(MemoryLimit.half(1L << 30, 1L << 30)).isEqualTo(256L << 20);
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
