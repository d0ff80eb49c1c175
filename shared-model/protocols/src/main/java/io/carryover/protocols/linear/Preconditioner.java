/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

/** An approximate inverse of the Hessian, symmetric and positive on parameters that add up to zero over the classes. */
interface Preconditioner {
    /** z = approximate inverse * r. */
    void solve(double[] r, double[] z);
}
