/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import java.util.Set;

/** Tensors that may lie beside a backbone without meaning that something is wrong: heads, queues, second encoders. */
final class Ignorable {
    private static final Set<String> PARTS = Set.of(
            "fc",
            "queue",
            "queue_ptr",
            "queue2",
            "queue_index",
            "encoder_k",
            "momentum_encoder",
            "teacher",
            "target",
            "target_network",
            "target_encoder",
            "centroids",
            "density",
            "optimizer",
            "ema",
            "model_ema",
            "contrast");
    private static final Set<String> STEMS = Set.of(
            "head", "projection", "projector", "prototypes", "predictor", "linear", "classifier", "jigsaw", "memory");

    private Ignorable() {}

    static boolean counter(String name) {
        return name.endsWith(".num_batches_tracked");
    }

    static boolean known(String name) {
        for (String part : name.split("\\.", -1)) {
            if (PARTS.contains(part) || STEMS.stream().anyMatch(part::startsWith)) {
                return true;
            }
        }
        return false;
    }
}
