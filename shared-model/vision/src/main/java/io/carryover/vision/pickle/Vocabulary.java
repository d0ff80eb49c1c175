/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.pickle;

/** Which closed list of names a pickle may use: no larger than its container needs. */
public enum Vocabulary {
    /** Pickles of {@code torch.save}: tensors are views of storages outside the pickle. */
    TORCH,
    /** Plain pickles: NumPy and JAX arrays whose bytes are part of the pickle. */
    ARRAYS
}
