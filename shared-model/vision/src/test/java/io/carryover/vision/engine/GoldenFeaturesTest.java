/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.vision.Normalisation;
import io.carryover.vision.Demo;
import io.carryover.vision.arch.NetworkWeights;
import io.carryover.vision.checkpoint.Checkpoints;
import io.carryover.vision.checkpoint.LoadOptions;
import io.carryover.vision.image.Planes;
import io.carryover.vision.image.Raster;
import io.carryover.vision.image.Transform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both engines against PyTorch's features of real images (demo/goldens, made by demo/scripts/export.py). */
class GoldenFeaturesTest {
    private static final int IMAGES = 16;
    private static final int PIXELS = 28 * 28;
    private static final int SIZE = 64;
    private static final double TOLERANCE = 1e-4;

    @ParameterizedTest
    @CsvSource({
        "checkpoints/resnet50w8_supervised.pth, resnet50w8_supervised",
        "checkpoints/resnet50w8_mocov2.pth.tar, resnet50w8_mocov2",
        "checkpoints/resnet50w8_pycontrast.pth, resnet50w8_pycontrast",
        "checkpoints/resnet50w8_swav.pth.tar, resnet50w8_swav",
        "checkpoints/resnet50w8_simclr.pth, resnet50w8_simclr",
        "checkpoints/resnet50w8_byol.pth, resnet50w8_byol",
        "bad/half_precision.pth, half_precision",
        "bad/channels_last.pth, channels_last",
    })
    void bothEnginesGiveTheReferenceFeatures(String file, String golden) {
        NetworkWeights weights =
                Checkpoints.load(Demo.path(file), LoadOptions.DEFAULT).weights();
        float[] expected = Demo.floats("goldens/" + golden + ".npy");
        FloatBuffer batch = batch(file.contains("simclr") ? Normalisation.NONE : Normalisation.IMAGENET);

        try (FeatureEngine onnx = Engines.open(weights, EngineOptions.onnx(1));
                FeatureEngine pytorch = Engines.open(weights, EngineOptions.pytorch(1))) {
            assertThat(worst(onnx.features(batch, IMAGES, SIZE, SIZE), expected))
                    .isLessThan(TOLERANCE);
            assertThat(worst(pytorch.features(batch, IMAGES, SIZE, SIZE), expected))
                    .isLessThan(TOLERANCE);
        }
    }

    private static FloatBuffer batch(Normalisation normalisation) {
        byte[] images = Demo.bytes("goldens/images_u8_16x28x28.npy");
        Transform transform = Transform.parse("shorter-64-bicubic-crop-64");
        Planes planes = new Planes(normalisation);
        FloatBuffer batch = ByteBuffer.allocateDirect(IMAGES * 3 * SIZE * SIZE * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int i = 0; i < IMAGES; i++) {
            byte[] samples = Arrays.copyOfRange(images, i * PIXELS, (i + 1) * PIXELS);
            planes.write(transform.apply(new Raster(28, 28, 1, samples)), batch);
        }
        return batch.flip();
    }

    /** The largest distance between the two features of an image. */
    private static double worst(float[] features, float[] expected) {
        assertThat(features).hasSameSizeAs(expected);
        int dimension = features.length / IMAGES;
        double worst = 0;
        for (int i = 0; i < IMAGES; i++) {
            double sum = 0;
            for (int d = i * dimension; d < (i + 1) * dimension; d++) {
                sum += Math.pow(features[d] - expected[d], 2);
            }
            worst = Math.max(worst, Math.sqrt(sum));
        }
        return worst;
    }
}
