/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.imported;

import io.carryover.protocols.analysis.Measure;
import io.carryover.results.board.Words;
import java.util.Locale;

/** What boards of tables say in words. */
public final class TableWords {
    private TableWords() {}

    /** {@code detection-frozen} is {@code detection, frozen}. */
    public static String setting(String id) {
        return switch (id) {
            case "linear" -> "linear probe";
            case "finetune" -> "fine-tuned";
            case "few-shot" -> "few-shot";
            case "few-shot-cdfsl" -> "few-shot, far (CD-FSL)";
            case "detection-frozen" -> "detection, frozen";
            case "detection-finetune" -> "detection, fine-tuned";
            case "normals" -> "surface normals";
            case TableBoards.OTHERS -> "other numbers";
            default -> id;
        };
    }

    /** Name in results: percent, fraction, degrees or plain. */
    static String unit(Measure measure) {
        return measure.unit().name().toLowerCase(Locale.ROOT);
    }

    /** {@code mean_per_class_accuracy} is {@code mean per class accuracy %}. */
    static String metric(String metric, String unit) {
        String name =
                switch (metric) {
                    // Who reported it stands beside the column.
                    case "top1_linear_as_reported_by_authors" -> "top-1";
                    case "mean_iou_fraction" -> "mean IoU";
                    default ->
                        Words.metric(metric)
                                .replace('_', ' ')
                                .replaceFirst("(^| )(pct|deg|fraction)( |$)", " ")
                                .strip();
                };
        return switch (unit) {
            case "percent" -> name + " %";
            case "degrees" -> name + " in degrees, lower is better";
            case "fraction" -> name + " (fraction)";
            default -> name;
        };
    }

    /** How an interval of this method was made and what it covers. */
    public static String interval(String method) {
        return switch (method) {
            case "printed" -> "as the source prints it.";
            case "printed-episodes" ->
                "as the source prints it: Monte-Carlo error of drawing episodes from one fixed pool of images. It says nothing about other"
                        + " images.";
            case "printed-seeds" ->
                "mean ± 1.96 standard errors: of seeds, and of test sampling where the source says it.";
            case "wilson" ->
                "Wilson score interval of the printed share of the n test images: the error of drawing these test images.";
            case "wilson-all-images" ->
                "Wilson score interval of the printed share of all n test images, an approximation that takes classes as equally large.";
            case "mean-test" ->
                "mean ± 1.96·√ΣSE²/columns, test sampling only; columns whose error isn't known are held as printed.";
            case "mean-episodes" ->
                "mean ± 1.96·√ΣSE²/columns of the printed errors of episodes: Monte-Carlo error only.";
            default ->
                method.startsWith("bootstrap-datasets")
                        ? "of mean ranks: datasets drawn again inside every setting, 2,000 draws; the settings themselves are fixed."
                        : Words.interval(method);
        };
    }
}
