/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training;

import io.carryover.protocols.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Which images a step trains on: every epoch a new order of all images, cut into batches, the last of which is what remains
 * (PyTorch's {@code DataLoader(shuffle=True, drop_last=False)}). A step's batch follows from seed and step alone.
 */
final class SampleOrder {
    private final int images;
    private final int batch;
    private final long seed;
    private final long batches;

    SampleOrder(int images, int batch, long seed) {
        if (images < 1 || batch < 1) {
            throw new IllegalArgumentException("%d images in batches of %d".formatted(images, batch));
        }
        this.images = images;
        this.batch = batch;
        this.seed = seed;
        this.batches = Math.ceilDiv(images, batch);
    }

    /** Images of a step, in their order in the batch. */
    List<Integer> of(long step) {
        int[] order = epoch(Math.toIntExact(step / batches));
        int first = Math.toIntExact(step % batches) * batch;
        return Arrays.stream(order, first, Math.min(first + batch, images))
                .boxed()
                .toList();
    }

    /** All images in the order of an epoch (Fisher and Yates). Cheap next to reading a batch, so that nothing is kept. */
    private int[] epoch(int epoch) {
        RandomGenerator random = Seeds.stream(seed, epoch);
        int[] order = new int[images];
        for (int i = 0; i < images; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
