/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

/**
 * One fit of the sweep.
 *
 * @param c inverse of the regularisation
 * @param value the metric on the validation split, percent
 * @param objective C·ΣCE + ½‖W‖² on the training split; for {@link LinearMetric#MAP11} added up over the classes
 * @param iterations of the optimiser
 * @param certificate upper bound of (F - F*) / F where the protocol proves one, else NaN
 */
public record SweepPoint(double c, double value, double objective, int iterations, double certificate) {}
