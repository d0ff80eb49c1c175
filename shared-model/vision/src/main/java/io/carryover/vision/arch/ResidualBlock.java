/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.arch;

import java.util.List;
import java.util.Optional;

/**
 * One residual block: the main path's layers, with ReLU between them, added to the input or to its projection, then ReLU.
 */
public record ResidualBlock(List<ConvBn> path, Optional<ConvBn> downsample) {
    public ResidualBlock {
        path = List.copyOf(path);
    }
}
