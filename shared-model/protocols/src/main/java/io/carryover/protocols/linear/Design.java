/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.protocols.FeatureMatrix;

/**
 * The features of one split, laid out twice for the two products that a fit needs: in blocks of rows with one array per
 * feature (scores, running along the rows), and in chunks of features with one array per row (gradient, running along the
 * features). Both as float32: half the traffic from memory, widened exactly on the way into the registers.
 *
 * <p>Blocks, chunks and parts depend on the sizes alone, never on the number of threads, and partial sums are added in
 * their order: that is what makes results the same on any machine of the fleet.
 */
final class Design implements Scorer {
    static final int BLOCK = 256;
    private static final int WIDEST_CHUNK = 256;
    /** Classes whose sums lie in the cache beside four sources: these are read, and widened, once for all of them. */
    static final int CLASSES = 12;
    /** Sums for the gradient are made in at least this many tasks where the data allows it. */
    private static final int TASKS = 8;

    final int rows;
    final int dimension;
    final int blocks;
    final int chunks;
    final int parts;
    private final float[][][] columns;
    private final float[][][] lines;

    private Design(FeatureMatrix features, boolean withColumns, boolean withLines) {
        rows = features.rows();
        dimension = features.dimension();
        blocks = (rows + BLOCK - 1) / BLOCK;
        chunks = (dimension + WIDEST_CHUNK - 1) / WIDEST_CHUNK;
        parts = Math.clamp(TASKS / chunks, 1, blocks);
        columns = new float[withColumns ? blocks : 0][roundUp(dimension)][];
        for (int block = 0; block < columns.length; block++) {
            fillColumns(features, block);
        }
        lines = new float[withLines ? chunks : 0][roundUp(rows)][];
        for (int chunk = 0; chunk < lines.length; chunk++) {
            fillLines(features, chunk);
        }
    }

    /** For scores and gradients. */
    static Design forFitting(FeatureMatrix features) {
        return new Design(features, true, true);
    }

    /** For scores alone: half the memory. */
    static Design forScoring(FeatureMatrix features) {
        return new Design(features, true, false);
    }

    /** For sums over the rows alone: half the memory. */
    static Design forGradients(FeatureMatrix features) {
        return new Design(features, false, true);
    }

    @Override
    public int weightsPerClass() {
        return dimension;
    }

    private void fillColumns(FeatureMatrix features, int block) {
        int length = length(block);
        float[] padding = new float[length];
        float[] row = new float[dimension];
        for (int j = 0; j < columns[block].length; j++) {
            columns[block][j] = j < dimension ? new float[length] : padding;
        }
        for (int i = 0; i < length; i++) {
            features.copyRow(block * BLOCK + i, 0, dimension, row);
            for (int j = 0; j < dimension; j++) {
                columns[block][j][i] = row[j];
            }
        }
    }

    private void fillLines(FeatureMatrix features, int chunk) {
        int from = chunkStart(chunk);
        int width = chunkStart(chunk + 1) - from;
        float[] padding = new float[width];
        for (int i = 0; i < lines[chunk].length; i++) {
            if (i < rows) {
                lines[chunk][i] = new float[width];
                features.copyRow(i, from, width, lines[chunk][i]);
            } else {
                lines[chunk][i] = padding;
            }
        }
    }

    static int roundUp(int count) {
        return (count + 3) & ~3;
    }

    /** Rows in a block. */
    int length(int block) {
        return Math.min(BLOCK, rows - block * BLOCK);
    }

    /** First feature of a chunk; of the chunk after the last: D. */
    int chunkStart(int chunk) {
        return (int) ((long) dimension * chunk / chunks);
    }

    /** First block of a part; of the part after the last: the number of blocks. */
    int partStart(int part) {
        return (int) ((long) blocks * part / parts);
    }

    /**
     * z[c] += X_block * w_c for the first {@code classes} classes.
     *
     * @param w one row of D per class, one after another; up to three values after the last row used must be readable
     */
    @Override
    public void score(int block, double[] w, int classes, double[][] z) {
        float[][] x = columns[block];
        int n = length(block);
        Wide four = new Wide(n);
        for (int from = 0; from < classes; from += CLASSES) {
            int to = Math.min(from + CLASSES, classes);
            for (int j = 0; j < x.length; j += 4) {
                four.set(x, j);
                int c = from;
                for (; c + 2 < to; c += 3) {
                    int at = c * dimension + j;
                    four.addTo(z[c], z[c + 1], z[c + 2], w, at, w, at + dimension, w, at + 2 * dimension);
                }
                for (; c < to; c++) {
                    four.addTo(z[c], w, c * dimension + j);
                }
            }
        }
    }

    /**
     * sums[c] += (features of this chunk)' * residuals of class c over one part's rows, first {@code classes} classes.
     *
     * @param residuals per block and class; readable, and zero, up to the next multiple of four rows
     */
    void accumulate(int part, int chunk, double[][][] residuals, int classes, double[][] sums) {
        float[][] x = lines[chunk];
        Wide four = new Wide(chunkStart(chunk + 1) - chunkStart(chunk));
        for (int block = partStart(part); block < partStart(part + 1); block++) {
            double[][] r = residuals[block];
            int first = block * BLOCK;
            int length = length(block);
            for (int from = 0; from < classes; from += CLASSES) {
                int to = Math.min(from + CLASSES, classes);
                for (int k = 0; k < length; k += 4) {
                    four.set(x, first + k);
                    four.addTo(sums, r, k, from, to);
                }
            }
        }
    }

    /** Four sources, widened once for all classes. */
    private static final class Wide {
        private final int n;
        private final double[] x0;
        private final double[] x1;
        private final double[] x2;
        private final double[] x3;

        Wide(int n) {
            this.n = n;
            x0 = new double[n];
            x1 = new double[n];
            x2 = new double[n];
            x3 = new double[n];
        }

        void set(float[][] x, int at) {
            Kernels.widen(x0, x[at], n);
            Kernels.widen(x1, x[at + 1], n);
            Kernels.widen(x2, x[at + 2], n);
            Kernels.widen(x3, x[at + 3], n);
        }

        void addTo(
                double[] y0, double[] y1, double[] y2, double[] u, int atU, double[] v, int atV, double[] w, int atW) {
            Kernels.axpy34(y0, y1, y2, x0, x1, x2, x3, u, atU, v, atV, w, atW, n);
        }

        void addTo(double[][] y, double[][] r, int at, int from, int to) {
            Kernels.addRows(y, x0, x1, x2, x3, r, at, from, to, n);
        }

        void addTo(double[] y, double[] w, int at) {
            Kernels.axpy14(y, x0, x1, x2, x3, w, at, n);
        }
    }

    /** Values of one feature in a block. */
    float[] column(int block, int feature) {
        return columns[block][feature];
    }
}
