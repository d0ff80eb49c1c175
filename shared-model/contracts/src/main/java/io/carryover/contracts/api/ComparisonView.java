/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.result.Interval;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /v1/compare}: two backbones on every task that both have a result for. Differences are a − b.
 *
 * @param sameWeights whether both loaded the same tensors
 * @param tasks one per dataset, task, metric, protocol, grid and variant of features
 * @param leftOut results of the one that have no counterpart of the other, in words
 * @param notes how to read it
 */
public record ComparisonView(
        Side a, Side b, boolean sameWeights, List<Task> tasks, List<String> leftOut, List<String> notes) {

    /** A backbone as results call it. */
    public record Side(String backbone, String origin, String recipe, Optional<Sha256> tensors) {}

    /**
     * Both numbers of one task.
     *
     * @param title dataset and task for people
     * @param variant engine, precision and device of the features: {@code onnx-fp32-cpu}
     * @param difference a − b, in {@code unit}
     * @param paired absent where {@code obstacle} says why, or for equal weights
     */
    public record Task(
            String title,
            String dataset,
            String role,
            String task,
            String protocol,
            String grid,
            String metric,
            String unit,
            boolean higherIsBetter,
            String variant,
            Value a,
            Value b,
            double difference,
            Verdict verdict,
            Optional<Paired> paired,
            Optional<Obstacle> obstacle) {}

    /** One side's number: {@code results} are the seeds behind it. */
    public record Value(double value, Interval ci95, List<Sha256> results) {}

    /** What can be said of a difference at the 5 % level. */
    public enum Verdict {
        /** The first is better. */
        A_BETTER,
        /** The second is better. */
        B_BETTER,
        /** These images or episodes don't tell them apart. */
        NOT_SEPARABLE,
        /** Equal weights tie. */
        SAME_WEIGHTS,
        /** The numbers can't be paired, see the obstacle. */
        NOT_PAIRED
    }

    /**
     * The difference over the same items.
     *
     * @param items {@code images} or {@code episodes}
     * @param n how many
     * @param ci95 of the difference
     * @param mcnemar for top-1 of one seed each
     * @param wins items on which the one or the other is better; absent where an item alone has no score
     * @param classes by the size of their difference, largest first; empty for episodes
     * @param images on which the two differ most, largest difference first; empty for episodes
     */
    public record Paired(
            String items,
            long n,
            Interval ci95,
            Optional<McNemar> mcnemar,
            Optional<Wins> wins,
            List<ClassDifference> classes,
            List<ImageDifference> images) {}

    /** Exact McNemar: images that only the one got right, and the two-sided p. */
    public record McNemar(long onlyA, long onlyB, double p) {}

    /** How many are better for a, better for b, equal. */
    public record Wins(long a, long b, long equal) {}

    /**
     * One class: share of its images that are right, or its average precision, in percent.
     *
     * @param name as the dataset's folders call it, else {@code class 3}
     * @param images of this class
     */
    public record ClassDifference(int index, String name, long images, double a, double b) {}

    /**
     * One image.
     *
     * @param truth its class or classes
     * @param saidA what a said, one per seed
     * @param logProbabilityA natural logarithm of the probability that a gives to the truth, mean over seeds; absent where
     *     only predictions are kept
     */
    public record ImageDifference(
            String image,
            String truth,
            List<String> saidA,
            List<String> saidB,
            Optional<Double> logProbabilityA,
            Optional<Double> logProbabilityB) {}

    /**
     * Why two numbers aren't paired.
     *
     * @param code {@code NO_ARTIFACT}, {@code ARTIFACT_TOO_LARGE}, {@code ARTIFACT_UNREADABLE}, {@code OTHER_SCORE} or
     *     {@code OTHER_ITEMS}
     */
    public record Obstacle(String code, String message) {}
}
