/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

/** Sum of the cross entropy over the images, and a penalty on the weights. */
interface PenalisedLoss extends LineObjective {
    /** Sets the factor of ½‖W‖²: 1/C. */
    void penalty(double penalty);
}
