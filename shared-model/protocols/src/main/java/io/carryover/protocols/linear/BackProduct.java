/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.protocols.WorkTeam;
import java.util.Arrays;

/**
 * (features)' * r, the product behind every gradient: r has one value per image and class and adds up to zero over the
 * classes, so the last class is not multiplied out, it is minus the sum of the others.
 */
final class BackProduct {
    private final Design design;
    private final int classes;
    private final WorkTeam team;
    private final double[][][][] sums;

    BackProduct(Design design, int classes, WorkTeam team) {
        this.design = design;
        this.classes = classes;
        this.team = team;
        sums = new double[design.parts][design.chunks][classes - 1][];
        for (double[][][] part : sums) {
            for (int chunk = 0; chunk < part.length; chunk++) {
                for (int c = 0; c < classes - 1; c++) {
                    part[chunk][c] = new double[design.chunkStart(chunk + 1) - design.chunkStart(chunk)];
                }
            }
        }
    }

    /**
     * Writes the first K·D values of {@code g}.
     *
     * @param r [blocks][K][rows of the block, and zeros up to the next multiple of four]
     */
    void multiply(double[][][] r, double[] g) {
        int chunks = design.chunks;
        team.run(design.parts * chunks, task -> {
            double[][] mine = sums[task / chunks][task % chunks];
            for (double[] row : mine) {
                Arrays.fill(row, 0);
            }
            design.accumulate(task / chunks, task % chunks, r, classes - 1, mine);
        });
        addUp(g);
    }

    /** Adds the parts up, in their order. */
    private void addUp(double[] g) {
        int d = design.dimension;
        for (int chunk = 0; chunk < design.chunks; chunk++) {
            int from = design.chunkStart(chunk);
            int width = design.chunkStart(chunk + 1) - from;
            double[] last = new double[width];
            for (int c = 0; c < classes - 1; c++) {
                double[] row = sums[0][chunk][c];
                for (int part = 1; part < design.parts; part++) {
                    Kernels.add(row, sums[part][chunk][c], width);
                }
                Kernels.subtract(last, row, width);
                System.arraycopy(row, 0, g, c * d + from, width);
            }
            System.arraycopy(last, 0, g, (classes - 1) * d + from, width);
        }
    }
}
