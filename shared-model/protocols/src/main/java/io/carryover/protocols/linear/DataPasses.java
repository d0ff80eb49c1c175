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
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Passes over features that stay where they are. They come in slabs of about 4 MiB, which lie in the cache while all fits use
 * them; while some slabs are worked on, the next ones are read. Slabs, and the order in which they are added up, depend on
 * sizes alone, never on threads.
 */
final class DataPasses {
    /** Values of a slab. */
    private static final int SLAB = 1 << 20;
    /** Slabs that are worked on together. */
    private static final int LANES = 8;
    /** Numbers that the answers of all lanes may hold: 64 MiB, unless one lane needs more. */
    private static final long ROOM = 1L << 23;

    private final FeatureRows rows;
    private final WorkTeam team;
    private final BooleanSupplier cancelled;
    private final int slabRows;
    private int count;

    DataPasses(FeatureRows rows, WorkTeam team, BooleanSupplier cancelled) {
        this.rows = rows;
        this.team = team;
        this.cancelled = cancelled;
        slabRows = Math.clamp(SLAB / rows.dimension() / Design.BLOCK, 1, 32) * Design.BLOCK;
    }

    /** How often the data were read. */
    int count() {
        return count;
    }

    /**
     * Answers the requests of several fits in one pass.
     *
     * @param labels of all rows
     */
    void answer(int[] labels, List<PassRequest> requests) {
        long numbers = Math.multiplyFull(requests.size(), requests.getFirst().at.length);
        int lanes = Math.clamp(ROOM / numbers, 1, LANES);
        PassRequest[][] parts = new PassRequest[lanes][requests.size()];
        for (PassRequest[] lane : parts) {
            Arrays.setAll(lane, i -> requests.get(i).part());
        }
        pass(lanes, Design::forFitting, (first, designs) -> {
            int[][] labelsOf = new int[designs.length][];
            for (int i = 0; i < designs.length; i++) {
                int from = first + i * slabRows;
                labelsOf[i] = Arrays.copyOfRange(labels, from, from + designs[i].rows);
            }
            team.run(designs.length * requests.size(), task -> {
                int lane = task / requests.size();
                parts[lane][task % requests.size()].add(designs[lane], labelsOf[lane]);
            });
        });
        team.run(requests.size(), i -> {
            for (PassRequest[] lane : parts) {
                requests.get(i).add(lane[i]);
            }
        });
    }

    /** Decision values of several parameter vectors, from one pass. */
    List<Scores> score(List<double[]> parameters, int classes) {
        List<List<Scores>> parts = parameters.stream()
                .map(_ -> (List<Scores>) new ArrayList<Scores>())
                .toList();
        pass(LANES, Design::forScoring, (_, designs) -> {
            for (Design design : designs) {
                for (int i = 0; i < parameters.size(); i++) {
                    parts.get(i).add(Scores.of(design, parameters.get(i), classes, team));
                }
            }
        });
        return parts.stream().map(Scores::stacked).toList();
    }

    private interface Slabs {
        /** @param first row of the first of them */
        void accept(int first, Design[] slabs);
    }

    private void pass(int lanes, Function<FeatureMatrix, Design> layout, Slabs work) {
        count++;
        int step = lanes * slabRows;
        FutureTask<FeatureMatrix[]> next = readAhead(0, lanes);
        for (int first = 0; first < rows.rows(); first = first + step) {
            FeatureMatrix[] slabs = get(next);
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("cancelled during a pass");
            }
            if (rows.rows() - first > step) {
                next = readAhead(first + step, lanes);
            }
            Design[] designs = new Design[slabs.length];
            team.run(slabs.length, i -> designs[i] = layout.apply(slabs[i]));
            work.accept(first, designs);
            if (rows.rows() - first <= step) {
                return;
            }
        }
    }

    private FutureTask<FeatureMatrix[]> readAhead(int first, int lanes) {
        FutureTask<FeatureMatrix[]> task = new FutureTask<>(() -> {
            int count = Math.min(lanes, Math.ceilDiv(rows.rows() - first, slabRows));
            FeatureMatrix[] slabs = new FeatureMatrix[count];
            for (int i = 0; i < count; i++) {
                int from = first + i * slabRows;
                int length = Math.min(slabRows, rows.rows() - from);
                float[] values = new float[length * rows.dimension()];
                rows.read(from, length, values);
                slabs[i] = FeatureMatrix.of(values, length, rows.dimension(), from);
            }
            return slabs;
        });
        Thread.ofPlatform().daemon().name("carryover-read-ahead").start(task);
        return task;
    }

    private static FeatureMatrix[] get(FutureTask<FeatureMatrix[]> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted during a pass");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
