/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.pickle;

/** The names of a plain pickle of arrays that the machine gives a meaning to. */
public enum ArrayGlobal {
    /** {@code numpy.core.multiarray._reconstruct}: makes an empty array, whose state follows. */
    RECONSTRUCT,
    /** {@code numpy.ndarray}. */
    ARRAY,
    /** {@code numpy.dtype}. */
    DTYPE,
    /** {@code numpy.core.numeric._frombuffer}: protocol 5. */
    FROM_BUFFER,
    /** JAX's and dill's functions that make an array of the parts of NumPy's: function, arguments, state. */
    OF_PARTS,
    /** {@code ml_dtypes.bfloat16}. */
    BFLOAT16,
    /** {@code _codecs.encode}: how protocols 0 to 2 of Python 3 keep bytes, as text of latin1. */
    ENCODE,
    /** dill's maker of a named tuple's class. */
    NAMED_TUPLE,
    /** BYOL's {@code _ByolExperimentState}, a named tuple. */
    BYOL_STATE
}
