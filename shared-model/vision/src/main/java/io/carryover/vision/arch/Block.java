/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.arch;

/** The two residual blocks of He et al. 2016, with the stride on the 3×3 convolution (v1.5). */
public enum Block {
    /** Two 3×3 convolutions. */
    BASIC(1, 2),
    /** 1×1, 3×3 and 1×1 convolutions; the last widens fourfold. */
    BOTTLENECK(4, 3);

    private final int expansion;
    private final int convolutions;

    Block(int expansion, int convolutions) {
        this.expansion = expansion;
        this.convolutions = convolutions;
    }

    /** Output channels of a block over its planes. */
    public int expansion() {
        return expansion;
    }

    /** Convolutions on the block's main path. */
    public int convolutions() {
        return convolutions;
    }
}
