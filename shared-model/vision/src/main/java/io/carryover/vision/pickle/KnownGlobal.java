/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.pickle;

/** The names that the machine gives a meaning to. */
public enum KnownGlobal {
    /** {@code collections.OrderedDict}, {@code collections.defaultdict}, {@code dict}. */
    DICT,
    /** {@code torch.Size}, {@code tuple}, {@code list}, {@code set}, {@code frozenset}. */
    SEQUENCE,
    /** {@code torch.FloatStorage} and its like. */
    STORAGE,
    /** {@code torch.float32} and its like. */
    DTYPE,
    /** {@code torch._utils._rebuild_tensor} and {@code _rebuild_tensor_v2}. */
    REBUILD_TENSOR,
    /** {@code torch._utils._rebuild_tensor_v3}: the element type is an argument. */
    REBUILD_TENSOR_V3,
    /** {@code torch._utils._rebuild_parameter} and {@code _rebuild_parameter_with_state}. */
    REBUILD_PARAMETER
}
