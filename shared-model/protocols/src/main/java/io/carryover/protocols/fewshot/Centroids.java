/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.fewshot;

import io.carryover.protocols.FeatureMatrix;
import java.util.Arrays;

/**
 * The prototypes of one episode. Rows lie in four pieces, an array each, so that the inner loops have the shape which HotSpot turns into vector code:
 * one index for all arrays, one array written, nothing added up across iterations, no more arrays than there are registers (eight pieces are too many).
 */
final class Centroids {
    private static final int PIECES = 4;

    private final FeatureMatrix features;
    private final Episode episode;
    private final int length;
    private final int rest;
    private final double[][][] means;
    private final double[] halfNorms;
    private final float[][] query;
    private final double[] products;

    Centroids(FeatureMatrix features, Episode episode) {
        this.features = features;
        this.episode = episode;
        length = features.dimension() / PIECES;
        rest = features.dimension() % PIECES;
        products = new double[length];
        query = new float[PIECES + 1][length];
        query[PIECES] = new float[rest];
        means = new double[episode.ways()][][];
        halfNorms = new double[means.length];
        for (int way = 0; way < means.length; way++) {
            double[] mean = mean(episode.support(way));
            means[way] = pieces(mean);
            for (double value : mean) {
                halfNorms[way] = Math.fma(value / 2, value, halfNorms[way]);
            }
        }
    }

    /** Share of queries that lie nearest to their own class, percent. */
    double accuracy() {
        int right = 0;
        int asked = 0;
        for (int way = 0; way < means.length; way++) {
            for (int image : episode.queries(way)) {
                for (int piece = 0; piece <= PIECES; piece++) {
                    features.copyRow(image, piece * length, query[piece].length, query[piece]);
                }
                right += nearest() == way ? 1 : 0;
                asked++;
            }
        }
        return 100.0 * right / asked;
    }

    /** The class at the least squared distance |q - m|^2, which is that of the greatest q.m - |m|^2 / 2. */
    private int nearest() {
        int best = 0;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int way = 0; way < means.length; way++) {
            double closeness = product(query, means[way]) - halfNorms[way];
            if (closeness > greatest) {
                greatest = closeness;
                best = way;
            }
        }
        return best;
    }

    private double[] mean(int[] support) {
        double[] mean = features.sum(support);
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= support.length;
        }
        return mean;
    }

    private double[][] pieces(double[] row) {
        double[][] pieces = new double[PIECES + 1][];
        for (int piece = 0; piece < PIECES; piece++) {
            pieces[piece] = Arrays.copyOfRange(row, piece * length, (piece + 1) * length);
        }
        pieces[PIECES] = Arrays.copyOfRange(row, PIECES * length, row.length);
        return pieces;
    }

    private double product(float[][] x, double[][] m) {
        multiply(x[0], x[1], x[2], x[3], m[0], m[1], m[2], m[3], products);
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int k = 0;
        for (; k + 3 < length; k += 4) {
            s0 += products[k];
            s1 += products[k + 1];
            s2 += products[k + 2];
            s3 += products[k + 3];
        }
        for (; k < length; k++) {
            s0 += products[k];
        }
        for (int j = 0; j < rest; j++) {
            s1 = Math.fma(x[PIECES][j], m[PIECES][j], s1);
        }
        return (s0 + s1) + (s2 + s3);
    }

    private static void multiply(
            float[] x0,
            float[] x1,
            float[] x2,
            float[] x3,
            double[] m0,
            double[] m1,
            double[] m2,
            double[] m3,
            double[] products) {
        for (int k = 0; k < products.length; k++) {
            products[k] = Math.fma(x3[k], m3[k], Math.fma(x2[k], m2[k], Math.fma(x1[k], m1[k], x0[k] * m0[k])));
        }
    }
}
