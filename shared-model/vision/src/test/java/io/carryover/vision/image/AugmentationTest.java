/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.carryover.vision.image.Augmentation.Rectangle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against the moments of torchvision's draws (shared-model/training/src/test/python/make_training_goldens.py). */
class AugmentationTest {
    private static final int DRAWS = 20_000;

    @Test
    void rectanglesAreTorchvisionsInDistribution() throws IOException {
        String table;
        try (var in = Objects.requireNonNull(
                AugmentationTest.class.getResourceAsStream("/augmentation/random_resized_crop.csv"))) {
            table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (String line : table.lines().filter(l -> !l.startsWith("#")).toList()) {
            double[] golden = Arrays.stream(line.split(","))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            SplittableRandom random = new SplittableRandom(7);
            List<Rectangle> drawn = IntStream.range(0, DRAWS)
                    .mapToObj(i -> Augmentation.rectangle((int) golden[0], (int) golden[1], random))
                    .toList();
            List<ToDoubleFunction<Rectangle>> sides =
                    List.of(Rectangle::left, Rectangle::top, Rectangle::width, Rectangle::height);
            for (int s = 0; s < sides.size(); s++) {
                double mean = drawn.stream().mapToDouble(sides.get(s)).average().orElseThrow();
                double deviation = golden[4 + 2 * s];
                // Five standard errors of the difference of two means of 20,000 draws each.
                assertThat(mean)
                        .as(line + " " + s)
                        .isCloseTo(golden[3 + 2 * s], within(5 * deviation * Math.sqrt(2.0 / DRAWS) + 1e-9));
            }
        }
    }

    @Test
    void theRectangleBecomesASquareAndHalfOfThemAreMirrored() {
        byte[] samples = new byte[8 * 8 * 3];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i % 24 * 10); // brighter to the right
        }
        Raster image = new Raster(8, 8, 3, samples);
        SplittableRandom random = new SplittableRandom(1);
        int mirrored = 0;
        for (int i = 0; i < 1000; i++) {
            Raster square = new Augmentation(6, Interpolation.BILINEAR).apply(image, random);
            assertThat(square.width()).isEqualTo(6);
            assertThat(square.height()).isEqualTo(6);
            mirrored += (square.samples()[0] & 0xff) > (square.samples()[15] & 0xff) ? 1 : 0;
        }
        assertThat(mirrored).isBetween(440, 560);
    }
}
