/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.api.EvaluationRequest;
import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.gateway.plan.CellPlanner;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is asked of an evaluation before any name is looked up; pure. */
public final class EvaluationRules {
    static final int MAX_BACKBONES = 500;
    static final int MAX_TASKS = 1000;
    static final int MAX_CELLS = 20_000;
    private static final int MAX_NAME = 200;
    private static final List<String> METRICS = List.of(TaskRequest.DATASETS_OWN, "top1", "mean-per-class", "map11");

    private EvaluationRules() {}

    /** A request that passed. Its JSON is what {@code Idempotency-Key} compares. */
    public record Checked(String name, List<String> backbones, List<TaskRequest> tasks) {}

    /**
     * @return backbones and tasks without nulls, the name never absent
     * @throws CarryoverException INVALID_REQUEST naming the field
     */
    public static Checked check(EvaluationRequest request) {
        List<TaskRequest> tasks = list("tasks", request.tasks());
        List<String> backbones = list("backbones", request.backbones());
        if (tasks.isEmpty()) {
            throw invalid("tasks: empty; name at least one");
        }
        if (backbones.isEmpty() && !tasks.stream().allMatch(TaskRequest.Sleep.class::isInstance)) {
            throw invalid("backbones: empty; name at least one");
        }
        atMost("backbones", backbones.size(), MAX_BACKBONES);
        atMost("tasks", tasks.size(), MAX_TASKS);
        atMost("backbones × tasks", backbones.size() * tasks.size(), MAX_CELLS);
        distinct("backbones", backbones);
        // Each sleep is a job of its own, so that a test may ask for many.
        distinct(
                "tasks",
                tasks.stream()
                        .filter(task -> !(task instanceof TaskRequest.Sleep))
                        .toList());
        tasks.forEach(EvaluationRules::check);
        String name = request.name() == null ? "" : request.name();
        if (name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw invalid("name: one line of at most %d characters".formatted(MAX_NAME));
        }
        return new Checked(name, backbones, tasks);
    }

    private static void check(TaskRequest task) {
        if (task.dataset() == null || task.dataset().isBlank()) {
            throw invalid("tasks: dataset missing");
        }
        switch (task) {
            case TaskRequest.Linear linear -> {
                CellPlanner.protocol(linear.protocol());
                metric(linear.metric());
            }
            case TaskRequest.FewShot fewShot -> {
                CellPlanner.protocol(fewShot.protocol());
                within("ways", fewShot.ways(), 2, 1000);
                within("shots", fewShot.shots(), 1, 1000);
                within("queries", fewShot.queries(), 1, 1000);
                within("episodes", fewShot.episodes(), 2, 100_000);
                within("seed", fewShot.seed(), 0, Long.MAX_VALUE);
            }
            case TaskRequest.FineTune tune -> {
                CellPlanner.protocol(tune.protocol());
                metric(tune.metric());
                within("steps", tune.steps(), 1, 1_000_000);
                within("seed", tune.seed(), 0, 1_000_000_000);
            }
            case TaskRequest.Knn knn -> {
                oneOf("protocol", knn.protocol(), "dino");
                oneOf("features", knn.features(), "dino", "study");
            }
            case TaskRequest.LabelEfficiency labels -> {
                oneOf("protocol", labels.protocol(), "converged");
                metric(labels.metric());
                within("most", labels.most(), 1, 100_000);
            }
            case TaskRequest.Sleep sleep -> {
                CellPlanner.protocol(sleep.protocol());
                within("steps", sleep.steps(), 0, 1_000_000);
                within("stepMillis", sleep.stepMillis(), 0, 600_000);
            }
        }
    }

    private static void metric(String metric) {
        oneOf("metric", metric, METRICS.toArray(String[]::new));
    }

    private static void oneOf(String field, String value, String... known) {
        if (!List.of(known).contains(value)) {
            throw invalid("%s: %s, not '%s'".formatted(field, String.join(" or ", known), value));
        }
    }

    private static <T> List<T> list(String field, @Nullable List<@Nullable T> given) {
        if (given == null) {
            throw invalid(field + ": missing");
        }
        if (given.stream().anyMatch(item -> item == null)) {
            throw invalid(field + ": holds null");
        }
        return given.stream().filter(Objects::nonNull).toList();
    }

    private static void distinct(String field, List<?> items) {
        var seen = new HashSet<Object>();
        items.stream().filter(item -> !seen.add(item)).findFirst().ifPresent(twice -> {
            String shown = twice instanceof TaskRequest task ? Titles.of(task) : String.valueOf(twice);
            throw invalid("%s: '%s' stands twice".formatted(field, shown));
        });
    }

    private static void atMost(String field, int count, int limit) {
        if (count > limit) {
            throw invalid("%s: at most %d, not %d".formatted(field, limit, count));
        }
    }

    private static void within(String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw invalid("%s: %d to %d, not %d".formatted(field, min, max, value));
        }
    }

    private static CarryoverException invalid(String message) {
        return new CarryoverException(ErrorCode.INVALID_REQUEST, message);
    }
}
