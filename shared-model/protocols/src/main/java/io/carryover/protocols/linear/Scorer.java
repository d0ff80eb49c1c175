/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

/** What turns parameters into scores, a block of rows at a time. */
interface Scorer {
    /** How many weights a class has; intercepts stand behind the weights of all classes. */
    int weightsPerClass();

    /** z[c] += scores of one block for the first {@code classes} classes, intercepts left out. */
    void score(int block, double[] parameters, int classes, double[][] z);
}
