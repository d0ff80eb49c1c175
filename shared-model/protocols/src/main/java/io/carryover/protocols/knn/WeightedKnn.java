/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.knn;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.FeatureMatrix;
import io.carryover.protocols.WorkTeam;
import io.carryover.protocols.stats.Intervals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * DINO's weighted k-NN (Caron and others, ICCV 2021, section 4.1; eval_knn.py of facebookresearch/dino): features at length
 * one, the k nearest training images by cosine vote for their classes. Ties, of neighbours and of votes, go to the first.
 */
public final class WeightedKnn {
    private static final int IMAGES_PER_TASK = 16;

    private WeightedKnn() {}

    /**
     * Scores the test images.
     *
     * @throws CarryoverException INVALID_FEATURES where the splits don't fit or a class of the test split isn't in training;
     *     TOO_FEW_IMAGES where there are fewer training images than the largest k
     * @throws CancellationException where {@code cancelled} turns true on the way
     */
    public static KnnResult run(
            FeatureMatrix train,
            int[] trainLabels,
            FeatureMatrix test,
            int[] testLabels,
            KnnSettings settings,
            BooleanSupplier cancelled) {
        check(train, trainLabels, test, testLabels, settings);
        int classes = Arrays.stream(trainLabels).max().orElseThrow() + 1;
        UnitRows rows = new UnitRows(train);
        int[][] predicted = new int[settings.neighbours().size()][test.rows()];
        int tasks = Math.ceilDiv(test.rows(), IMAGES_PER_TASK);
        try (WorkTeam team = new WorkTeam(Math.min(settings.threads(), tasks))) {
            team.run(tasks, task -> {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException("cancelled during k-NN");
                }
                Neighbours nearest = new Neighbours(settings.most());
                double[] similarities = new double[UnitRows.BLOCK];
                float[] image = new float[test.dimension()];
                int to = Math.min((task + 1) * IMAGES_PER_TASK, test.rows());
                for (int i = task * IMAGES_PER_TASK; i < to; i++) {
                    UnitRows.unit(test, i, image);
                    nearest.clear();
                    for (int block = 0; block < rows.blocks(); block++) {
                        rows.similarities(block, image, similarities);
                        nearest.offer(block * UnitRows.BLOCK, similarities, rows.length(block));
                    }
                    vote(nearest, trainLabels, new double[classes], settings, predicted, i);
                }
            });
        }
        List<KnnResult.Value> values = new ArrayList<>();
        for (int k = 0; k < predicted.length; k++) {
            int hits = 0;
            for (int i = 0; i < testLabels.length; i++) {
                hits += predicted[k][i] == testLabels[i] ? 1 : 0;
            }
            values.add(new KnnResult.Value(
                    settings.neighbours().get(k), 100.0 * hits / test.rows(), Intervals.wilson(hits, test.rows())));
        }
        return new KnnResult(values, predicted);
    }

    private static void vote(
            Neighbours nearest, int[] labels, double[] votes, KnnSettings settings, int[][] predicted, int image) {
        int rank = 0;
        for (int k = 0; k < predicted.length; k++) {
            for (; rank < settings.neighbours().get(k); rank++) {
                votes[labels[nearest.image(rank)]] += Math.exp(nearest.similarity(rank) / settings.temperature());
            }
            int most = 0;
            for (int c = 1; c < votes.length; c++) {
                if (votes[c] > votes[most]) {
                    most = c;
                }
            }
            predicted[k][image] = most;
        }
    }

    private static void check(
            FeatureMatrix train, int[] trainLabels, FeatureMatrix test, int[] testLabels, KnnSettings settings) {
        if (train.dimension() != test.dimension()) {
            throw new CarryoverException(
                    ErrorCode.INVALID_FEATURES,
                    "splits differ in dimension: %d and %d".formatted(train.dimension(), test.dimension()));
        }
        if (train.rows() != trainLabels.length || test.rows() != testLabels.length) {
            throw new CarryoverException(
                    ErrorCode.INVALID_FEATURES, "there are not as many labels as rows of features");
        }
        if (settings.most() > train.rows()) {
            throw new CarryoverException(
                    ErrorCode.TOO_FEW_IMAGES,
                    "%d neighbours were asked for, there are %d training images"
                            .formatted(settings.most(), train.rows()));
        }
        int[] known = Arrays.stream(trainLabels).distinct().sorted().toArray();
        for (int i = 0; i < testLabels.length; i++) {
            if (Arrays.binarySearch(known, testLabels[i]) < 0) {
                throw new CarryoverException(
                        ErrorCode.INVALID_FEATURES,
                        "class %d of test row %d has no training image".formatted(testLabels[i], i));
            }
        }
    }
}
