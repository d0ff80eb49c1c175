/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.FineTuneGrid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text form of tasks: kind, dataset, what the kind takes, protocol; with colons between. */
final class TaskText {
    private static final Pattern SHAPE = Pattern.compile("([1-9]\\d{0,3})w([1-9]\\d{0,3})s(?:([1-9]\\d{0,3})q)?");
    private static final Pattern LABELS = Pattern.compile("[1-9]\\d{0,5}");
    private static final Pattern NUMBER = Pattern.compile("([1-9]\\d{0,6})steps|seed(\\d{1,9})");
    private static final List<String> METRICS = List.of("top1", "mean-per-class", "map11");

    private final String text;
    private final String dataset;
    /** What stands between dataset and protocol. */
    private final List<String> options;

    private final Optional<String> protocol;

    private TaskText(String text, List<String> parts) {
        this.text = text;
        this.dataset = parts.removeFirst();
        this.protocol = !parts.isEmpty() && List.of("study", "converged").contains(parts.getLast())
                ? Optional.of(parts.removeLast())
                : Optional.empty();
        this.options = parts;
    }

    static TaskRequest parse(String text) {
        List<String> parts = new ArrayList<>(Arrays.asList(text.split(":", -1)));
        String kind = parts.removeFirst();
        if (parts.isEmpty() || parts.contains("")) {
            throw unknown(text);
        }
        TaskText rest = new TaskText(text, parts);
        return switch (kind) {
            case "linear" -> rest.linear();
            case "few-shot" -> rest.fewShot();
            case "knn" -> rest.knn("dino");
            case "knn-study" -> rest.knn("study");
            case "label-efficiency" -> rest.labelEfficiency();
            case "finetune" -> rest.fineTune();
            default -> throw unknown(text);
        };
    }

    private TaskRequest linear() {
        String metric = option(METRICS).orElse(TaskRequest.DATASETS_OWN);
        done();
        return new TaskRequest.Linear(dataset, protocol.orElse("study"), metric);
    }

    private TaskRequest fewShot() {
        Matcher shape = SHAPE.matcher(options.isEmpty() ? "5w5s" : options.removeFirst());
        done();
        if (!shape.matches()) {
            throw unknown(text);
        }
        return new TaskRequest.FewShot(
                dataset,
                protocol.orElse("study"),
                Integer.parseInt(shape.group(1)),
                Integer.parseInt(shape.group(2)),
                shape.group(3) == null ? 15 : Integer.parseInt(shape.group(3)),
                600,
                0);
    }

    private TaskRequest knn(String features) {
        done();
        if (protocol.isPresent()) {
            throw unknown(text);
        }
        return new TaskRequest.Knn(dataset, "dino", features);
    }

    private TaskRequest labelEfficiency() {
        int most = options.isEmpty() || !LABELS.matcher(options.getFirst()).matches()
                ? TaskRequest.LabelEfficiency.MOST
                : Integer.parseInt(options.removeFirst());
        String metric = option(METRICS).orElse(TaskRequest.DATASETS_OWN);
        done();
        if (protocol.filter("study"::equals).isPresent()) {
            throw unknown(text);
        }
        return new TaskRequest.LabelEfficiency(dataset, "converged", metric, most);
    }

    /** Metric, grid, steps and seed in any order. */
    private TaskRequest fineTune() {
        String metric = TaskRequest.DATASETS_OWN;
        FineTuneGrid grid = FineTuneGrid.usual(protocol.orElse("study"));
        int steps = 0;
        long seed = 0;
        for (String option : options) {
            Matcher number = NUMBER.matcher(option);
            if (METRICS.contains(option)) {
                metric = option;
            } else if (number.matches() && number.group(1) != null) {
                steps = Integer.parseInt(number.group(1));
            } else if (number.matches()) {
                seed = Long.parseLong(number.group(2));
            } else if (Arrays.stream(FineTuneGrid.values())
                    .anyMatch(known -> known.id().equals(option))) {
                grid = FineTuneGrid.of(option);
            } else {
                throw unknown(text);
            }
        }
        return new TaskRequest.FineTune(dataset, protocol.orElse("study"), metric, grid, steps, seed);
    }

    private Optional<String> option(List<String> known) {
        return !options.isEmpty() && known.contains(options.getFirst())
                ? Optional.of(options.removeFirst())
                : Optional.empty();
    }

    private void done() {
        if (!options.isEmpty()) {
            throw unknown(text);
        }
    }

    private static CarryoverException unknown(String text) {
        return new CarryoverException(
                ErrorCode.UNKNOWN_TASK,
                "no task '%s'; tasks look like linear:digits, linear:digits:converged, few-shot:digits:5w20s, knn:digits, label-efficiency:digits, finetune:digits:small:300steps"
                        .formatted(text));
    }
}
