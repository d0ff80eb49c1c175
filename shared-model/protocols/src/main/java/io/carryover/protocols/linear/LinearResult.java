/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.protocols.stats.Interval;
import java.util.List;
import java.util.Optional;

/** What a linear probe found. */
public final class LinearResult {
    private final LinearProtocol protocol;
    private final LinearMetric metric;
    private final double bestC;
    private final List<SweepPoint> sweep;
    private final List<String> warnings;
    private final double testValue;
    private final Scores test;
    private final Optional<Scores> validation;
    private final SplitScorer scorer;
    private final double[][] weights;
    private final double[] intercepts;

    LinearResult(
            SplitScorer scorer,
            Sweep sweep,
            List<SweepPoint> points,
            List<String> warnings,
            Scores test,
            double[][] weights,
            double[] intercepts) {
        protocol = scorer.protocol();
        metric = scorer.metric();
        this.scorer = scorer;
        this.bestC = sweep.best().c();
        this.sweep = List.copyOf(points);
        validation = sweep.validation();
        this.warnings = List.copyOf(warnings);
        testValue = scorer.value(test);
        this.test = test;
        this.weights = weights;
        this.intercepts = intercepts;
    }

    /** The recipe. */
    public LinearProtocol protocol() {
        return protocol;
    }

    /** What {@link #testValue} and the sweep's values measure. */
    public LinearMetric metric() {
        return metric;
    }

    /** The C that did best on validation. */
    public double bestC() {
        return bestC;
    }

    /** All fits, from the largest C down. */
    public List<SweepPoint> sweep() {
        return sweep;
    }

    /** What a reader of the number should know: a C at the edge of the grid, classes that validation lacks. */
    public List<String> warnings() {
        return warnings;
    }

    /** The metric on the test split after the refit on train and validation, percent. */
    public double testValue() {
        return testValue;
    }

    /**
     * The 95 % interval of {@link #testValue}: Wilson for top-1, else a bootstrap over test images.
     *
     * @param seed of the bootstrap
     */
    public Interval testInterval(long seed) {
        return scorer.interval(test, seed);
    }

    /** Test images. */
    public int testSize() {
        return test.rows();
    }

    /** K. */
    public int classes() {
        return test.classes();
    }

    /** Decision value of a test image for a class. */
    public double testLogit(int row, int c) {
        return test.at(row, c);
    }

    /** All decision values on the test split, [N, K] row after row. */
    public float[] testLogits() {
        return logits(test);
    }

    /**
     * Decision values on the validation split, [N, K], of the fit at {@link #bestC} on the training split alone: its images
     * are unseen there, as the last fit's are not.
     */
    public float[] validationLogits() {
        return logits(validation.orElseThrow(() -> new IllegalStateException("nothing was chosen on validation")));
    }

    private static float[] logits(Scores scores) {
        float[] logits = new float[Math.multiplyExact(scores.rows(), scores.classes())];
        for (int i = 0; i < scores.rows(); i++) {
            for (int c = 0; c < scores.classes(); c++) {
                logits[i * scores.classes() + c] = (float) scores.at(i, c);
            }
        }
        return logits;
    }

    /** Class of the highest decision value of each test image, [N]; the first of equals. */
    public int[] testPredicted() {
        return test.predicted();
    }

    /** Whether each test image is right, [N]; for single-label probes only. */
    public boolean[] testRight() {
        return switch (scorer.labels()) {
            case Labels.Single single -> test.right(single);
            case Labels.Multi _ -> throw new IllegalStateException("a multi-label image is neither right nor wrong");
        };
    }

    /** Weights of the final fit, [K][D]; a copy. */
    public double[][] weights() {
        return java.util.Arrays.stream(weights).map(double[]::clone).toArray(double[][]::new);
    }

    /** Intercepts of the final fit, [K]; a copy. */
    public double[] intercepts() {
        return intercepts.clone();
    }
}
