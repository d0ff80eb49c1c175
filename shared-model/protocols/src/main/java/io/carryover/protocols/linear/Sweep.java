/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fits over the grid and the choice among them. {@code study} goes from the largest C down, {@code converged}, whose
 * result doesn't depend on the way, from the smallest up; the first of equals wins in both.
 *
 * @param points in the order of fitting
 * @param parameters from which the last fit on train + validation starts
 * @param validation scores of the best fit on the validation split
 */
record Sweep(List<SweepPoint> points, SweepPoint best, Parameters parameters, Optional<Scores> validation) {
    /** Parameter vectors, held by reference. */
    static final class Parameters {
        private final double[][] vectors;

        Parameters(double[][] vectors) {
            this.vectors = vectors;
        }
    }

    static Sweep run(LabelledFeatures train, LabelledFeatures val, SplitScorer scorer, Head.Context context) {
        boolean study = scorer.protocol() == LinearProtocol.STUDY;
        Head head = Head.forSweep(train.features(), train.labels(), scorer.classes(), context);
        double[] grid = LinearProbe.grid();
        Design design = Design.forScoring(val.features());
        List<SweepPoint> points = new ArrayList<>();
        double highest = 0;
        int best = 0;
        double[][] start = head.parameters();
        Optional<Scores> validation = Optional.empty();
        for (int i = 0; i < grid.length; i++) {
            double c = grid[study ? i : grid.length - 1 - i];
            Solver.Solved solved = head.fit(c);
            Scores scores = head.score(design);
            double value = scorer.value(scores);
            SweepPoint point = new SweepPoint(c, value, solved.objective(), solved.iterations(), solved.certificate());
            points.add(point);
            // The study's initial best is 0 and must be beaten; where nothing beats it, the first C stands.
            if (i == 0 || value > highest) {
                best = i;
                highest = Math.max(value, highest);
                validation = Optional.of(scores);
                start = head.parameters();
            }
            context.monitor().fitted(point, i + 1, grid.length);
        }
        return new Sweep(points, points.get(best), new Parameters(study ? head.parameters() : start), validation);
    }

    double[][] start() {
        return parameters.vectors;
    }

    /** Whether the choice is the smallest or the largest C. */
    boolean atEdge() {
        return best.equals(points.getFirst()) || best.equals(points.getLast());
    }
}
