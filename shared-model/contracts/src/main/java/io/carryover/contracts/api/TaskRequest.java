/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.job.FineTuneGrid;
import io.carryover.contracts.job.FineTuneSetup;

/**
 * A task as a client asks for it. Text form: {@code linear:digits}, {@code linear:digits:converged}, {@code few-shot:digits},
 * {@code few-shot:digits:5w20s}, {@code few-shot:digits:5w20s10q:converged}, {@code knn:digits}, {@code knn-study:digits},
 * {@code label-efficiency:digits}, {@code label-efficiency:digits:20:mean-per-class}, {@code finetune:digits}, {@code
 * finetune:digits:small:300steps}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TaskRequest.Linear.class, name = "linear"),
    @JsonSubTypes.Type(value = TaskRequest.FewShot.class, name = "few-shot"),
    @JsonSubTypes.Type(value = TaskRequest.Knn.class, name = "knn"),
    @JsonSubTypes.Type(value = TaskRequest.LabelEfficiency.class, name = "label-efficiency"),
    @JsonSubTypes.Type(value = TaskRequest.FineTune.class, name = "finetune"),
    @JsonSubTypes.Type(value = TaskRequest.Sleep.class, name = "sleep"),
})
public sealed interface TaskRequest {
    /** Name of the dataset. */
    String dataset();

    /** {@code study} or {@code converged}; {@code dino} for nearest neighbours. */
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

    /**
     * DINO's weighted nearest neighbours; {@code features} is {@code dino}, its own transform, or {@code study}, the features
     * that the linear probe has.
     */
    record Knn(String dataset, String protocol, String features) implements TaskRequest {
        public Knn {
            protocol = orElse(protocol, "dino");
            features = orElse(features, "dino");
        }

        @Override
        public String cell() {
            return features.equals("study") ? "knn-study" : "knn";
        }
    }

    /**
     * Linear accuracy against labels per class.
     *
     * @param metric {@code top1}, {@code mean-per-class}, or the dataset's own
     * @param most largest number of labels per class; zero stands for 100
     */
    record LabelEfficiency(String dataset, String protocol, String metric, int most) implements TaskRequest {
        /** Labels per class unless asked otherwise. */
        public static final int MOST = 100;

        public LabelEfficiency {
            protocol = orElse(protocol, "converged");
            metric = orElse(metric, DATASETS_OWN);
            most = most == 0 ? MOST : most;
        }

        @Override
        public String cell() {
            return "label-efficiency";
        }
    }

    /**
     * Many-shot fine-tuning of the whole network.
     *
     * @param grid what is searched; absent: {@code augmented} for {@code study}, {@code both} for {@code converged}
     * @param steps of the optimiser; 0 stands for the study's 5,000
     * @param seed of the run that is scored
     */
    record FineTune(String dataset, String protocol, String metric, FineTuneGrid grid, int steps, long seed)
            implements TaskRequest {
        public FineTune {
            protocol = orElse(protocol, "study");
            metric = orElse(metric, DATASETS_OWN);
            grid = orElse(grid, FineTuneGrid.usual(protocol));
            steps = steps == 0 ? FineTuneSetup.STEPS : steps;
        }

        @Override
        public String cell() {
            return "finetune";
        }

        /** Which search it is, as in result keys: numbers of different ones never share a column. */
        public String search() {
            return grid.label() + (steps == FineTuneSetup.STEPS ? "" : "-steps-" + steps);
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
        return TaskText.parse(text);
    }

    private static <T> T orElse(@org.jspecify.annotations.Nullable T value, T fallback) {
        return value == null ? fallback : value;
    }
}
