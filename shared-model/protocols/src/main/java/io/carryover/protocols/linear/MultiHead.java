/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.protocols.FeatureMatrix;
import java.util.Arrays;
import java.util.Optional;

/**
 * One logistic regression per class, present against absent, solved as softmax over two classes with w0 = -w1.
 *
 * <p>{@code study}: the two-class softmax itself, whose penalty on both rows makes it an ordinary logistic regression with
 * C' = 2C; one estimator serves all classes, so each class starts from the one before; the score is w1·x + b1.
 * {@code converged}: an ordinary logistic regression with C, which is the two-class softmax with C/2, its objective doubled
 * and its score twice w1·x + b1; difficult images are left out.
 */
final class MultiHead implements Head {
    /** Numbers that the preconditioners of all classes may hold: 512 MiB. */
    private static final long ROOM = 1L << 26;

    private final Labels.Multi labels;
    private final int classes;
    private final Context context;
    private final FeatureMatrix features;
    private final Design all;
    private final double[][] x;
    private final Extrapolation[] paths;
    private final Preconditioning[] preconditionings;
    private double[] last;

    MultiHead(FeatureMatrix features, Labels.Multi labels, Context context, Optional<double[][]> start) {
        this.features = features;
        this.labels = labels;
        this.context = context;
        classes = labels.classes();
        all = Design.forFitting(features);
        last = new double[2 * features.dimension() + 2];
        x = new double[classes][last.length];
        paths = new Extrapolation[classes];
        Arrays.setAll(paths, k -> new Extrapolation());
        preconditionings = new Preconditioning[classes];
        Arrays.setAll(preconditionings, k -> new Preconditioning((long) all.dimension * all.dimension / 2));
        start.ifPresent(parameters -> {
            Arrays.setAll(x, k -> parameters[k].clone());
            last = x[classes - 1];
        });
    }

    @Override
    public Solver.Solved fit(double c) {
        double objective = 0;
        int iterations = 0;
        double certificate = Double.NaN;
        boolean study = context.protocol() == LinearProtocol.STUDY;
        for (int k = 0; k < classes; k++) {
            if (study) {
                x[k] = last.clone();
            }
            double factor = study ? 1 : 2;
            Solver.Solved solved = context.fit(loss(k, study), c / factor, x[k], paths[k]);
            last = x[k];
            objective += factor * solved.objective();
            iterations += solved.iterations();
            certificate = k == 0 ? solved.certificate() : Math.max(certificate, solved.certificate());
        }
        return new Solver.Solved(objective, iterations, certificate);
    }

    private SoftmaxLoss loss(int k, boolean study) {
        int[] used = java.util.stream.IntStream.range(0, labels.size())
                .filter(i -> study || labels.at(i, k) != Labels.Multi.DIFFICULT)
                .toArray();
        int[] present = Arrays.stream(used)
                .map(i -> labels.at(i, k) == Labels.Multi.PRESENT ? 1 : 0)
                .toArray();
        Design design = used.length == labels.size() ? all : Design.forFitting(features.select(used));
        return new SoftmaxLoss(design, present, 2, preconditioning(k), context.team());
    }

    /** Kept from fit to fit where all classes' fit into memory. */
    private Preconditioning preconditioning(int k) {
        long each = (long) all.dimension * all.dimension / 2;
        return each * classes <= ROOM ? preconditionings[k] : new Preconditioning(each);
    }

    @Override
    public Scores score(Design design) {
        Scores[] each = new Scores[classes];
        Arrays.setAll(each, k -> Scores.of(design, x[k], 2, context.team()));
        return Scores.columns(each, context.protocol() == LinearProtocol.STUDY ? 1 : 2);
    }

    @Override
    public double[][] parameters() {
        return Arrays.stream(x).map(double[]::clone).toArray(double[][]::new);
    }
}
