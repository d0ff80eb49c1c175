/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.FeatureMatrix;
import io.carryover.protocols.Golden;
import io.carryover.protocols.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class FewShotTest {
    /** Accuracies are counts of 35 queries: equal but for the rounding of a mean, ties between equal classes included. */
    @Test
    void givenEpisodesScoreAsNumpyScoresThem() {
        JsonNode golden = Golden.read("few_shot");
        List<Episode> episodes = new ArrayList<>();
        List<Double> expected = new ArrayList<>();
        for (JsonNode e : golden.get("episodes")) {
            episodes.add(new Episode(rows(e.get("support")), rows(e.get("queries"))));
            expected.add(e.get("accuracy").asDouble());
        }

        FewShotResult result = FewShot.run(Golden.features(golden), episodes, 2);

        assertThat(result.accuracies())
                .containsExactly(expected.stream().mapToDouble(a -> a).toArray(), within(1e-12));
        assertThat(result.accuracy()).isCloseTo(golden.get("accuracy").asDouble(), within(1e-12));
        assertThat(result.ci95()).isCloseTo(golden.get("ci95").asDouble(), within(1e-12));
    }

    private static int[][] rows(JsonNode node) {
        return IntStream.range(0, node.size())
                .mapToObj(i -> Golden.ints(node.get(i)))
                .toArray(int[][]::new);
    }

    @Property(tries = 100)
    void episodesHoldDistinctImagesOfTheirClasses(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 1000) int number,
            @ForAll @IntRange(min = 2, max = 6) int ways) {
        int[] labels = IntStream.range(0, 90).map(i -> i % 6).toArray();
        Episode episode = new EpisodeSampler(labels, new FewShot.Settings(ways, 4, 7, 1, seed, 1)).episode(number);

        assertThat(episode.ways()).isEqualTo(ways);
        Set<Integer> classes = new HashSet<>();
        Set<Integer> images = new HashSet<>();
        for (int way = 0; way < ways; way++) {
            int c = labels[episode.support(way)[0]];
            assertThat(classes.add(c)).isTrue();
            assertThat(episode.support(way)).hasSize(4);
            assertThat(episode.queries(way)).hasSize(7);
            IntStream.concat(Arrays.stream(episode.support(way)), Arrays.stream(episode.queries(way)))
                    .forEach(i -> {
                        assertThat(labels[i]).isEqualTo(c);
                        assertThat(images.add(i)).isTrue();
                    });
        }
    }

    @Test
    void everyImageIsDrawnAboutAsOftenAsAnyOther() {
        int[] labels = IntStream.range(0, 200).map(i -> i % 10).toArray();
        EpisodeSampler sampler = new EpisodeSampler(labels, new FewShot.Settings(5, 2, 3, 4000, 11, 1));
        int[] drawn = new int[200];
        int[] supporting = new int[200];
        for (int e = 0; e < 4000; e++) {
            for (int way = 0; way < 5; way++) {
                Arrays.stream(sampler.episode(e).support(way)).forEach(i -> supporting[i]++);
                Arrays.stream(sampler.episode(e).queries(way)).forEach(i -> drawn[i]++);
            }
        }
        // 4000 * 5/10 classes * 3/20 images = 300 expected as query, 200 as support; 5 standard deviations of a
        // binomial.
        assertThat(Arrays.stream(drawn)).allMatch(n -> n >= 300 - 86 && n <= 300 + 86);
        assertThat(Arrays.stream(supporting)).allMatch(n -> n >= 200 - 70 && n <= 200 + 70);
    }

    @Test
    void theSameSeedGivesTheSameEpisodesEverywhere() {
        int[] labels = IntStream.range(0, 90).map(i -> i % 6).toArray();
        FewShot.Settings settings = new FewShot.Settings(2, 1, 1, 1, 0, 1);

        assertThat(new EpisodeSampler(labels, settings).episode(0))
                .isEqualTo(new Episode(new int[][] {{57}, {65}}, new int[][] {{27}, {53}}));
        assertThat(new EpisodeSampler(labels, settings).episode(1))
                .isNotEqualTo(new EpisodeSampler(labels, settings).episode(0));
    }

    @Test
    void threadsDoNotMatter() {
        int[] labels = IntStream.range(0, 200).map(i -> i % 8).toArray();
        FeatureMatrix features = noise(200, 9);
        FewShotResult one = FewShot.run(features, labels, new FewShot.Settings(5, 3, 4, 60, 5, 1), () -> false);
        FewShotResult four = FewShot.run(features, labels, new FewShot.Settings(5, 3, 4, 60, 5, 4), () -> false);

        assertThat(four.accuracies()).isEqualTo(one.accuracies());
        assertThat(one.episodes()).isEqualTo(60);
    }

    @Test
    void aClassWithTooFewImagesIsNamed() {
        int[] labels = {0, 0, 0, 1, 1, 1, 2, 2};

        assertTooFew(labels, "class 2 has 2 images, an episode needs 3");
    }

    @Test
    void aClassWithOneImageIsLeftOutAndCounted() {
        int[] labels = {0, 0, 0, 1, 1, 1, 2};

        FewShotResult result = FewShot.run(noise(7, 3), labels, new FewShot.Settings(2, 1, 2, 10, 0, 1), () -> false);

        assertThat(result.classesLeftOut()).isEqualTo(1);
    }

    @Test
    void tooFewClassesAreToldApartFromTooFewImages() {
        assertTooFew(new int[] {0, 0, 0, 1}, "1 classes have enough images, an episode needs 2");
    }

    @Test
    void cancellingStops() {
        assertThatThrownBy(() -> FewShot.run(
                        noise(6, 3), new int[] {0, 0, 0, 1, 1, 1}, new FewShot.Settings(2, 1, 2, 10, 0, 2), () -> true))
                .isInstanceOf(CancellationException.class);
    }

    private static void assertTooFew(int[] labels, String message) {
        assertThatThrownBy(() -> FewShot.run(
                        noise(labels.length, 3), labels, new FewShot.Settings(2, 1, 2, 10, 0, 1), () -> false))
                .asInstanceOf(InstanceOfAssertFactories.type(CarryoverException.class))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.TOO_FEW_IMAGES);
                    assertThat(e).hasMessage(message);
                });
    }

    private static FeatureMatrix noise(int rows, int dimension) {
        RandomGenerator random = Seeds.stream(8, 0);
        float[] values = new float[rows * dimension];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return FeatureMatrix.of(values, rows, dimension);
    }
}
