/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.FeatureRows;
import io.carryover.protocols.WorkTeam;
import java.util.Arrays;
import java.util.List;

/**
 * {@link LinearProbe} on features that are larger than memory: read again and again, the fits for all values of C served by
 * one pass where the protocol lets them go side by side. The same numbers as from memory, {@code converged} within its
 * certificate.
 */
public final class StreamedProbe {
    /** What {@code study} takes, 100 iterations for each C, if no step is tried twice. */
    public static final int STUDY_PASSES = 100 * LinearProbe.grid().length;

    /** Values that are read to measure the speed: 256 MiB of features. */
    private static final int MEASURED = 1 << 26;

    private StreamedProbe() {}

    /**
     * What was found, and what it took.
     *
     * @param sweepPasses readings of train for the 45 fits
     * @param lastPasses readings of train and val for the last fit
     * @param sweepSeconds of the 45 fits, validation left out
     */
    public record Outcome(LinearResult result, int sweepPasses, int lastPasses, double sweepSeconds) {}

    /**
     * Runs the probe.
     *
     * @param memory bytes that each may take: a sample of train, what is derived from it, the vectors of fits that go side by
     *     side
     * @throws CarryoverException INVALID_REQUEST for multi-label data; otherwise as {@link LinearProbe#run}
     * @throws java.util.concurrent.CancellationException where the monitor says so
     */
    public static Outcome run(
            LabelledRows train,
            LabelledRows val,
            LabelledRows test,
            LinearProbe.Settings settings,
            long memory,
            ProbeMonitor monitor) {
        if (!(train.labels() instanceof Labels.Single)) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    "multi-label features that exceed the memory limit can't be probed: raise it");
        }
        int classes = ProbeInput.classes(train, val, test);
        SplitScorer onVal = new SplitScorer(settings.metric(), settings.protocol(), val.labels(), classes);
        SplitScorer onTest = new SplitScorer(settings.metric(), settings.protocol(), test.labels(), classes);
        List<String> warnings = ProbeInput.check(train, onVal, onTest);
        ProbeInput.singles(train, val).ifPresent(warnings::add);
        try (WorkTeam team = new WorkTeam(settings.threads())) {
            StreamedSweep sweep = StreamedSweep.run(train, val, onVal, memory, team, monitor);
            DataPasses both = new DataPasses(train.features().below(val.features()), team, monitor::cancelled);
            double[] x = sweep.refit(both, ((Labels.Single) ProbeInput.join(train, val)).toArray());
            if (sweep.found().atEdge()) {
                warnings.add("the best C, " + sweep.found().best().c()
                        + ", is at the edge of the grid: a better one may lie beyond");
            }
            Scores scores = new DataPasses(test.features(), team, monitor::cancelled)
                    .score(List.of(x), classes)
                    .getFirst();
            LinearResult result =
                    LinearProbe.result(new double[][] {x}, train.dimension(), scores, onTest, sweep.found(), warnings);
            return new Outcome(result, sweep.passes(), both.count(), sweep.seconds());
        }
    }

    /** How long one gradient of one fit takes, from two parts of the data, of which the first one warms up. */
    public static double secondsPerPass(LabelledRows train, int threads) {
        FeatureRows rows = train.features();
        int count = Math.clamp(MEASURED / rows.dimension(), 1, Math.max(1, rows.rows() / 2));
        int[] labels = ((Labels.Single) train.labels()).toArray();
        int classes = ProbeInput.classes(train);
        double seconds = 0;
        try (WorkTeam team = new WorkTeam(threads)) {
            for (int part = 0; part < Math.min(2, rows.rows()); part++) {
                int from = part * count;
                DataPasses some = new DataPasses(rows.part(from, count), team, () -> false);
                double[] zero = new double[classes * (rows.dimension() + 1)];
                long began = System.nanoTime();
                some.answer(
                        Arrays.copyOfRange(labels, from, from + count), List.of(PassRequest.gradient(zero, classes)));
                seconds = (System.nanoTime() - began) / 1e9;
            }
        }
        return seconds * rows.rows() / count;
    }
}
