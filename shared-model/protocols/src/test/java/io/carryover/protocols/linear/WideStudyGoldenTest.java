/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.protocols.FeatureMatrix;
import io.carryover.protocols.Golden;
import io.carryover.protocols.WorkTeam;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code study} with more features than images, which goes by way of the images' inner products: against SciPy, which goes by
 * way of the features. Tolerances are made as in {@link StudyGoldenTest}, and
 * are at most 1e-8 for the first 20 iterations.
 */
class WideStudyGoldenTest {
    private static final JsonNode GOLDEN = Golden.read("wide");
    /** Sums over 120 images and their 14,400 inner products, in units of the last place. */
    private static final double FLOOR = 1e-12;
    /** Inner products round a few times as much as features do (up to 5 times SciPy's spread was seen on this data). */
    private static final double SPREADS = 10;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void theFirstHundredIterationsAreScipys(int i) throws IOException {
        JsonNode trace = GOLDEN.get("trace").get(i);
        LabelledFeatures train = split("train");
        try (WorkTeam team = new WorkTeam(2)) {
            KernelLoss loss = new KernelLoss(train.features(), ((Labels.Single) train.labels()).toArray(), 10, team);
            loss.penalty(1 / trace.get("c").asDouble());
            for (int k = 0; k < trace.get("iterations").size(); k++) {
                int iterations = trace.get("iterations").get(k).asInt();
                Lbfgs.Limits limits = new Lbfgs.Limits(10, 2.220446e-9, 1e-4, iterations, 15_000, 20);
                double value = Lbfgs.minimise(loss, new double[loss.size()], limits, () -> false)
                        .value();

                double spread = trace.get("spread").get(k).asDouble();
                double tolerance = Math.max(FLOOR, 3 * spread);
                assertThat(value / trace.get("value").get(k).asDouble() - 1)
                        .as("after %d iterations", iterations)
                        .isCloseTo(0, within(iterations <= 20 ? Math.min(tolerance, 1e-8) : tolerance));
            }
        }
    }

    @Test
    void sweepIsScipys() throws IOException {
        JsonNode golden = GOLDEN.get("study");
        LinearResult result = LinearProbe.run(
                split("train"),
                split("val"),
                split("test"),
                new LinearProbe.Settings(LinearProtocol.STUDY, LinearMetric.TOP1, 2),
                ProbeMonitor.NONE);

        for (int i = 0; i < 45; i++) {
            SweepPoint point = result.sweep().get(i);
            assertThat(point.objective() / golden.get("objective").get(i).asDouble() - 1)
                    .as("objective for C = %s", point.c())
                    .isCloseTo(
                            0,
                            within(Math.max(
                                    FLOOR,
                                    SPREADS
                                            * golden.get("objective_spread")
                                                    .get(i)
                                                    .asDouble())));
            assertThat(point.value())
                    .as("value for C = %s", point.c())
                    .isCloseTo(
                            golden.get("value").get(i).asDouble(),
                            within(1e-9 + 3 * golden.get("value_spread").get(i).asDouble()));
        }
        assertThat(result.testValue()).isEqualTo(golden.get("test").asDouble());
    }

    @Test
    void vectorsHaveTheInnerProductsOfWhatTheyStandFor() throws IOException {
        LabelledFeatures train = split("train");
        try (WorkTeam team = new WorkTeam(1)) {
            KernelLoss loss = new KernelLoss(train.features(), ((Labels.Single) train.labels()).toArray(), 10, team);
            SoftmaxLoss plain = new SoftmaxLoss(
                    Design.forFitting(train.features()), ((Labels.Single) train.labels()).toArray(), 10, team);
            double[] start = new double[loss.size()];
            double[] gradient = new double[loss.size()];
            loss.moveTo(start, gradient);
            double[] plainGradient = new double[plain.size()];
            double[] there = loss.parameters(gradient);
            plain.moveTo(new double[plain.size()], plainGradient);

            assertThat(there).containsExactly(plainGradient, within(1e-11));
            assertThat(loss.dot(gradient, gradient)).isCloseTo(Vectors.dot(plainGradient, plainGradient), within(1e-8));
            double most = Vectors.maxAbs(plainGradient);
            assertThat(loss.flat(gradient, most * (1 + 1e-12))).isTrue();
            assertThat(loss.flat(gradient, most * (1 - 1e-12))).isFalse();
        }
    }

    private static LabelledFeatures split(String name) throws IOException {
        JsonNode node = GOLDEN.get(name);
        byte[] packed = Base64.getDecoder().decode(node.get("pixels").asText());
        byte[] pixels = new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
        float[] values = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            values[i] = (pixels[i] & 0xff) / 255f;
        }
        int rows = node.get("rows").asInt();
        return new LabelledFeatures(
                FeatureMatrix.of(values, rows, values.length / rows), Labels.of(Golden.ints(node.get("labels"))));
    }
}
