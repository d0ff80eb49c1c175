/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import java.util.function.BooleanSupplier;

/** Minimises C·ΣCE + ½‖W‖² for one C. */
interface Solver {
    /**
     * How a fit ended.
     *
     * @param objective C·ΣCE + ½‖W‖²
     * @param certificate upper bound of the relative gap to the optimum, or NaN
     */
    record Solved(double objective, int iterations, double certificate) {}

    /** Fits from {@code x} and leaves the result there. */
    Solved solve(SoftmaxLoss loss, double c, double[] x, BooleanSupplier cancelled);

    /** The study's: 100 iterations of L-BFGS-B on ΣCE + ‖W‖²/(2C). */
    static Solved study(PenalisedLoss loss, double c, double[] x, BooleanSupplier cancelled) {
        loss.penalty(1 / c);
        Lbfgs.Outcome outcome = Lbfgs.minimise(loss, x, Lbfgs.Limits.STUDY, cancelled);
        return new Solved(c * outcome.value(), outcome.iterations(), Double.NaN);
    }
}
