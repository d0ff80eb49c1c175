/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.protocols.WorkTeam;
import java.util.Arrays;

/** All images' scores as a line search moves through them: those of a direction are made once, at its first trial. */
final class LineScores {
    final SoftmaxBlock[] blocks;
    private final Scorer scorer;
    private final WorkTeam team;
    private double[] move = new double[0];
    private boolean moveScored;

    /** @param labels class of each image; a block has {@link Design#BLOCK} of them */
    LineScores(Scorer scorer, int[] labels, int classes, WorkTeam team) {
        this.scorer = scorer;
        this.team = team;
        blocks = new SoftmaxBlock[(labels.length + Design.BLOCK - 1) / Design.BLOCK];
        for (int i = 0; i < blocks.length; i++) {
            int first = i * Design.BLOCK;
            int to = Math.min(first + Design.BLOCK, labels.length);
            blocks[i] = new SoftmaxBlock(Arrays.copyOfRange(labels, first, to), classes);
        }
    }

    void moveTo(double[] x) {
        team.run(blocks.length, i -> {
            blocks[i].base(scorer, i, x);
            blocks[i].evaluateBase();
        });
    }

    void direction(double[] d) {
        move = d;
        moveScored = false;
    }

    double[] direction() {
        return move;
    }

    void trial(double step) {
        boolean score = !moveScored;
        team.run(blocks.length, i -> {
            if (score) {
                blocks[i].move(scorer, i, move);
            }
            blocks[i].evaluate(step);
        });
        moveScored = true;
    }

    void accept() {
        for (SoftmaxBlock block : blocks) {
            block.accept();
        }
    }

    /** {@code slope} and the cross entropy's along the direction, added in the order of the blocks. */
    double addSlopeTo(double slope) {
        double sum = slope;
        for (SoftmaxBlock block : blocks) {
            sum += block.slope();
        }
        return sum;
    }

    double crossEntropy() {
        double sum = 0;
        for (SoftmaxBlock block : blocks) {
            sum += block.crossEntropy();
        }
        return sum;
    }

    double residualSum(int c) {
        double sum = 0;
        for (SoftmaxBlock block : blocks) {
            sum += block.residualSum(c);
        }
        return sum;
    }
}
