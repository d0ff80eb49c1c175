/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.fewshot;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.FeatureMatrix;
import io.carryover.protocols.WorkTeam;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * The study's few-shot evaluation (its section 4.2 and A.3; few_shot.py of its code): the prototype of a class is the mean of
 * its support features, a query goes to the prototype at the smallest squared Euclidean distance, the first of equals.
 */
public final class FewShot {
    private FewShot() {}

    /**
     * What to run.
     *
     * @param ways classes per episode
     * @param shots support images per class
     * @param queries query images per class
     * @param threads that share the episodes; the result doesn't depend on it
     */
    public record Settings(int ways, int shots, int queries, int episodes, long seed, int threads) {
        /**
         * Checks the counts.
         *
         * @throws CarryoverException INVALID_REQUEST where one makes no sense
         */
        public Settings {
            if (ways < 2 || shots < 1 || queries < 1 || episodes < 1 || threads < 1) {
                throw new CarryoverException(
                        ErrorCode.INVALID_REQUEST,
                        "few-shot needs at least 2 ways and 1 shot, query, episode and thread, not " + ways + ", "
                                + shots + ", " + queries + ", " + episodes + ", " + threads);
            }
        }

        /** 5 ways, 15 queries, 600 episodes. */
        public static Settings study(int shots, long seed, int threads) {
            return new Settings(5, shots, 15, 600, seed, threads);
        }
    }

    /**
     * Draws episodes and scores them.
     *
     * @param labels class of each row
     * @throws CarryoverException TOO_FEW_IMAGES, INVALID_FEATURES
     * @throws CancellationException where {@code cancelled} turns true between episodes
     */
    public static FewShotResult run(
            FeatureMatrix features, int[] labels, Settings settings, BooleanSupplier cancelled) {
        if (labels.length != features.rows()) {
            throw new CarryoverException(
                    ErrorCode.INVALID_FEATURES, features.rows() + " rows of features and " + labels.length + " labels");
        }
        EpisodeSampler sampler = new EpisodeSampler(labels, settings);
        double[] accuracies = score(features, sampler::episode, settings.episodes(), settings.threads(), cancelled);
        return new FewShotResult(accuracies, sampler.leftOut());
    }

    /** Scores given episodes. */
    public static FewShotResult run(FeatureMatrix features, List<Episode> episodes, int threads) {
        return new FewShotResult(score(features, episodes::get, episodes.size(), threads, () -> false), 0);
    }

    private static double[] score(
            FeatureMatrix features, IntFunction<Episode> episodes, int count, int threads, BooleanSupplier cancelled) {
        double[] accuracies = new double[count];
        try (WorkTeam team = new WorkTeam(Math.min(threads, count))) {
            team.run(count, e -> {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException("cancelled during few-shot episodes");
                }
                accuracies[e] = new Centroids(features, episodes.apply(e)).accuracy();
            });
        }
        return accuracies;
    }
}
