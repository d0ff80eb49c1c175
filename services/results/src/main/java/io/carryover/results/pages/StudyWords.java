/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.protocols.analysis.Panel;
import io.carryover.protocols.analysis.TransferSetting;
import io.carryover.results.board.Words;
import java.util.Map;

/** Columns and settings of the study in words. */
final class StudyWords {
    private static final Map<String, String> METRICS = Map.ofEntries(
            Map.entry("mean_per_class_accuracy", "mean per class"),
            Map.entry("mAP11", "11-point mAP"),
            Map.entry("mean_angular_error_deg", "mean error"),
            Map.entry("median_angular_error_deg", "median error"),
            Map.entry("pct_within_11.25", "within 11.25°"),
            Map.entry("pct_within_22.5", "within 22.5°"),
            Map.entry("pct_within_30", "within 30°"),
            Map.entry("mean_iou_fraction", "mIoU"),
            Map.entry("pixel_accuracy_pct", "pixel accuracy"),
            Map.entry("top1_linear_as_reported_by_authors", "top-1"),
            Map.entry("ece15_linear_unscaled_pct", "ECE, linear"),
            Map.entry("ece15_linear_tempscaled_pct", "ECE, linear, temperature-scaled"),
            Map.entry("ece15_finetune_unscaled_pct", "ECE, fine-tuned"),
            Map.entry("ece15_finetune_tempscaled_pct", "ECE, fine-tuned, temperature-scaled"),
            Map.entry("lpips_alexnet", "LPIPS, AlexNet"),
            Map.entry("lpips_vgg", "LPIPS, VGG"),
            Map.entry("lpips_squeezenet", "LPIPS, SqueezeNet"),
            Map.entry("mse_red", "squared error, red"),
            Map.entry("mse_green", "squared error, green"),
            Map.entry("mse_blue", "squared error, blue"),
            Map.entry("attentive_diffusion_pct", "attentive diffusion"));

    private StudyWords() {}

    static String metric(String metric) {
        return METRICS.getOrDefault(metric, Words.metric(metric));
    }

    static String setting(TransferSetting setting) {
        return switch (setting) {
            case LINEAR -> "Linear";
            case FINETUNE -> "Fine-tuned";
            case FEW_SHOT -> "Few-shot, near";
            case FEW_SHOT_CDFSL -> "Few-shot, CD-FSL";
            case DETECTION_FROZEN -> "Detection, frozen";
            case DETECTION_FINETUNE -> "Detection, fine-tuned";
            case NORMALS -> "Surface normals";
            case SEGMENTATION -> "Segmentation";
        };
    }

    /** A panel without its metric: {@code cifar10, linear}. */
    static String panel(Panel panel) {
        String task = task(panel.task());
        return panel.dataset().equals(Panel.MEAN)
                ? "%s, mean of %d datasets".formatted(task, panel.over().size())
                : "%s, %s".formatted(panel.dataset(), task);
    }

    private static String task(String task) {
        return switch (task) {
            case "linear" -> "linear";
            case "few-shot" -> "5-way 5- and 20-shot";
            case "few-shot-cdfsl" -> "CD-FSL 5-way 5-, 20- and 50-shot";
            case "detection-frozen" -> "detection, frozen";
            case "detection-finetune" -> "detection, fine-tuned";
            case "normals" -> "surface normals";
            default ->
                task.startsWith("few-shot-cdfsl-")
                        ? "CD-FSL " + Words.task(task.replace("few-shot-cdfsl-", "few-shot-"))
                        : Words.task(task);
        };
    }
}
