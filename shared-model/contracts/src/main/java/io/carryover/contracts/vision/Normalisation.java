/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.vision;

import java.util.List;

/** {@code (x − mean) / std} per channel RGB, on pixels scaled to [0,1]. */
public record Normalisation(String name, List<Double> mean, List<Double> std) {
    public static final Normalisation IMAGENET =
            new Normalisation("imagenet", List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
    public static final Normalisation NONE = new Normalisation("none", List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

    public Normalisation {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.size() != 3 || std.size() != 3 || std.stream().anyMatch(s -> !(s > 0))) {
            throw new IllegalArgumentException("a normalisation has three means and three positive deviations");
        }
    }
}
