/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.protocols.Golden;
import io.carryover.protocols.Seeds;
import io.carryover.protocols.correlation.Association.Measured;
import io.carryover.protocols.correlation.Association.None;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PredictorTest {
    private static final JsonNode GOLDEN = Golden.read("correlation");

    /** The same draws on both sides: tolerance is rounding. */
    @Test
    void coefficientsIntervalsAndPermutationTestsAreScipys() {
        for (JsonNode e : GOLDEN.get("cases")) {
            double[] x = Golden.doubles(e.get("x"));
            Draws draws = draws(e, x.length);
            Correlations ours = new Predictor(new Sample(x, draws))
                    .with(List.of(new Sample(Golden.doubles(e.get("y")), draws)))
                    .getFirst();

            isClose(ours.pearson(), e.get("pearson"), e.get("exact").asBoolean());
            isClose(ours.spearman(), e.get("spearman"), e.get("exact").asBoolean());
            isClose(ours.kendall(), e.get("kendall"), e.get("exact").asBoolean());
            assertThat(ours.tooFewToRank()).isEqualTo(x.length < 8);
        }
    }

    @Test
    void linesAndBandsAreScipys() {
        for (JsonNode e : GOLDEN.get("cases")) {
            JsonNode wanted = e.get("line");
            var line = RegressionLine.through(Golden.doubles(e.get("x")), Golden.doubles(e.get("y")));

            assertThat(line.slope()).isCloseTo(wanted.get("slope").asDouble(), within(1e-12));
            assertThat(line.intercept()).isCloseTo(wanted.get("intercept").asDouble(), within(1e-12));
            assertThat(line.residual()).isCloseTo(wanted.get("residual").asDouble(), within(1e-12));
            // StudentT promises 1e-8 of a quantile that is up to 4.3 here.
            assertThat(line.halfWidths(wanted.get("at").asDouble())[0])
                    .isCloseTo(wanted.get("half").asDouble(), within(1e-6));
        }
    }

    @Test
    void coefficientsWithoutOneModelAreScipys() {
        for (JsonNode e : GOLDEN.get("cases")) {
            double[] x = Golden.doubles(e.get("x"));
            Draws draws = Draws.of(x.length, 10, 0);
            var left = Coefficients.leaveOneOut(new Sample(x, draws), new Sample(Golden.doubles(e.get("y")), draws));
            assertThat(left).hasSize(e.get("left").size());
            for (int i = 0; i < left.size(); i++) {
                JsonNode wanted = e.get("left").get(i);
                assertThat(left.get(i).pearson())
                        .isCloseTo(wanted.get("pearson").asDouble(), within(1e-12));
                assertThat(left.get(i).spearman())
                        .isCloseTo(wanted.get("spearman").asDouble(), within(1e-12));
                assertThat(left.get(i).kendall())
                        .isCloseTo(wanted.get("kendall").asDouble(), within(1e-12));
            }
        }
    }

    /** Up to 64 values take a short way to the signs of pairs, more take the long one. */
    @Test
    void signsOfDrawnPairsAreThoseOfTheValues() {
        for (int n : new int[] {2, 5, 14, 12, 33, 64, 65, 80}) {
            RandomGenerator random = Seeds.stream(n, 0);
            double[] x = random.doubles(n).map(v -> Math.rint(v * n) - 1).toArray();
            double[] y = random.doubles(n).toArray();
            double[] z = random.doubles(n).toArray();
            x[0] = -0.0;
            int[] drawn = random.ints(50L * n, 0, n).toArray();

            DrawnSigns ofX = new DrawnSigns(x, drawn);
            DrawnSigns ofY = new DrawnSigns(y, drawn);
            int[] withY = ofX.concordance(PairSigns.of(y));
            double[] both = new double[50];
            ofX.concordance(ofY, both);
            double[] untied = new double[50];
            ofY.concordanceUntied(new DrawnSigns(z, drawn, ofY), ofY.free(), untied);

            for (int d = 0; d < 50; d++) {
                PairSigns movedX = PairSigns.of(moved(x, drawn, d));
                PairSigns movedY = PairSigns.of(moved(y, drawn, d));
                assertThat(withY[d]).isEqualTo(movedX.concordance(PairSigns.of(y)));
                assertThat(both[d]).isEqualTo(movedX.concordance(movedY));
                assertThat(untied[d]).isEqualTo(movedY.concordance(PairSigns.of(moved(z, drawn, d))));
                assertThat(new DrawnSigns(z, drawn, ofY).concordance(PairSigns.of(x))[d])
                        .isEqualTo(PairSigns.of(moved(z, drawn, d)).concordance(PairSigns.of(x)));
                assertThat(ofX.free()[d]).isEqualTo(KendallTau.pairs(n) - movedX.tied());
            }
        }
    }

    private static double[] moved(double[] values, int[] drawn, int d) {
        double[] moved = new double[values.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = values[drawn[d * values.length + i]];
        }
        return moved;
    }

    @Test
    void falseDiscoveryRatesAreScipys() {
        double[] q = BenjaminiHochberg.q(Golden.doubles(GOLDEN.get("p")));
        double[] wanted = Golden.doubles(GOLDEN.get("q"));
        for (int i = 0; i < q.length; i++) {
            assertThat(q[i]).isCloseTo(wanted[i], within(1e-15));
        }
    }

    @Test
    void logitsOfCountsAreFinite() {
        for (JsonNode e : GOLDEN.get("logit")) {
            Logit logit = Logit.ofCount(e.get("hits").asDouble(), e.get("n").asLong());
            assertThat(logit.value()).isCloseTo(e.get("value").asDouble(), within(1e-12));
            assertThat(logit.clipped()).isFalse();
        }
    }

    @Test
    void sharesAreClippedToHalfAPrintedDigit() {
        assertThat(Logit.ofShare(1, 0.0001)).isEqualTo(new Logit(Math.log(0.99995 / (1 - 0.99995)), true));
        assertThat(Logit.ofShare(0, 0.01)).isEqualTo(new Logit(Math.log(0.005 / 0.995), true));
        assertThat(Logit.ofShare(0.9999, 0.0001).clipped()).isFalse();
    }

    @Test
    void fewerThanFourModelsHaveNoCorrelation() {
        Correlations three = measure(new double[] {1, 2, 3}, new double[] {1, 2, 4});

        assertThat(three.pearson()).isEqualTo(new None("3 models, and fewer than 4 have no correlation"));
        assertThat(three.kendall()).isInstanceOf(None.class);
    }

    @Test
    void equalValuesHaveNoCorrelationAndItSaysWhy() {
        double[] varied = {1, 2, 3, 4};
        double[] equal = {5, 5, 5, 5};

        assertThat(measure(varied, equal).spearman()).isEqualTo(new None("all 4 values are equal"));
        assertThat(measure(equal, varied).pearson()).isEqualTo(new None("all 4 values of the reference are equal"));
    }

    @Test
    void aConstantPanelDoesNotDisturbItsNeighbours() {
        double[] x = {1, 2, 4, 3, 6, 5};
        double[] y = {2, 1, 3, 5, 4, 6};
        var draws = Draws.of(6, 100, 0);

        var sample = new Sample(x, draws);
        var constant = new Sample(new double[6], draws);
        var together = new Predictor(sample).with(List.of(constant, new Sample(y, draws), constant, sample));

        assertThat(together.get(1))
                .isEqualTo(new Predictor(sample)
                        .with(List.of(new Sample(y, draws)))
                        .getFirst());
        assertThat(together.get(0).pearson()).isInstanceOf(None.class);
    }

    /** Of 24 orders, the one met and its reverse are as far. */
    @Test
    void perfectOrderOfFour() {
        Correlations all = measure(new double[] {1, 2, 3, 4}, new double[] {10, 20, 30, 40});

        assertThat(((Measured) all.pearson()).r()).isEqualTo(1);
        assertThat(((Measured) all.pearson()).p()).isEqualTo(2.0 / 24);
        assertThat(((Measured) all.kendall()).p()).isEqualTo(2.0 / 24);
        assertThat(((Measured) all.kendall()).interval().lo()).isCloseTo(1, within(1e-15));
    }

    @Property(tries = 50)
    void tiesEverywhereStayWithinBounds(
            @ForAll @Size(9) List<@DoubleRange(min = 0, max = 2) Double> xs,
            @ForAll @Size(9) List<@DoubleRange(min = 0, max = 2) Double> ys) {
        double[] x = xs.stream().mapToDouble(Math::rint).toArray();
        double[] y = ys.stream().mapToDouble(Math::rint).toArray();

        Correlations ours = measure(x, y);

        for (Association each : List.of(ours.pearson(), ours.spearman(), ours.kendall())) {
            if (each instanceof Measured m) {
                assertThat(m.r()).isBetween(-1.0, 1.0);
                assertThat(m.p()).isBetween(Math.nextUp(0.0), 1.0);
                assertThat(m.interval().lo()).isBetween(-1 - 1e-15, m.interval().hi());
                assertThat(m.interval().hi()).isLessThanOrEqualTo(1 + 1e-15);
            }
        }
    }

    private static Correlations measure(double[] x, double[] y) {
        var draws = Draws.of(x.length, 500, 1);
        return new Predictor(new Sample(x, draws))
                .with(List.of(new Sample(y, draws)))
                .getFirst();
    }

    private static Draws draws(JsonNode e, int n) {
        int[][] resamples = rows(e.get("resamples"));
        return e.get("exact").asBoolean() ? Draws.exact(n, resamples) : Draws.given(rows(e.get("orders")), resamples);
    }

    private static int[][] rows(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false).map(Golden::ints).toArray(int[][]::new);
    }

    private static void isClose(Association ours, JsonNode wanted, boolean exact) {
        var measured = (Measured) ours;
        assertThat(measured.r()).isCloseTo(wanted.get("r").asDouble(), within(1e-12));
        assertThat(measured.p()).isCloseTo(wanted.get("p").asDouble(), within(1e-12));
        assertThat(measured.exact()).isEqualTo(exact);
        assertThat(measured.interval().lo()).isCloseTo(wanted.get("lo").asDouble(), within(1e-9));
        assertThat(measured.interval().hi()).isCloseTo(wanted.get("hi").asDouble(), within(1e-9));
    }
}
