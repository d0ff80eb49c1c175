/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.protocols.FeatureMatrix;
import io.carryover.protocols.FeatureRows;
import io.carryover.protocols.WorkTeam;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What a sample of the images that fits into memory tells of all of them: for every C where the optimum is about, and a
 * preconditioner, the Hessian there. Both save passes and neither reaches the result.
 */
final class SampleStart {
    /** Images for each feature: enough that the sample's second moments are those of all images within a small factor. */
    private static final int ROWS_PER_FEATURE = 8;
    /** More preconditioners than this save no passes. */
    private static final int MOST = 5;
    /** The sample's optimum is itself this far from that of all images, and farther. */
    private static final NewtonSolver.Goal GOAL = new NewtonSolver.Goal(1e-4, 1e-2);

    private final List<double[]> starts = new ArrayList<>();
    private final List<Preconditioner> preconditioners = new ArrayList<>();

    private final double[] grid;
    private final int[] chosen;

    private SampleStart(double[] grid) {
        this.grid = grid;
        chosen = new int[grid.length];
        Arrays.setAll(chosen, i -> i);
    }

    /**
     * Fits the sample for each C.
     *
     * @param grid values of C, from the smallest up
     * @param memory bytes for the sample, and as many for the preconditioners
     */
    static SampleStart of(
            FeatureRows rows,
            int[] labels,
            int classes,
            double[] grid,
            long memory,
            WorkTeam team,
            BooleanSupplier cancelled) {
        int[] chosen = choose(labels, classes, rows.dimension(), memory);
        int[] labelsOf = new int[chosen.length];
        float[] values = new float[Math.multiplyExact(chosen.length, rows.dimension())];
        float[] row = new float[rows.dimension()];
        for (int i = 0; i < chosen.length; i++) {
            rows.read(chosen[i], 1, row);
            System.arraycopy(row, 0, values, i * row.length, row.length);
            labelsOf[i] = labels[chosen[i]];
        }
        Design design = Design.forFitting(FeatureMatrix.of(values, chosen.length, row.length));
        SoftmaxLoss loss = new SoftmaxLoss(design, labelsOf, classes, new Preconditioning(memory / Double.BYTES), team);
        SampleStart start = new SampleStart(grid);
        start.fit(loss, (double) labels.length / chosen.length, memory, cancelled);
        return start;
    }

    private void fit(SoftmaxLoss loss, double scale, long memory, BooleanSupplier cancelled) {
        WorkTeam alone = new WorkTeam(1);
        long d = loss.design.dimension;
        int sets = Math.clamp(memory / (4 * d * d), 1, MOST);
        double[] x = new double[loss.size()];
        for (int i = 0; i < grid.length; i++) {
            NewtonSolver.solve(loss, grid[i] * scale, GOAL, x, cancelled);
            starts.add(x.clone());
            if (middle(i * sets / grid.length, sets, grid.length) == i) {
                preconditioners.add(preconditioner(loss, memory / (8L * sets), alone));
            }
        }
    }

    private static int middle(int set, int sets, int fits) {
        return Math.ceilDiv(set * fits, sets)
                + (Math.ceilDiv((set + 1) * fits, sets) - Math.ceilDiv(set * fits, sets)) / 2;
    }

    /**
     * Lets each fit begin where its function, over all images, is smallest among all starts: the optimum of a sample that can
     * be separated may be far off. One pass for {@code together} starts.
     */
    void compare(Consumer<List<PassRequest>> data, int together, int classes) {
        double[] crossEntropies = new double[starts.size()];
        for (int from = 0; from < starts.size(); from += together) {
            List<PassRequest> requests = starts.subList(from, Math.min(from + together, starts.size())).stream()
                    .map(x -> PassRequest.gradient(x, classes))
                    .toList();
            data.accept(requests);
            for (int i = 0; i < requests.size(); i++) {
                crossEntropies[from + i] = requests.get(i).value();
            }
        }
        for (int i = 0; i < chosen.length; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int j = 0; j < chosen.length; j++) {
                double[] x = starts.get(j);
                double value = grid[i] * crossEntropies[j] + 0.5 * Vectors.dot(x, x, 0, x.length - classes);
                if (value < least) {
                    least = value;
                    chosen[i] = j;
                }
            }
        }
    }

    private static Preconditioner preconditioner(SoftmaxLoss loss, long room, WorkTeam alone) {
        try {
            return BlockPreconditioner.of(loss, room, alone);
        } catch (ArithmeticException e) {
            return DiagonalPreconditioner.of(loss);
        }
    }

    /** Evenly spread, and the first image of each class. */
    private static int[] choose(int[] labels, int classes, int dimension, long memory) {
        long most = Math.min((long) ROWS_PER_FEATURE * dimension, memory / (2L * Float.BYTES * dimension));
        int count = (int) Math.clamp(most, Math.min(labels.length, 2L * classes), labels.length);
        BitSet chosen = new BitSet(labels.length);
        for (int i = 0; i < count; i++) {
            chosen.set((int) ((long) i * labels.length / count));
        }
        BitSet seen = new BitSet(classes);
        for (int i = 0; i < labels.length; i++) {
            if (!seen.get(labels[i])) {
                seen.set(labels[i]);
                chosen.set(i);
            }
        }
        return chosen.stream().toArray();
    }

    /** Where the fit for a value of the grid begins; a copy. */
    double[] start(int i) {
        return starts.get(chosen[i]).clone();
    }

    /** Serves the fit for a value of the grid; may be used by several at once. */
    Preconditioner preconditioner(int i) {
        return preconditioners.get(chosen[i] * preconditioners.size() / starts.size());
    }
}
