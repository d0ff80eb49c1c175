/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.carryover.protocols.linear.Labels;
import io.carryover.vision.engine.EngineOptions;
import io.carryover.vision.engine.PyTorch;
import io.carryover.vision.engine.PyTorchGraph.Statistics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against PyTorch itself: losses, weights and running statistics. */
class TrainingStepTest {
    private final Path folder;

    TrainingStepTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void oneStepWithTheStatisticsOfTheBatchIsPyTorchs() throws IOException {
        check("one", GoldenNetwork.classes(), Statistics.BATCH, 1, 0.05, new Sgd(0.9, 0.002), 1e-5);
    }

    @Test
    void threeStepsWithMomentumAndDecayArePyTorchs() throws IOException {
        check("three", GoldenNetwork.classes(), Statistics.RUNNING, 3, 0.01, new Sgd(0.9, 0.002), 1e-5);
    }

    @Test
    void oneStepOfSeveralClassesPerImageIsPyTorchs() throws IOException {
        check("binary", GoldenNetwork.marks(), Statistics.BATCH, 1, 0.05, new Sgd(0.9, 0), 1e-5);
    }

    private void check(
            String golden, Labels labels, Statistics statistics, int steps, double rate, Sgd sgd, double tolerance)
            throws IOException {
        try (PyTorch pytorch = PyTorch.open(EngineOptions.pytorch(1))) {
            Classifier classifier = GoldenNetwork.classifier(pytorch, "start");
            var settings = new TrainingLoop.Settings(steps, sgd, step -> rate, Duration.ofDays(1));
            Curve curve = new TrainingLoop(pytorch, settings, InstantSource.system())
                    .run(new GoldenNetwork.Fixed(classifier, labels, statistics), new FakeControl(folder));
            double[] losses = Goldens.doubles(golden + "/loss");
            IntStream.range(0, steps)
                    .forEach(i -> assertThat(curve.losses()[i]).as("loss " + i).isCloseTo(losses[i], within(1e-5)));
            classifier.parameters().state().forEach((name, array) -> {
                String kind = name.substring(0, name.indexOf('/'));
                if (!kind.equals("velocity")) {
                    float[] wanted = Goldens.floats(golden + "/" + name.substring(kind.length() + 1));
                    float[] found = array.toFloatArray();
                    for (int i = 0; i < wanted.length; i++) {
                        assertThat((double) found[i]).as(name + " " + i).isCloseTo(wanted[i], within(tolerance));
                    }
                }
            });
        }
    }

    @Test
    void theScheduleIsPyTorchs() {
        LearningRate rate = LearningRate.cosine(0.1, 50);
        double[] wanted = Goldens.lines("cosine.csv").stream()
                .mapToDouble(Double::parseDouble)
                .toArray();
        for (int step = 0; step < wanted.length; step++) {
            assertThat(rate.at(step)).isCloseTo(wanted[step], within(1e-15));
        }
    }
}
