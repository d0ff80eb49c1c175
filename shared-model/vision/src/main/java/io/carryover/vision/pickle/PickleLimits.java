/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.pickle;

/**
 * Bounds on one pickle. A MoCo checkpoint with two ResNet-50 encoders and optimiser state needs about 60 thousand
 * operations in 200 kB, so these leave two orders of magnitude.
 */
final class PickleLimits {
    static final long BYTES = 64L << 20;
    static final int OPERATIONS = 6_000_000;
    static final int MEMO = 3_000_000;
    static final int DEPTH = 1_000;
    static final int STRING_BYTES = 4 << 20;
    /** Longer texts of a plain pickle stay in the file: no name is as long. */
    static final int NAME_BYTES = 1_024;

    static final int INTEGER_BYTES = 64;
    static final int RANK = 8;
    static final int PLACEHOLDERS = 1_000;

    private PickleLimits() {}
}
