/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.protocols.FeatureMatrix;
import io.carryover.protocols.Golden;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedKnnTest {
    private static final JsonNode GOLDEN = Golden.read("knn");

    /** golden/knn.py. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void accuraciesArePytorchs(int threads) {
        KnnResult result = WeightedKnn.run(
                Golden.features(GOLDEN.get("train")),
                labels("train"),
                Golden.features(GOLDEN.get("test")),
                labels("test"),
                new KnnSettings(List.of(1, 10, 20, 100, 200), 0.07, threads),
                () -> false);

        assertThat(result.images()).isEqualTo(157);
        for (KnnResult.Value value : result.values()) {
            assertThat(value.top1())
                    .as("k %d", value.k())
                    .isCloseTo(GOLDEN.get("top1").get(String.valueOf(value.k())).asDouble(), within(1e-9));
        }
        assertThat(result.headline().k()).isEqualTo(20);
    }

    @Test
    void equallyNearImagesAreTakenInTheirOrder() {
        FeatureMatrix train = FeatureMatrix.of(new float[] {1, 0, 2, 0, 3, 0}, 3, 2); // one direction
        FeatureMatrix test = FeatureMatrix.of(new float[] {5, 0}, 1, 2);

        KnnResult first = run(train, new int[] {1, 0, 0}, test, new int[] {1}, 1);
        KnnResult votes = run(train, new int[] {1, 0, 0}, test, new int[] {0}, 2); // one vote each: the first class

        assertThat(first.headline().top1()).isEqualTo(100);
        assertThat(votes.headline().top1()).isEqualTo(100);
    }

    @Test
    void anImageWithoutFeaturesIsNoReasonToFail() {
        FeatureMatrix train = FeatureMatrix.of(new float[] {1, 0, 0, 1}, 2, 2);

        assertThat(run(train, new int[] {0, 1}, FeatureMatrix.of(new float[] {0, 0}, 1, 2), new int[] {0}, 1)
                        .headline()
                        .top1())
                .isEqualTo(100);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        FeatureMatrix two = FeatureMatrix.of(new float[] {1, 0, 0, 1}, 2, 2);
        FeatureMatrix wide = FeatureMatrix.of(new float[] {1, 0, 0}, 1, 3);
        FeatureMatrix one = FeatureMatrix.of(new float[] {1, 0}, 1, 2);

        assertThatThrownBy(() -> run(two, new int[] {0, 1}, wide, new int[] {0}, 1))
                .isInstanceOf(CarryoverException.class)
                .hasMessageContaining("differ in dimension");
        assertThatThrownBy(() -> run(two, new int[] {0, 1}, one, new int[] {0}, 3))
                .hasMessage("3 neighbours were asked for, there are 2 training images");
        assertThatThrownBy(() -> run(two, new int[] {0, 2}, one, new int[] {1}, 1))
                .hasMessage("class 1 of test row 0 has no training image");
        assertThatThrownBy(() -> new KnnSettings(List.of(20, 10), 0.07, 1)).isInstanceOf(CarryoverException.class);
        assertThatThrownBy(() -> new KnnSettings(List.of(), 0.07, 1)).isInstanceOf(CarryoverException.class);
        assertThatThrownBy(() -> new KnnSettings(List.of(1), Double.NaN, 1)).isInstanceOf(CarryoverException.class);
    }

    @Test
    void itStopsWhenItIsTold() {
        FeatureMatrix one = FeatureMatrix.of(new float[] {1, 0}, 1, 2);

        assertThatThrownBy(() -> WeightedKnn.run(
                        one, new int[] {0}, one, new int[] {0}, new KnnSettings(List.of(1), 0.07, 1), () -> true))
                .isInstanceOf(CancellationException.class);
    }

    private static KnnResult run(FeatureMatrix train, int[] labels, FeatureMatrix test, int[] testLabels, int k) {
        return WeightedKnn.run(train, labels, test, testLabels, new KnnSettings(List.of(k), 0.07, 1), () -> false);
    }

    private static int[] labels(String split) {
        JsonNode labels = GOLDEN.get(split).get("labels");
        return IntStream.range(0, labels.size()).map(i -> labels.get(i).asInt()).toArray();
    }
}
