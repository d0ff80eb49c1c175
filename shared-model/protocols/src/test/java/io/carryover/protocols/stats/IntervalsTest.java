/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.protocols.Golden;
import io.carryover.protocols.Seeds;
import io.carryover.protocols.metric.ElevenPointPrecision;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IntervalsTest {
    private static final JsonNode GOLDEN = Golden.read("intervals");

    /** Closed forms on both sides: tolerance is rounding of numbers up to 100. */
    @Test
    void wilsonIsScipys() {
        for (JsonNode e : GOLDEN.get("wilson")) {
            Interval interval =
                    Intervals.wilson(e.get("hits").asLong(), e.get("n").asLong());
            assertThat(interval.lo()).isCloseTo(e.get("lo").asDouble(), within(1e-10));
            assertThat(interval.hi()).isCloseTo(e.get("hi").asDouble(), within(1e-10));
        }
    }

    @Property
    void wilsonHoldsTheShareAndStaysWithinBounds(
            @ForAll @IntRange(min = 1, max = 100_000) int n, @ForAll @IntRange(min = 0, max = 100_000) int hits) {
        Assume.that(hits <= n);
        Interval interval = Intervals.wilson(hits, n);
        Interval mirrored = Intervals.wilson(n - hits, n);

        assertThat(interval.lo()).isBetween(0.0, 100.0 * hits / n);
        assertThat(interval.hi()).isBetween(100.0 * hits / n, 100.0);
        assertThat(mirrored.lo()).isCloseTo(100 - interval.hi(), within(1e-9));
    }

    /** Relative, since tails span hundreds of orders of magnitude. */
    @Test
    void normalIsScipys() {
        JsonNode golden = Golden.read("correlation");
        double[] z = Golden.doubles(golden.get("z"));
        double[] cdf = Golden.doubles(golden.get("cdf"));
        double[] p = Golden.doubles(golden.get("probability"));
        double[] quantile = Golden.doubles(golden.get("quantile"));
        for (int i = 0; i < z.length; i++) {
            assertThat(Normal.cdf(z[i]) / cdf[i]).isCloseTo(1, within(1e-10));
        }
        for (int i = 0; i < p.length; i++) {
            assertThat(Normal.quantile(p[i])).isCloseTo(quantile[i], within(1e-9));
        }
    }

    /** Exact tails against SciPy's; relative, since they span thirty orders of magnitude. */
    @Test
    void mcNemarIsScipysBinomialTest() {
        for (JsonNode e : GOLDEN.get("mcnemar")) {
            McNemar test = McNemar.of(e.get("first").asInt(), e.get("second").asInt());
            assertThat(test.p() / e.get("p").asDouble()).isCloseTo(1, within(1e-10));
        }
    }

    @Test
    void mcNemarCountsOnlyWhereTheTwoDiffer() {
        McNemar test = McNemar.of(
                new boolean[] {true, true, false, false, true}, new boolean[] {true, false, false, true, false});

        assertThat(test.onlyFirst()).isEqualTo(2);
        assertThat(test.onlySecond()).isEqualTo(1);
        assertThat(test.p()).isEqualTo(1);
    }

    @Test
    void seedsAreSummarisedAsNumpyDoes() {
        SeedSummary summary = SeedSummary.of(Golden.doubles(GOLDEN.get("seeds")));

        assertThat(summary.n()).isEqualTo(4);
        assertThat(summary.mean()).isCloseTo(GOLDEN.get("mean").asDouble(), within(1e-12));
        assertThat(summary.sd()).isCloseTo(GOLDEN.get("sd").asDouble(), within(1e-12));
        assertThat(summary.least()).isEqualTo(80.5);
        assertThat(summary.most()).isEqualTo(82.0);
        assertThat(SeedSummary.of(3).sd()).isNaN();
    }

    @Test
    void meanPerClassBootstrapHasTheNormalApproximationsWidth() {
        // 3 classes of 400 images at 80, 50, 90 %: variance of the mean = (0.16 + 0.25 + 0.09) / 400 / 9.
        int[] labels = IntStream.range(0, 1200).map(i -> i / 400).toArray();
        boolean[] right = new boolean[1200];
        for (int i = 0; i < 1200; i++) {
            right[i] = i % 400 < new int[] {320, 200, 360}[labels[i]];
        }
        Interval interval = Intervals.meanPerClass(right, labels, 3, 1);

        double half = 196 * Math.sqrt(0.5 / 400 / 9);
        assertThat(interval.hi() - interval.lo()).isCloseTo(2 * half, within(0.1 * 2 * half));
        assertThat((interval.hi() + interval.lo()) / 2).isCloseTo(100 * 2.2 / 3, within(0.1 * half));
        assertThat(interval).isEqualTo(Intervals.meanPerClass(right, labels, 3, 1));
        assertThat(interval.rule()).isEqualTo("bootstrap-stratified-2000-seed-1");
    }

    @Test
    void precisionBootstrapHoldsTheValue() {
        RandomGenerator random = Seeds.stream(4, 0);
        int n = 300;
        PrecisionBootstrap bootstrap = new PrecisionBootstrap(n);
        double sum = 0;
        for (int c = 0; c < 2; c++) {
            boolean[] positive = new boolean[n];
            double[] scores = new double[n];
            for (int i = 0; i < n; i++) {
                positive[i] = random.nextInt(4) == 0;
                scores[i] = random.nextGaussian() + (positive[i] ? 1 : 0);
            }
            bootstrap.add(IntStream.range(0, n).toArray(), scores, positive, ElevenPointPrecision.Style.DEVKIT);
            sum += new ElevenPointPrecision(scores, positive, ElevenPointPrecision.Style.DEVKIT).value();
        }
        Interval interval = bootstrap.interval(0);

        assertThat(50 * sum).isBetween(interval.lo(), interval.hi());
        assertThat(interval.hi() - interval.lo()).isBetween(5.0, 20.0);
        assertThat(interval).isEqualTo(bootstrap.interval(0)).isNotEqualTo(bootstrap.interval(1));
    }

    /** What both find hard drops out: scores that are nearly the same differ by less than their own intervals say. */
    @Test
    void precisionsOnTheSameImagesArePaired() {
        RandomGenerator random = Seeds.stream(5, 0);
        int n = 300;
        boolean[] positive = new boolean[n];
        double[] scores = new double[n];
        double[] noisier = new double[n];
        for (int i = 0; i < n; i++) {
            positive[i] = random.nextInt(4) == 0;
            scores[i] = random.nextGaussian() + (positive[i] ? 1 : 0);
            noisier[i] = scores[i] + 0.3 * random.nextGaussian();
        }
        PrecisionBootstrap one = precision(scores, positive);
        PrecisionBootstrap other = precision(noisier, positive);
        Interval difference = PrecisionBootstrap.difference(List.of(one), List.of(other), 0);

        assertThat(one.value()).isEqualTo(one.value(0));
        assertThat(one.value() - other.value()).isBetween(difference.lo(), difference.hi());
        Interval alone = one.interval(0);
        assertThat(difference.hi() - difference.lo()).isLessThan(0.7 * (alone.hi() - alone.lo()));
        assertThat(PrecisionBootstrap.difference(List.of(one), List.of(one, one), 0))
                .isEqualTo(new Interval(0, 0, "paired-bootstrap-2000-seed-0"));
        assertThat(PrecisionBootstrap.difference(List.of(other), List.of(one), 0)
                        .lo())
                .isCloseTo(-difference.hi(), within(1e-9));
    }

    private static PrecisionBootstrap precision(double[] scores, boolean[] positive) {
        PrecisionBootstrap bootstrap = new PrecisionBootstrap(scores.length);
        bootstrap.add(IntStream.range(0, scores.length).toArray(), scores, positive, ElevenPointPrecision.Style.DEVKIT);
        return bootstrap;
    }

    @Test
    void episodesIntervalIsTheStudys() {
        double[] accuracies = {60, 70, 80, 90};

        // population sd = sqrt(125)
        assertThat(Intervals.halfWidth(accuracies)).isCloseTo(1.96 * Math.sqrt(125) / 2, within(1e-12));
        assertThat(Intervals.episodes(accuracies).lo()).isCloseTo(75 - 1.96 * Math.sqrt(125) / 2, within(1e-12));
    }

    @Test
    void percentilesInterpolateAsNumpyDoes() {
        double[] draws = IntStream.rangeClosed(0, 100).mapToDouble(i -> 100 - i).toArray();
        double[] kept = draws.clone();

        assertThat(Intervals.percentile(draws, "x")).isEqualTo(new Interval(2.5, 97.5, "x"));
        assertThat(Arrays.equals(draws, kept)).isTrue();
    }
}
