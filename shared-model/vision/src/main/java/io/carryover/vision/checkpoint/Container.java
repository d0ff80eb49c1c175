/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import java.util.Locale;

/** How a checkpoint file is built. */
public enum Container {
    /** torch's zip archive, written since 1.6. */
    ZIP,
    /** torch's stream of pickles and raw storages, written before 1.6. */
    LEGACY,
    /** A safetensors file, or an index with its shards. */
    SAFETENSORS,
    /** TensorFlow's bundle: an index and shards of data. */
    TENSORFLOW,
    /** A plain pickle of NumPy or JAX arrays in dictionaries, as Haiku's users write. */
    HAIKU;

    /** The lower-case name that reports print. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
