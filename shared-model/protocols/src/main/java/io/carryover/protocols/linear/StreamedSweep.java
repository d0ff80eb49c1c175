/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.protocols.WorkTeam;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@link Sweep} on data that are read in passes: {@code converged} side by side, {@code study} one after the other. */
final class StreamedSweep {
    /**
     * What {@code converged} aims at: predictions of nearly equal scores are then those of the optimum, and what the fits
     * from memory aim at would take more passes.
     */
    static final NewtonSolver.Goal GOAL = new NewtonSolver.Goal(1e-10, NewtonSolver.REQUIRED);

    /** Vectors as long as the parameters that one fit holds. */
    private static final int VECTORS = 12;
    /** L-BFGS has its own. */
    private static final Preconditioner NONE = (r, z) -> System.arraycopy(r, 0, z, 0, r.length);

    private final SplitScorer scorer;
    private final long memory;
    private final ProbeMonitor monitor;
    private final DataPasses passes;
    private final DataPasses onVal;
    private final int[] labels;
    private final int dimension;
    private final int size;
    private final List<SweepPoint> points = new ArrayList<>();
    private double highest;
    private int best;
    private double[] bestParameters;
    private double[] last;
    private Optional<Scores> validation = Optional.empty();
    private Preconditioner preconditioner = NONE;
    private long nanos;

    private StreamedSweep(
            LabelledRows train,
            LabelledRows val,
            SplitScorer scorer,
            long memory,
            WorkTeam team,
            ProbeMonitor monitor) {
        this.scorer = scorer;
        this.memory = memory;
        this.monitor = monitor;
        passes = new DataPasses(train.features(), team, monitor::cancelled);
        onVal = new DataPasses(val.features(), team, monitor::cancelled);
        labels = ((Labels.Single) train.labels()).toArray();
        dimension = train.dimension();
        size = scorer.classes() * (dimension + 1);
        last = new double[size];
        bestParameters = last;
    }

    static StreamedSweep run(
            LabelledRows train,
            LabelledRows val,
            SplitScorer scorer,
            long memory,
            WorkTeam team,
            ProbeMonitor monitor) {
        StreamedSweep sweep = new StreamedSweep(train, val, scorer, memory, team, monitor);
        switch (scorer.protocol()) {
            case STUDY -> {
                double[] x = new double[sweep.size];
                for (double c : LinearProbe.grid()) {
                    sweep.fit(List.of(new Fit(c, x, NONE)));
                }
            }
            case CONVERGED -> sweep.converged(train, team);
        }
        return sweep;
    }

    private void converged(LabelledRows train, WorkTeam team) {
        double[] grid = LinearProbe.grid();
        double[] up = IntStream.range(0, grid.length)
                .mapToDouble(i -> grid[grid.length - 1 - i])
                .toArray();
        int together = Math.clamp(memory / ((long) VECTORS * Double.BYTES * size), 1, up.length);
        long began = System.nanoTime();
        SampleStart sample =
                SampleStart.of(train.features(), labels, scorer.classes(), up, memory, team, monitor::cancelled);
        sample.compare(this::answer, together, scorer.classes());
        nanos += System.nanoTime() - began;
        for (int from = 0; from < up.length; from += together) {
            fit(IntStream.range(from, Math.min(from + together, up.length))
                    .mapToObj(i -> new Fit(up[i], sample.start(i), sample.preconditioner(i)))
                    .toList());
        }
    }

    /** A fit that begins at {@code x} and ends there. */
    private static final class Fit {
        private final double c;
        private final double[] x;
        private final Preconditioner preconditioner;
        private Solver.Solved solved = new Solver.Solved(Double.NaN, 0, Double.NaN);

        Fit(double c, double[] x, Preconditioner preconditioner) {
            this.c = c;
            this.x = x;
            this.preconditioner = preconditioner;
        }
    }

    private void fit(List<Fit> fits) {
        long began = System.nanoTime();
        Lockstep.run(
                fits.stream()
                        .map(fit -> (Lockstep.Fit) data -> fit.solved = solve(
                                scorer,
                                new PassLoss(data, dimension, scorer.classes(), fit.preconditioner),
                                fit,
                                monitor))
                        .toList(),
                this::answer);
        nanos += System.nanoTime() - began;
        int together = Math.clamp(
                memory
                        / ((long) Double.BYTES
                                * scorer.classes()
                                * scorer.labels().size()),
                1,
                fits.size());
        for (int from = 0; from < fits.size(); from += together) {
            List<Fit> some = fits.subList(from, Math.min(from + together, fits.size()));
            List<Scores> scores = onVal.score(some.stream().map(fit -> fit.x).toList(), scorer.classes());
            for (int i = 0; i < some.size(); i++) {
                keep(some.get(i), scores.get(i));
            }
        }
    }

    private void answer(List<PassRequest> requests) {
        long began = System.nanoTime();
        passes.answer(labels, requests);
        monitor.passed(passes.count(), requests.size(), (System.nanoTime() - began) / 1e9);
    }

    private static Solver.Solved solve(SplitScorer scorer, PassLoss loss, Fit fit, ProbeMonitor monitor) {
        return switch (scorer.protocol()) {
            case STUDY -> Solver.study(loss, fit.c, fit.x, monitor::cancelled);
            case CONVERGED -> NewtonSolver.solve(loss, fit.c, GOAL, fit.x, monitor::cancelled);
        };
    }

    /** The choice of {@link Sweep#run}. */
    private void keep(Fit fit, Scores scores) {
        double value = scorer.value(scores);
        SweepPoint point =
                new SweepPoint(fit.c, value, fit.solved.objective(), fit.solved.iterations(), fit.solved.certificate());
        points.add(point);
        if (points.size() == 1 || value > highest) {
            best = points.size() - 1;
            highest = Math.max(value, highest);
            validation = Optional.of(scores);
            bestParameters = fit.x.clone();
            preconditioner = fit.preconditioner;
        }
        last = fit.x;
        monitor.fitted(point, points.size(), LinearProbe.grid().length);
    }

    /** One more fit with the chosen C, from where {@link Sweep} would begin it. */
    double[] refit(DataPasses both, int[] labelsOfBoth) {
        double[] start = scorer.protocol() == LinearProtocol.STUDY ? last : bestParameters;
        Fit fit = new Fit(points.get(best).c(), start.clone(), preconditioner);
        Lockstep.run(
                List.of(data -> fit.solved = solve(
                        scorer, new PassLoss(data, dimension, scorer.classes(), fit.preconditioner), fit, monitor)),
                requests -> both.answer(labelsOfBoth, requests));
        return fit.x;
    }

    Sweep found() {
        return new Sweep(points, points.get(best), new Sweep.Parameters(new double[][] {bestParameters}), validation);
    }

    int passes() {
        return passes.count();
    }

    /** Spent on the fits, validation left out. */
    double seconds() {
        return nanos / 1e9;
    }
}
