/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.FeatureMatrix;
import io.carryover.protocols.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelEfficiencyTest {
    private static final LabelledFeatures TEST = LinearGoldens.single("test");
    private static final LabelledFeatures POOL = pool();

    private static LabelledFeatures pool() {
        LabelledFeatures train = LinearGoldens.single("train");
        LabelledFeatures val = LinearGoldens.single("val");
        return new LabelledFeatures(
                train.features().below(val.features()), ProbeInput.join(train.byRows(), val.byRows()));
    }

    private static LabelEfficiency.Settings settings(int subsets, Integer... labels) {
        return new LabelEfficiency.Settings(List.of(labels), subsets, 3, LinearMetric.TOP1, 2);
    }

    /** golden/label_efficiency.py: the same subsets give the same C and the same accuracy. */
    @Test
    void onExplicitSubsetsItIsScikitLearns() {
        LabelEfficiency ours = LabelEfficiency.of(POOL, TEST, settings(2, 1));
        for (JsonNode run : Golden.read("label_efficiency").get("runs")) {
            int[][] rows = new int[10][];
            for (int c = 0; c < rows.length; c++) {
                rows[c] = Golden.ints(run.get("rows").get(c));
            }

            LinearResult result = ours.probe(rows, ProbeMonitor.NONE);

            assertThat(result.bestC())
                    .as("%d labels", rows[0].length)
                    .isEqualTo(run.get("c").asDouble());
            assertThat(result.testValue()).isCloseTo(run.get("test").asDouble(), within(1e-9));
        }
    }

    @Test
    void subsetsAreBalancedNestedAndNoneIsLikeAnother() {
        LabelEfficiency ours = LabelEfficiency.of(POOL, TEST, settings(2, 1));
        Labels.Single labels = (Labels.Single) POOL.labels();
        for (int number = 0; number < 3; number++) {
            int[][] five = ours.subset(number, 5);
            int[][] twenty = ours.subset(number, 20);
            for (int c = 0; c < 10; c++) {
                int wanted = c;
                assertThat(twenty[c]).hasSize(20).doesNotHaveDuplicates();
                assertThat(Arrays.stream(twenty[c]).allMatch(row -> labels.at(row) == wanted))
                        .isTrue();
                assertThat(Arrays.copyOf(twenty[c], 5)).isEqualTo(five[c]);
            }
        }
        assertThat(ours.subset(0, 5)).isNotEqualTo(ours.subset(1, 5));
    }

    /** Features play no part in the drawing: other features with the same labels give the same subsets. */
    @Test
    void everyBackboneHasTheSameSubsets() {
        LabelledFeatures other = new LabelledFeatures(
                FeatureMatrix.of(
                        new float[POOL.features().rows()], POOL.features().rows(), 1),
                POOL.labels());
        LabelledFeatures otherTest = new LabelledFeatures(
                FeatureMatrix.of(
                        new float[TEST.features().rows()], TEST.features().rows(), 1),
                TEST.labels());

        assertThat(LabelEfficiency.of(other, otherTest, settings(2, 1)).subset(1, 7))
                .isEqualTo(LabelEfficiency.of(POOL, TEST, settings(2, 1)).subset(1, 7));
    }

    @Test
    void theCurveHasWhatTheSmallestClassGives() {
        List<Integer> told = new ArrayList<>();
        LabelCurve curve = LabelEfficiency.run(
                POOL, TEST, settings(3, 1, 2, 5, 1000), (_, done, total) -> told.add(1000 * done + total));

        int fits = 3 * (1 + (2 * 45 + 1) + (5 * 45 + 1));
        assertThat(told).hasSize(fits).isSorted().endsWith(1000 * fits + fits);
        assertThat(curve.points()).extracting(LabelCurve.Point::labels).containsExactly(1, 2, 5);
        assertThat(curve.leftOut()).containsExactly(1000);
        assertThat(curve.headline().labels()).isEqualTo(5);
        LabelCurve.Point one = curve.points().getFirst();
        assertThat(one.chosenC()).containsOnly(1.0);
        assertThat(one.predicted()).hasSize(3);
        long right = IntStream.range(0, 200)
                .filter(i -> one.predicted().get(2)[i] == ((Labels.Single) TEST.labels()).at(i))
                .count();
        assertThat(right / 2.0).isEqualTo(one.values().get(2));
        assertThat(curve.headline().summary().mean())
                .isGreaterThan(one.summary().mean());
        // t with 2 degrees of freedom: 4.302653
        assertThat(one.interval().hi() - one.summary().mean())
                .isCloseTo(4.302653 * one.summary().sd() / Math.sqrt(3), within(1e-5));
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        LabelCurve two = LabelEfficiency.run(POOL, TEST, settings(2, 2), ProbeMonitor.NONE);
        LabelCurve one = LabelEfficiency.run(
                POOL, TEST, new LabelEfficiency.Settings(List.of(2), 2, 3, LinearMetric.TOP1, 1), ProbeMonitor.NONE);

        assertThat(one.points().getFirst().values())
                .isEqualTo(two.points().getFirst().values());
        assertThat(one.points().getFirst().chosenC())
                .isEqualTo(two.points().getFirst().chosenC());
    }

    @Test
    void whatTheDataCannotGiveIsRefused() {
        LabelledFeatures lacking =
                new LabelledFeatures(FeatureMatrix.of(new float[] {1, 2, 3}, 3, 1), Labels.of(new int[] {0, 0, 2}));
        LabelledFeatures few =
                new LabelledFeatures(FeatureMatrix.of(new float[] {1, 2, 3}, 3, 1), Labels.of(new int[] {0, 0, 1}));

        assertThatThrownBy(() -> LabelEfficiency.run(lacking, few, settings(2, 1), ProbeMonitor.NONE))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLASS_ABSENT))
                .hasMessage("class 1 has no image in train and val");
        assertThatThrownBy(() -> LabelEfficiency.run(few, few, settings(2, 2, 5), ProbeMonitor.NONE))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_FEW_IMAGES))
                .hasMessage("2 labels per class are asked for, the smallest class has 1 images");
        assertThatThrownBy(() -> settings(2, 5, 2)).isInstanceOf(CarryoverException.class);
    }

    @Test
    void itStopsWhenItIsTold() {
        ProbeMonitor stopping = new ProbeMonitor() {
            @Override
            public void fitted(SweepPoint point, int done, int total) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };

        assertThatThrownBy(() -> LabelEfficiency.run(POOL, TEST, settings(2, 2), stopping))
                .isInstanceOf(CancellationException.class);
    }
}
