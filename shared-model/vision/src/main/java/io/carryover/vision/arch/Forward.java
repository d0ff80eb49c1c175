/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.arch;

import java.util.List;

/** The order of a network's operations, once, for every engine. */
public final class Forward {
    private Forward() {}

    /** What an engine must be able to do; {@code T} is a tensor or the name of one. */
    public interface Operations<T> {
        /** Convolution, normalisation and, if asked, ReLU. */
        T convBn(T input, ConvBn layer, boolean relu);

        /** 3×3 maximum with stride 2 and padding 1. */
        T maxPool(T input);

        /** ReLU of the sum. */
        T addRelu(T left, T right);

        /** Mean over height and width: [B,C,H,W] to [B,C]. */
        T globalMean(T input);
    }

    /** Features of {@code input}, which has shape [B,3,H,W]. */
    public static <T> T features(ResNet network, Operations<T> ops, T input) {
        T x = ops.maxPool(ops.convBn(input, network.stem(), true));
        for (ResidualBlock block : network.blocks()) {
            T shortcut = x;
            if (block.downsample().isPresent()) {
                shortcut = ops.convBn(x, block.downsample().get(), false);
            }
            List<ConvBn> path = block.path();
            T y = x;
            for (int i = 0; i < path.size(); i++) {
                y = ops.convBn(y, path.get(i), i < path.size() - 1);
            }
            x = ops.addRelu(y, shortcut);
        }
        return ops.globalMean(x);
    }
}
