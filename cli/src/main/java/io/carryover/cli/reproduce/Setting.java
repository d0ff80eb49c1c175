/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.reproduce;

import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.job.FineTuneGrid;
import io.carryover.contracts.job.FineTuneSetup;
import java.util.List;
import java.util.Optional;

/** A setting of the study whose table can be reproduced: its files, its task, and how near is near enough. */
public enum Setting {
    LINEAR("linear", 0.3, "table1_many_shot_linear"),
    FINETUNE("finetune", 1.0, "table1_many_shot_finetune"),
    FEW_SHOT(
            "few-shot",
            Double.NaN,
            "table6_fewshot_kornblith_5shot,table2_fewshot_kornblith_20shot,table7_fewshot_kornblith_50shot,"
                    + "table3_table8_fewshot_cdfsl_5_20_50shot");

    private final String id;
    /** Points to both sides; NaN where intervals decide. */
    private final double points;

    private final String files;

    Setting(String id, double points, String files) {
        this.id = id;
        this.points = points;
        this.files = files;
    }

    /** The setting of a table's name. */
    static Optional<Setting> of(String table) {
        return List.of(values()).stream()
                .filter(setting -> setting.id.equals(table))
                .findFirst();
    }

    /** Name of its table on the command line. */
    String id() {
        return id;
    }

    /** Files of its numbers among the resources. */
    List<String> files() {
        return List.of(files.split(","));
    }

    /** What the study did, as a task. */
    TaskRequest task(PublishedCell cell) {
        return switch (this) {
            case LINEAR -> new TaskRequest.Linear(cell.dataset(), "study", metric(cell.metric()));
            case FINETUNE ->
                new TaskRequest.FineTune(
                        cell.dataset(), "study", metric(cell.metric()), FineTuneGrid.BOTH, FineTuneSetup.STEPS, 0);
            case FEW_SHOT -> new TaskRequest.FewShot(cell.dataset(), "study", 5, cell.shots(), 15, 600, 0);
        };
    }

    private static String metric(String printed) {
        return switch (printed) {
            case "mean_per_class_accuracy" -> "mean-per-class";
            case "mAP11" -> "map11";
            default -> printed;
        };
    }

    /** How near ours must be, in words. */
    String tolerance() {
        return Double.isNaN(points) ? "each within the other's interval" : "±%.1f".formatted(points);
    }

    /** Whether ours is near enough. */
    boolean near(PublishedCell cell, Ours ours) {
        double gap = Math.abs(ours.value() - cell.value());
        if (!Double.isNaN(points)) {
            // Published to two digits: a gap of exactly the tolerance is within it.
            return gap <= points + 1e-9;
        }
        boolean inOurs = cell.value() >= ours.lo() && cell.value() <= ours.hi();
        return inOurs && cell.ci95().isPresent() && gap <= cell.ci95().getAsDouble() + 1e-9;
    }
}
