/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.protocols.WorkTeam;
import java.util.Arrays;
import java.util.List;

/** Decision values of a split, [N, K]. */
final class Scores {
    private final double[][][] blocks;
    private final int rows;
    private final int classes;

    private Scores(double[][][] blocks, int rows, int classes) {
        this.blocks = blocks;
        this.rows = rows;
        this.classes = classes;
    }

    /** Scores of the parameters {@code x}, laid out as {@link SoftmaxLoss} has them. */
    static Scores of(Design design, double[] x, int classes, WorkTeam team) {
        double[][][] blocks = new double[design.blocks][classes][];
        double[] w = Arrays.copyOf(x, x.length + 3);
        team.run(blocks.length, i -> {
            for (int c = 0; c < classes; c++) {
                blocks[i][c] = new double[design.length(i)];
                Arrays.fill(blocks[i][c], x[classes * design.dimension + c]);
            }
            design.score(i, w, classes, blocks[i]);
        });
        return new Scores(blocks, design.rows, classes);
    }

    /** Scores that are there already, [N, K] row after row. */
    static Scores of(float[] logits, int rows, int classes) {
        double[][][] blocks = new double[Math.ceilDiv(rows, Design.BLOCK)][classes][];
        for (int b = 0; b < blocks.length; b++) {
            int first = b * Design.BLOCK;
            int length = Math.min(Design.BLOCK, rows - first);
            for (int c = 0; c < classes; c++) {
                blocks[b][c] = new double[length];
                for (int i = 0; i < length; i++) {
                    blocks[b][c][i] = logits[(first + i) * classes + c];
                }
            }
        }
        return new Scores(blocks, rows, classes);
    }

    /** Parts one below the other; all but the last have whole blocks. */
    static Scores stacked(List<Scores> parts) {
        double[][][] blocks =
                parts.stream().flatMap(part -> Arrays.stream(part.blocks)).toArray(double[][][]::new);
        return new Scores(blocks, parts.stream().mapToInt(Scores::rows).sum(), parts.getFirst().classes);
    }

    int rows() {
        return rows;
    }

    int classes() {
        return classes;
    }

    double at(int row, int c) {
        return blocks[row / Design.BLOCK][c][row % Design.BLOCK];
    }

    /** Whether the predicted class is the image's. */
    boolean[] right(Labels.Single labels) {
        int[] predicted = predicted();
        boolean[] right = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            right[i] = predicted[i] == labels.at(i);
        }
        return right;
    }

    /** The class with the highest score, the first of equals. */
    int[] predicted() {
        int[] predicted = new int[rows];
        for (int i = 0; i < rows; i++) {
            for (int c = 1; c < classes; c++) {
                if (at(i, c) > at(i, predicted[i])) {
                    predicted[i] = c;
                }
            }
        }
        return predicted;
    }

    /** One column per class, each from its own two-class scores; {@code factor} times the second score. */
    static Scores columns(Scores[] twoClass, double factor) {
        int rows = twoClass[0].rows;
        double[][][] blocks = new double[twoClass[0].blocks.length][twoClass.length][];
        for (int b = 0; b < blocks.length; b++) {
            for (int c = 0; c < twoClass.length; c++) {
                blocks[b][c] = twoClass[c].blocks[b][1].clone();
                for (int i = 0; i < blocks[b][c].length; i++) {
                    blocks[b][c][i] *= factor;
                }
            }
        }
        return new Scores(blocks, rows, twoClass.length);
    }
}
