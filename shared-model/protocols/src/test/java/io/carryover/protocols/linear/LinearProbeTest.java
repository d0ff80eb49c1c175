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
import io.carryover.protocols.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinearProbeTest {
    private static final int CLASSES = 4;

    /** Images of a class lie {@code apart} standard deviations from those of others. */
    private static LabelledFeatures split(int seed, int rows, double apart, int... classes) {
        RandomGenerator random = Seeds.stream(seed, 0);
        int dimension = 6;
        float[] values = new float[rows * dimension];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = classes[i % classes.length];
            for (int j = 0; j < dimension; j++) {
                values[i * dimension + j] = (float) (random.nextGaussian() + (j == labels[i] ? apart : 0));
            }
        }
        return new LabelledFeatures(FeatureMatrix.of(values, rows, dimension), Labels.of(labels));
    }

    private static LabelledFeatures split(int seed, int rows) {
        return split(seed, rows, 1.5, 0, 1, 2, 3);
    }

    private static LinearProbe.Settings settings(LinearProtocol protocol, LinearMetric metric, int threads) {
        return new LinearProbe.Settings(protocol, metric, threads);
    }

    @ParameterizedTest
    @EnumSource(LinearProtocol.class)
    void resultDoesNotDependOnTheNumberOfThreads(LinearProtocol protocol) {
        LabelledFeatures train = split(1, 700);
        LinearResult one = LinearProbe.run(
                train, split(2, 90), split(3, 333), settings(protocol, LinearMetric.TOP1, 1), ProbeMonitor.NONE);
        LinearResult three = LinearProbe.run(
                train, split(2, 90), split(3, 333), settings(protocol, LinearMetric.TOP1, 3), ProbeMonitor.NONE);

        assertThat(three.sweep()).isEqualTo(one.sweep());
        assertThat(three.weights()).isDeepEqualTo(one.weights());
        assertThat(three.testLogits()).isEqualTo(one.testLogits());
    }

    @Test
    void numberingTheClassesOtherwiseChangesNothingThatCounts() {
        LinearProbe.Settings settings = settings(LinearProtocol.CONVERGED, LinearMetric.MEAN_PER_CLASS, 1);
        LinearResult straight =
                LinearProbe.run(split(1, 300), split(2, 80), split(3, 200), settings, ProbeMonitor.NONE);
        LinearResult renumbered = LinearProbe.run(
                renumbered(split(1, 300)),
                renumbered(split(2, 80)),
                renumbered(split(3, 200)),
                settings,
                ProbeMonitor.NONE);

        assertThat(renumbered.bestC()).isEqualTo(straight.bestC());
        assertThat(renumbered.testValue()).isCloseTo(straight.testValue(), within(1e-10));
        for (int i = 0; i < 45; i++) {
            assertThat(renumbered.sweep().get(i).objective()
                            / straight.sweep().get(i).objective())
                    .isCloseTo(1, within(1e-9));
        }
    }

    private static LabelledFeatures renumbered(LabelledFeatures split) {
        int[] labels = ((Labels.Single) split.labels()).toArray();
        return new LabelledFeatures(
                split.features(),
                Labels.of(Arrays.stream(labels).map(c -> (c + 3) % CLASSES).toArray()));
    }

    @Test
    void separableClassesConvergeForEveryC() {
        LinearResult result = LinearProbe.run(
                split(1, 200, 30, 0, 1, 2, 3),
                split(2, 40, 30, 0, 1, 2, 3),
                split(3, 80, 30, 0, 1, 2, 3),
                settings(LinearProtocol.CONVERGED, LinearMetric.TOP1, 2),
                ProbeMonitor.NONE);

        assertThat(result.sweep()).hasSize(45).allSatisfy(p -> assertThat(p.certificate())
                .isLessThanOrEqualTo(1e-6));
        assertThat(result.testValue()).isEqualTo(100);
        assertThat(result.bestC()).isEqualTo(1.0 / 1e5f);
        assertThat(result.warnings())
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("edge of the grid");
    }

    @Test
    void aClassWithASingleImageIsCountedAndTold() {
        LabelledFeatures train = new LabelledFeatures(
                FeatureMatrix.of(new float[] {0, 1, 2, 3, 4}, 5, 1), Labels.of(new int[] {0, 0, 1, 1, 2}));
        LabelledFeatures val =
                new LabelledFeatures(FeatureMatrix.of(new float[] {0.5f, 2.5f}, 2, 1), Labels.of(new int[] {0, 1}));
        LabelledFeatures test = new LabelledFeatures(
                FeatureMatrix.of(new float[] {0.2f, 2.2f, 4.2f}, 3, 1), Labels.of(new int[] {0, 1, 2}));

        LinearResult result = LinearProbe.run(
                train,
                val,
                test,
                new LinearProbe.Settings(LinearProtocol.STUDY, LinearMetric.TOP1, 1),
                ProbeMonitor.NONE);

        assertThat(result.warnings())
                .contains(
                        "validation lacks 1 of 3 classes: its mean is over the others",
                        "1 of 3 classes have a single image in train and validation");
    }

    @Test
    void studyKeepsTheLargestOfEquals() {
        LinearResult result = LinearProbe.run(
                split(1, 200, 30, 0, 1, 2, 3),
                split(2, 40, 30, 0, 1, 2, 3),
                split(3, 80, 30, 0, 1, 2, 3),
                settings(LinearProtocol.STUDY, LinearMetric.TOP1, 2),
                ProbeMonitor.NONE);

        assertThat(result.bestC()).isEqualTo(1.0 / 1e-6f);
        assertThat(result.warnings()).singleElement().asString().contains("at the edge of the grid");
    }

    @Test
    void logitsComeFromTheWeights() {
        LabelledFeatures test = split(3, 50);
        LinearResult result = LinearProbe.run(
                split(1, 200),
                split(2, 80),
                test,
                settings(LinearProtocol.STUDY, LinearMetric.TOP1, 1),
                ProbeMonitor.NONE);

        double expected = result.intercepts()[2];
        for (int j = 0; j < 6; j++) {
            expected += result.weights()[2][j] * test.features().at(7, j);
        }
        assertThat(result.testLogit(7, 2)).isCloseTo(expected, within(1e-12));
        assertThat(result.testLogits()[7 * CLASSES + 2]).isEqualTo((float) result.testLogit(7, 2));
        assertThat(result.testInterval(0).lo()).isLessThan(result.testValue());
        assertThat(result.testInterval(0).hi()).isGreaterThan(result.testValue());
        assertThat(result.testInterval(0).rule()).isEqualTo("wilson");
    }

    @Test
    void everyFitIsHeardOfAndCancellingStops() {
        List<Integer> heard = new ArrayList<>();
        ProbeMonitor three = new ProbeMonitor() {
            @Override
            public void fitted(SweepPoint point, int done, int total) {
                heard.add(done);
                assertThat(total).isEqualTo(45);
            }

            @Override
            public boolean cancelled() {
                return heard.size() == 3;
            }
        };

        assertThatThrownBy(() -> LinearProbe.run(
                        split(1, 200),
                        split(2, 80),
                        split(3, 80),
                        settings(LinearProtocol.STUDY, LinearMetric.TOP1, 2),
                        three))
                .isInstanceOf(CancellationException.class);
        assertThat(heard).containsExactly(1, 2, 3);
    }

    @Test
    void aClassThatTestLacksIsNamed() {
        assertRefused(
                ErrorCode.CLASS_ABSENT,
                "class 2 has no image in test",
                split(1, 80),
                split(2, 80),
                split(3, 80, 1.5, 0, 1, 3));
    }

    @Test
    void aClassThatTrainLacksIsNamed() {
        assertRefused(
                ErrorCode.CLASS_ABSENT,
                "class 3 has no image in train",
                split(1, 80, 1.5, 0, 1, 2),
                split(2, 80),
                split(3, 80));
    }

    @Test
    void aClassThatValidationLacksIsCounted() {
        LinearResult result = LinearProbe.run(
                split(1, 200),
                split(2, 80, 1.5, 0, 1, 3),
                split(3, 80),
                settings(LinearProtocol.STUDY, LinearMetric.MEAN_PER_CLASS, 1),
                ProbeMonitor.NONE);

        assertThat(result.warnings()).containsExactly("validation lacks 1 of 4 classes: its mean is over the others");
    }

    @Test
    void constantFeaturesAreRefused() {
        LabelledFeatures constant =
                new LabelledFeatures(FeatureMatrix.of(new float[12], 4, 3), Labels.of(new int[] {0, 1, 0, 1}));

        assertRefused(ErrorCode.DEGENERATE_FEATURES, "same features", constant, constant, constant);
    }

    @Test
    void splitsOfDifferentDimensionAreRefused() {
        LabelledFeatures other = new LabelledFeatures(
                FeatureMatrix.of(new float[] {1, 2, 3, 4}, 4, 1), Labels.of(new int[] {0, 1, 2, 3}));

        assertRefused(ErrorCode.INVALID_FEATURES, "6 and 1", split(1, 80), other, split(3, 80));
    }

    private static void assertRefused(
            ErrorCode code, String message, LabelledFeatures train, LabelledFeatures val, LabelledFeatures test) {
        assertThatThrownBy(() -> LinearProbe.run(
                        train, val, test, settings(LinearProtocol.STUDY, LinearMetric.TOP1, 1), ProbeMonitor.NONE))
                .asInstanceOf(InstanceOfAssertFactories.type(CarryoverException.class))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e).hasMessageContaining(message);
                });
    }
}
