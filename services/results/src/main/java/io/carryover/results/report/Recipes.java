/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.report;

import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.result.ResultKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a protocol does with a backbone, in a sentence or two: docs/protocols.md in short. */
final class Recipes {
    private static final String MANY_SHOT =
            "the shorter side to the backbone's input size, bicubic as in Pillow, centre crop";
    private static final Pattern FEW_SHOT = Pattern.compile("few-shot-(\\d+)w(\\d+)s(\\d+)q");
    private static final Pattern STEPS = Pattern.compile("(.+)-steps-(\\d+)");

    private Recipes() {}

    /** Of one column. */
    static String of(ResultKey key) {
        Matcher fewShot = FEW_SHOT.matcher(key.task());
        if (fewShot.matches()) {
            return fewShot(key.protocol(), fewShot);
        }
        return switch (key.task()) {
            case "linear" -> linear(key.protocol());
            case "finetune" -> fineTune(key.grid());
            case "knn" ->
                "Weighted nearest neighbours among training images, cosine of features, temperature 0.07, on DINO's transform (the"
                        + " shorter side to 8/7 of the input size, bicubic, centre crop). Nothing is chosen.";
            case "knn-study" ->
                "Weighted nearest neighbours among training images, cosine of features, temperature 0.07, on the features of the"
                        + " linear probe. Nothing is chosen.";
            case "label-efficiency" ->
                "Linear probes on ten seeded, balanced subsets for each number of labels per class, fitted to their optimum, C"
                        + " chosen inside the subset.";
            default -> "See docs/protocols.md.";
        };
    }

    private static String linear(ProtocolId protocol) {
        String fit = protocol.name().equals("study")
                ? "the study's L-BFGS, at most 100 iterations, each fit from where the last one ended"
                : "to the optimum, with a certificate";
        return ("Softmax regression on frozen features (%s): %s; 45 values of C, chosen on validation, fitted once more on training and"
                        + " validation images, scored once on test.")
                .formatted(MANY_SHOT, fit);
    }

    private static String fewShot(ProtocolId protocol, Matcher shape) {
        String transform = protocol.name().equals("study")
                ? "both sides to 1.15 times the input size, bilinear, centre crop, as the study's code has it"
                : MANY_SHOT;
        return ("Nearest class centroid on frozen features (%s): episodes of %s classes, %s labelled images and %s queries a class,"
                        + " drawn from all splits together.")
                .formatted(transform, shape.group(1), shape.group(2), shape.group(3));
    }

    private static String fineTune(String grid) {
        Matcher steps = STEPS.matcher(grid);
        return ("The whole network and a new linear classifier, SGD with Nesterov's momentum in batches of 64, learning rate along half a"
                        + " cosine over %s steps; grid %s searched on validation, the chosen point trained anew on training and validation"
                        + " images, scored once on test (%s).")
                .formatted(
                        steps.matches() ? steps.group(2) : "5,000", steps.matches() ? steps.group(1) : grid, MANY_SHOT);
    }
}
