/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A task as a client asks for it. Text form: {@code linear:digits}, {@code linear:digits:converged}, {@code few-shot:digits},
 * {@code few-shot:digits:5w20s}, {@code few-shot:digits:5w20s:converged}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TaskRequest.Linear.class, name = "linear"),
    @JsonSubTypes.Type(value = TaskRequest.FewShot.class, name = "few-shot"),
    @JsonSubTypes.Type(value = TaskRequest.Sleep.class, name = "sleep"),
})
public sealed interface TaskRequest {
    /** Name of the dataset. */
    String dataset();

    /** {@code study} or {@code converged}. */
    String protocol();

    /** Text form without dataset and protocol, as in result keys: {@code linear}, {@code few-shot-5w5s15q}. */
    String cell();

    /** What {@code metric} is where a task leaves it to its dataset. */
    String DATASETS_OWN = "auto";

    /** Many-shot linear probe; {@code metric} is {@code top1}, {@code mean-per-class}, {@code map11}, or the dataset's own. */
    record Linear(String dataset, String protocol, String metric) implements TaskRequest {
        public Linear {
            // JSON may leave these out.
            protocol = orElse(protocol, "study");
            metric = orElse(metric, DATASETS_OWN);
        }

        @Override
        public String cell() {
            return "linear";
        }
    }

    /** Few-shot nearest centroid; zeros stand for the study's 5 ways, 5 shots, 15 queries, 600 episodes. */
    record FewShot(String dataset, String protocol, int ways, int shots, int queries, int episodes, long seed)
            implements TaskRequest {
        public FewShot {
            protocol = orElse(protocol, "study");
            ways = ways == 0 ? 5 : ways;
            shots = shots == 0 ? 5 : shots;
            queries = queries == 0 ? 15 : queries;
            episodes = episodes == 0 ? 600 : episodes;
        }

        @Override
        public String cell() {
            return "few-shot-%dw%ds%dq".formatted(ways, shots, queries);
        }
    }

    /** The installation's own test: a job that sleeps; no backbone's number comes of it. */
    record Sleep(String dataset, String protocol, int steps, long stepMillis) implements TaskRequest {
        public Sleep {
            dataset = orElse(dataset, "none");
            protocol = orElse(protocol, "study");
        }

        @Override
        public String cell() {
            return "sleep";
        }
    }

    /**
     * Reads the text form.
     *
     * @throws CarryoverException UNKNOWN_TASK naming the text and the forms that exist
     */
    static TaskRequest parse(String text) {
        List<String> parts = new ArrayList<>(Arrays.asList(text.split(":", -1)));
        String kind = parts.removeFirst();
        if (parts.isEmpty() || parts.contains("")) {
            throw unknown(text);
        }
        String dataset = parts.removeFirst();
        String protocol = !parts.isEmpty() && List.of("study", "converged").contains(parts.getLast())
                ? parts.removeLast()
                : "study";
        if (kind.equals("linear") && parts.isEmpty()) {
            return new Linear(dataset, protocol, DATASETS_OWN);
        }
        if (kind.equals("linear")
                && parts.size() == 1
                && List.of("top1", "mean-per-class", "map11").contains(parts.getFirst())) {
            return new Linear(dataset, protocol, parts.getFirst());
        }
        if (kind.equals("few-shot") && parts.isEmpty()) {
            return new FewShot(dataset, protocol, 5, 5, 15, 600, 0);
        }
        if (kind.equals("few-shot") && parts.size() == 1) {
            Matcher shape = Pattern.compile("(\\d{1,3})w(\\d{1,3})s").matcher(parts.getFirst());
            if (shape.matches()) {
                return new FewShot(
                        dataset,
                        protocol,
                        Integer.parseInt(shape.group(1)),
                        Integer.parseInt(shape.group(2)),
                        15,
                        600,
                        0);
            }
        }
        throw unknown(text);
    }

    private static CarryoverException unknown(String text) {
        return new CarryoverException(
                ErrorCode.UNKNOWN_TASK,
                "no task '%s'; tasks look like linear:digits, linear:digits:converged, few-shot:digits:5w20s"
                        .formatted(text));
    }

    private static String orElse(@org.jspecify.annotations.Nullable String value, String fallback) {
        return value == null ? fallback : value;
    }
}
