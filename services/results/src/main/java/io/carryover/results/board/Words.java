/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.board;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the board says in words. */
public final class Words {
    private static final Pattern FEW_SHOT = Pattern.compile("few-shot-(\\d+)w(\\d+)s(\\d+)q");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern EPISODES = Pattern.compile("episodes-(\\d+)-draw-(\\d+)");
    private static final Pattern LABELS = Pattern.compile("labels-(\\d+)");
    private static final Pattern METRIC_AT_K = Pattern.compile("top1-k(\\d+)");
    private static final Pattern METRIC_AT_LABELS = Pattern.compile("(.+)-at-(\\d+)-labels?");
    private static final Map<String, String> METRICS = Map.of(
            "top1", "top-1", "mean-per-class", "mean per class", "map11", "11-point mAP", "accuracy", "accuracy");

    private Words() {}

    /** {@code few-shot-5w20s15q} is {@code 5-way 20-shot}. */
    public static String task(String task) {
        Matcher fewShot = FEW_SHOT.matcher(task);
        if (fewShot.matches()) {
            return "%s-way %s-shot".formatted(fewShot.group(1), fewShot.group(2));
        }
        return switch (task) {
            case "linear" -> "linear probe";
            case "finetune" -> "fine-tuned";
            case "knn" -> "k-NN";
            case "knn-study" -> "k-NN on the study's features";
            case "label-efficiency" -> "label efficiency";
            default -> task;
        };
    }

    /** Whether the study has such a task: the mean rank is over those. */
    static boolean ofTheStudy(String task) {
        return !task.startsWith("knn") && !task.equals("label-efficiency");
    }

    /** Sorts tasks: linear, then fine-tuned, then few-shot, 5 shots before 20. */
    public static String order(String task) {
        String padded = NUMBER.matcher(task)
                .replaceAll(match -> "0".repeat(Math.max(0, 9 - match.group().length())) + match.group());
        return (task.startsWith("linear") ? "0" : task.startsWith("finetune") ? "1" : "2") + padded;
    }

    /** What sets a smaller search or another draw of episodes apart; empty for the full grid. */
    public static String grid(String grid) {
        Matcher episodes = EPISODES.matcher(grid);
        if (episodes.matches()) {
            return ", %s episodes, draw %s".formatted(episodes.group(1), episodes.group(2));
        }
        Matcher labels = LABELS.matcher(grid);
        if (labels.matches()) {
            return ", up to %s labels".formatted(labels.group(1));
        }
        return grid.equals("full") ? "" : ", grid " + grid;
    }

    /** {@code top1} is {@code top-1}, {@code top1-k20} is {@code top-1 with 20 neighbours}. */
    public static String metric(String metric) {
        Matcher atK = METRIC_AT_K.matcher(metric);
        if (atK.matches()) {
            return "top-1 with %s neighbours".formatted(atK.group(1));
        }
        Matcher atLabels = METRIC_AT_LABELS.matcher(metric);
        if (atLabels.matches()) {
            return "%s with %s %s per class"
                    .formatted(
                            metric(atLabels.group(1)),
                            atLabels.group(2),
                            atLabels.group(2).equals("1") ? "label" : "labels");
        }
        return METRICS.getOrDefault(metric, metric);
    }

    /** How an interval of this method was made and what it covers. */
    public static String interval(String method) {
        if (method.startsWith("bootstrap")) {
            return "bootstrap over test images, 2,000 draws, the error of drawing these test images; training once more would add its own.";
        }
        if (method.startsWith("paired-bootstrap")) {
            return "bootstrap of the difference over test images that both share, 2,000 draws"
                    + (method.contains("stratified") ? " within classes" : "")
                    + ": the error of drawing these test images, for these trained heads.";
        }
        return switch (method) {
            case "paired-episodes" ->
                "1.96·sd/√episodes of the differences of the same episodes: Monte-Carlo error of drawing them from one fixed pool"
                        + " of images. It says nothing about other images.";
            case "paired-subsets" ->
                "Student's t over the differences of the same subsets of labels: the error of drawing labels, for these test"
                        + " images. It says nothing about other test images.";
            case "wilson" ->
                "Wilson score interval, the error of drawing these test images; training once more would add its own.";
            case "episodes" ->
                "1.96·sd/√episodes: Monte-Carlo error of drawing episodes from one fixed pool of images. It says nothing"
                        + " about other images, and shrinks with more episodes.";
            case "seeds" ->
                "variance between seeds and of the test images together (Student's t with"
                        + " Welch–Satterthwaite degrees of freedom).";
            case "seeds-episodes" ->
                "variance between seeds and Monte-Carlo error of the episodes together (Student's t with Welch–Satterthwaite"
                        + " degrees of freedom). It says nothing about other images.";
            case "subsets" ->
                "Student's t over the subsets of labels: the error of drawing labels, for these test images. It says nothing"
                        + " about other test images.";
            case "rank-bootstrap-images" ->
                "ranks over 2,000 draws of the same test images for every backbone of a column.";
            case "rank-bootstrap-episodes" ->
                "ranks over 2,000 draws of the same episodes for every backbone of a column: Monte-Carlo error only.";
            default -> "method " + method + ".";
        };
    }

    /** Why a control stays on the board. */
    static String control(boolean network) {
        return network
                ? "Control: an untrained network (torchvision's default initialisation), mean over its seeds."
                        + " It stays even where it wins: what pretraining has to beat."
                : "Control: 64×64 grey pixels as features, no network."
                        + " It stays even where it wins: then the task needs no backbone.";
    }
}
