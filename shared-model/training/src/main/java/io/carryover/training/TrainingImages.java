/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training;

import io.carryover.contracts.vision.Normalisation;
import io.carryover.protocols.Seeds;
import io.carryover.vision.dataset.ImageSource;
import io.carryover.vision.image.Augmentation;
import io.carryover.vision.image.Planes;
import io.carryover.vision.image.Raster;
import io.carryover.vision.image.Transform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Images as batches, in a drawn order for training and in their own for evaluation.
 *
 * @param plain how images are seen in evaluation, and in training where {@code augmentation} is empty
 */
public record TrainingImages(
        ImageSource images, Transform plain, Optional<Augmentation> augmentation, Normalisation normalisation) {
    /** Of the stream of numbers for an image's augmentation; the order of images has others. */
    private static final long AUGMENTATION = 0x61756721L;

    public TrainingImages {
        if (augmentation.isPresent() && augmentation.get().side() != plain.crop()) {
            throw new IllegalArgumentException(
                    "augmented to %d, plain to %d".formatted(augmentation.get().side(), plain.crop()));
        }
    }

    /** The batch of a training step; how an image is changed follows from seed, step and place in the batch. */
    ImageBatch batch(SampleOrder order, long seed, long step) {
        List<Integer> rows = order.of(step);
        FloatBuffer values = allocate(rows.size());
        Planes planes = new Planes(normalisation);
        for (int i = 0; i < rows.size(); i++) {
            Raster image = images.decode(rows.get(i));
            RandomGenerator random = Seeds.stream(seed ^ AUGMENTATION ^ (step << 20), i);
            planes.write(
                    augmentation.isPresent() ? augmentation.get().apply(image, random) : plain.apply(image), values);
        }
        return new ImageBatch(values.flip(), plain.crop(), rows);
    }

    /** Images {@code first} … {@code first + count - 1} as evaluation sees them. */
    ImageBatch plain(int first, int count) {
        FloatBuffer values = allocate(count);
        Planes planes = new Planes(normalisation);
        for (int i = first; i < first + count; i++) {
            planes.write(plain.apply(images.decode(i)), values);
        }
        return new ImageBatch(
                values.flip(),
                plain.crop(),
                IntStream.range(first, first + count).boxed().toList());
    }

    private FloatBuffer allocate(int count) {
        int pixels = Math.multiplyExact(plain.crop(), plain.crop());
        return ByteBuffer.allocateDirect(Math.multiplyExact(Math.multiplyExact(count, 3 * pixels), Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
