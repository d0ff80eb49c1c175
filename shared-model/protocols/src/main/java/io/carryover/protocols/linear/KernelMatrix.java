/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.protocols.FeatureMatrix;
import io.carryover.protocols.WorkTeam;

/**
 * Inner products of all pairs of images, float64 [N,N] in bands of columns: what a linear model on more features than
 * images needs to know of the features. A product reads all of it from memory, so bands are as wide as lets four rows and
 * all classes' sums stay in the cache: long reads are what a processor fetches ahead.
 */
final class KernelMatrix {
    private static final int ROWS_PER_TASK = 48;

    private static final int WIDEST_BAND = 2048;

    private final int rows;
    /** As many for each thread; how they are cut changes no result, since every sum runs along the rows. */
    final int bands;

    private final double[][][] lines;

    private KernelMatrix(int rows, int threads) {
        this.rows = rows;
        int each = Math.ceilDiv(rows, threads * WIDEST_BAND);
        bands = Math.min(threads * each, rows);
        lines = new double[bands][Design.roundUp(rows)][];
        for (int band = 0; band < bands; band++) {
            for (int i = 0; i < lines[band].length; i++) {
                lines[band][i] = new double[width(band)];
            }
        }
    }

    /** First column of a band; of the band after the last: N. */
    int start(int band) {
        return (int) ((long) rows * band / bands);
    }

    int width(int band) {
        return start(band + 1) - start(band);
    }

    /** K = X X'. */
    static KernelMatrix of(FeatureMatrix features, WorkTeam team) {
        Design design = Design.forScoring(features);
        KernelMatrix kernel = new KernelMatrix(design.rows, team.threads());
        // A task makes some rows against every block up to their own; the rest is their mirror image.
        int tasks = (design.rows + ROWS_PER_TASK - 1) / ROWS_PER_TASK;
        team.run(tasks, task -> {
            int to = design.rows - task * ROWS_PER_TASK; // the longest first
            int from = Math.max(0, to - ROWS_PER_TASK);
            double[] w = widened(features, from, to);
            for (int block = 0; block * Design.BLOCK < to; block++) {
                double[][] z = new double[to - from][design.length(block)];
                design.score(block, w, z.length, z);
                for (int i = from; i < to; i++) {
                    kernel.put(i, block * Design.BLOCK, z[i - from]);
                }
            }
        });
        team.run(kernel.bands, kernel::mirror);
        return kernel;
    }

    private static double[] widened(FeatureMatrix features, int from, int to) {
        int dimension = features.dimension();
        double[] w = new double[(to - from) * dimension + 3];
        float[] row = new float[dimension];
        for (int i = from; i < to; i++) {
            features.copyRow(i, 0, dimension, row);
            for (int j = 0; j < dimension; j++) {
                w[(i - from) * dimension + j] = row[j];
            }
        }
        return w;
    }

    private void put(int row, int from, double[] products) {
        for (int band = 0; band < bands; band++) {
            int first = Math.max(from, start(band));
            int count = Math.min(from + products.length, start(band + 1)) - first;
            if (count > 0) {
                System.arraycopy(products, first - from, lines[band][row], first - start(band), count);
            }
        }
    }

    /** Fills what lies above the diagonal in one band; reads only what lies below it. */
    private void mirror(int band) {
        for (int i = 0; i < start(band + 1); i++) {
            int from = 0;
            while (start(from + 1) <= i) {
                from++;
            }
            double[] line = lines[band][i];
            for (int k = Math.max(0, i + 1 - start(band)); k < line.length; k++) {
                line[k] = lines[from][start(band) + k][i - start(from)];
            }
        }
    }

    /**
     * sums[c] += rows of one band of K * r_c, first {@code classes} classes.
     *
     * @param r per block of {@link Design#BLOCK} rows and class; readable, and zero, up to the next multiple of four rows
     */
    void multiply(int band, double[][][] r, int classes, double[][] sums) {
        double[][] x = lines[band];
        int width = width(band);
        for (int from = 0; from < classes; from += Design.CLASSES) {
            int to = Math.min(from + Design.CLASSES, classes);
            for (int i = 0; i < x.length; i += 4) {
                Kernels.addRows(
                        sums,
                        x[i],
                        x[i + 1],
                        x[i + 2],
                        x[i + 3],
                        r[i / Design.BLOCK],
                        i % Design.BLOCK,
                        from,
                        to,
                        width);
            }
        }
    }
}
