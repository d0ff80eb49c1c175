/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.fewshot;

import io.carryover.protocols.stats.Intervals;

/** What few-shot episodes gave. */
public final class FewShotResult {
    private final double[] accuracies;
    private final int classesLeftOut;

    FewShotResult(double[] accuracies, int classesLeftOut) {
        this.accuracies = accuracies;
        this.classesLeftOut = classesLeftOut;
    }

    /** Mean over episodes, percent. */
    public double accuracy() {
        return Intervals.mean(accuracies);
    }

    /** Half width of the 95 % interval over episodes, 1.96·sd/√E with the population's sd, percent. */
    public double ci95() {
        return Intervals.halfWidth(accuracies);
    }

    /** Number of episodes. */
    public int episodes() {
        return accuracies.length;
    }

    /** Accuracy of each episode, percent; a copy. */
    public double[] accuracies() {
        return accuracies.clone();
    }

    /** Classes that could not be drawn because they have one image. */
    public int classesLeftOut() {
        return classesLeftOut;
    }
}
