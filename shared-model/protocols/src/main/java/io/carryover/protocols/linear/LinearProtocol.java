/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

/** How the fits are made and the regularisation chosen. */
public enum LinearProtocol {
    /** What the study's code did: 100 iterations, warm from weak to strong regularisation, the weakest wins ties. */
    STUDY,
    /** What its text means: the true optimum with a certificate for every C, the strongest regularisation wins ties. */
    CONVERGED
}
