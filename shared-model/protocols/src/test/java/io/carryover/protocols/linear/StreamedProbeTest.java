/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.FeatureMatrix;
import io.carryover.protocols.FeatureRows;
import io.carryover.protocols.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The same data by both ways. */
class StreamedProbeTest {
    private static final int D = 24;
    private static final int CLASSES = 5;
    /** Room for all 45 fits, and for a sample of 400 of the images. */
    private static final long MEMORY = 600_000;

    private final LabelledFeatures train = split(1, 9_000, 1);
    private final LabelledFeatures val = split(2, 700, 1);
    private final LabelledFeatures test = split(3, 900, 1);

    /** Sorted by class, as folders are. */
    private static LabelledFeatures split(int seed, int rows, double apart) {
        RandomGenerator random = Seeds.stream(seed, 0);
        float[] values = new float[rows * D];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = (int) ((long) i * CLASSES / rows);
            for (int j = 0; j < D; j++) {
                double mean = j % CLASSES == labels[i] ? apart / (1 + j) : 0;
                values[i * D + j] = (float) ((random.nextGaussian() + mean) / (1 + 0.2 * j));
            }
        }
        return new LabelledFeatures(FeatureMatrix.of(values, rows, D), Labels.of(labels));
    }

    private static LinearProbe.Settings settings(LinearProtocol protocol, int threads) {
        return new LinearProbe.Settings(protocol, LinearMetric.TOP1, threads);
    }

    private StreamedProbe.Outcome streamed(LinearProtocol protocol, int threads, long memory) {
        return StreamedProbe.run(
                train.byRows(), val.byRows(), test.byRows(), settings(protocol, threads), memory, ProbeMonitor.NONE);
    }

    private static void assertSame(LinearResult streamed, LinearResult memory) {
        assertThat(streamed.bestC()).isEqualTo(memory.bestC());
        assertThat(streamed.testPredicted()).isEqualTo(memory.testPredicted());
        assertThat(streamed.testValue()).isEqualTo(memory.testValue());
        assertThat(streamed.warnings()).isEqualTo(memory.warnings());
        assertThat(streamed.validationLogits()).hasSameSizeAs(memory.validationLogits());
        for (int i = 0; i < 45; i++) {
            SweepPoint point = streamed.sweep().get(i);
            SweepPoint expected = memory.sweep().get(i);
            assertThat(point.c()).isEqualTo(expected.c());
            assertThat(point.value()).isCloseTo(expected.value(), within(0.15));
            assertThat(point.objective() / expected.objective()).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void convergedIsWhatMemoryGivesInFewPasses() {
        LinearResult memory =
                LinearProbe.run(train, val, test, settings(LinearProtocol.CONVERGED, 2), ProbeMonitor.NONE);
        StreamedProbe.Outcome outcome = streamed(LinearProtocol.CONVERGED, 2, MEMORY);

        assertSame(outcome.result(), memory);
        assertThat(outcome.result().sweep())
                .allSatisfy(p -> assertThat(p.certificate()).isLessThanOrEqualTo(1e-6));
        assertThat(outcome.sweepPasses()).isLessThanOrEqualTo(100);
    }

    @Test
    void fewerFitsSideBySideTakeMorePassesToTheSame() {
        StreamedProbe.Outcome all = streamed(LinearProtocol.CONVERGED, 1, MEMORY);
        StreamedProbe.Outcome some = streamed(LinearProtocol.CONVERGED, 1, MEMORY / 6);

        assertSame(some.result(), all.result());
        assertThat(some.sweepPasses()).isGreaterThan(all.sweepPasses());
    }

    @Test
    void numberOfThreadsChangesNoBit() {
        LinearResult one = streamed(LinearProtocol.CONVERGED, 1, MEMORY).result();
        LinearResult three = streamed(LinearProtocol.CONVERGED, 3, MEMORY).result();

        assertThat(three.sweep()).isEqualTo(one.sweep());
        assertThat(three.weights()).isDeepEqualTo(one.weights());
        assertThat(three.testLogits()).isEqualTo(one.testLogits());
    }

    @Test
    void separableClassesConvergeForEveryC() {
        StreamedProbe.Outcome outcome = StreamedProbe.run(
                split(1, 3_000, 90).byRows(),
                split(2, 200, 90).byRows(),
                split(3, 200, 90).byRows(),
                settings(LinearProtocol.CONVERGED, 2),
                MEMORY,
                ProbeMonitor.NONE);

        assertThat(outcome.result().sweep()).hasSize(45).allSatisfy(p -> assertThat(p.certificate())
                .isLessThanOrEqualTo(1e-6));
        assertThat(outcome.sweepPasses()).isLessThanOrEqualTo(300);
    }

    @Test
    void studyTakesTheSameSteps() {
        LinearResult memory = LinearProbe.run(train, val, test, settings(LinearProtocol.STUDY, 2), ProbeMonitor.NONE);

        assertSame(streamed(LinearProtocol.STUDY, 2, MEMORY).result(), memory);
    }

    @Test
    void aValueThatIsNotFiniteIsNamedByItsRow() {
        FeatureRows broken = new FeatureRows() {
            @Override
            public int rows() {
                return train.features().rows();
            }

            @Override
            public int dimension() {
                return D;
            }

            @Override
            public void read(int first, int count, float[] target) {
                train.features().read(first, count, target);
                if (first <= 8_999 && first + count > 8_999) {
                    target[(8_999 - first) * D + 7] = Float.NaN;
                }
            }
        };

        assertThatThrownBy(() -> StreamedProbe.run(
                        new LabelledRows(broken, train.labels()),
                        val.byRows(),
                        test.byRows(),
                        settings(LinearProtocol.CONVERGED, 2),
                        MEMORY,
                        ProbeMonitor.NONE))
                .asInstanceOf(InstanceOfAssertFactories.type(CarryoverException.class))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.DEGENERATE_FEATURES);
                    assertThat(e).hasMessageContaining("feature 7 of row 8999");
                });
    }

    @Test
    void cancellingEndsAllFits() {
        List<Integer> asked = new ArrayList<>();
        ProbeMonitor soon = new ProbeMonitor() {
            @Override
            public void fitted(SweepPoint point, int done, int total) {}

            @Override
            public boolean cancelled() {
                synchronized (asked) {
                    asked.add(1);
                    return asked.size() > 400;
                }
            }
        };

        assertThatThrownBy(() -> StreamedProbe.run(
                        train.byRows(),
                        val.byRows(),
                        test.byRows(),
                        settings(LinearProtocol.CONVERGED, 2),
                        MEMORY,
                        soon))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void rowsBelowOthersAreReadAcrossTheSeam() {
        FeatureRows joined = train.features().below((FeatureRows) val.features());
        float[] across = new float[3 * D];
        joined.read(8_998, 3, across);

        assertThat(joined.rows()).isEqualTo(9_700);
        assertThat(across[D + 4]).isEqualTo(train.features().at(8_999, 4));
        assertThat(across[2 * D + 4]).isEqualTo(val.features().at(0, 4));
    }
}
