/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.TransformId;
import io.carryover.protocols.linear.Labels;
import io.carryover.vision.arch.RandomWeights;
import io.carryover.vision.arch.ResNet;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.ImageSource;
import io.carryover.vision.engine.EngineOptions;
import io.carryover.vision.engine.PyTorch;
import io.carryover.vision.image.Augmentation;
import io.carryover.vision.image.Interpolation;
import io.carryover.vision.image.Transform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that is broken off and one that is not end with the same bits. */
class ResumptionTest {
    private static final Path DIGITS = Path.of("../../demo/digits");
    private static final int STEPS = 7;

    private final Path folder;

    ResumptionTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aTrainingThatWasStoppedTwiceEndsAsOneThatWasNot() throws IOException {
        End whole = train(control("whole"));
        FakeControl broken = control("broken");
        for (long stop : new long[] {2, 5}) {
            broken.stopAfter = stop;
            assertThatThrownBy(() -> train(broken)).isInstanceOf(CancellationException.class);
        }
        broken.stopAfter = Long.MAX_VALUE;
        End resumed = train(broken);

        assertThat(broken.saves).containsExactly(2L, 5L);
        assertThat(resumed.curve().losses()).isEqualTo(whole.curve().losses());
        assertThat(resumed.state()).isEqualTo(whole.state());
        assertThat(resumed.logits()).isEqualTo(whole.logits());
    }

    @Test
    void itLearns() throws IOException {
        double[] losses = train(control("learns")).curve().losses();
        assertThat(losses).hasSize(STEPS);
        assertThat(losses[STEPS - 1]).isLessThan(losses[0]);
    }

    /** What a training left. */
    private record End(Curve curve, Map<String, List<Float>> state, List<Float> logits) {}

    private FakeControl control(String name) throws IOException {
        return new FakeControl(Files.createDirectories(folder.resolve(name)));
    }

    private static End train(FakeControl control) throws IOException {
        try (PyTorch pytorch = PyTorch.open(EngineOptions.pytorch(1))) {
            ImageSource digits = ImageDataset.open(DIGITS).split("val");
            Classifier classifier =
                    new Classifier(pytorch, RandomWeights.of(new ResNet(ResNet.Family.RESNET18, 4), 3), 10, 5);
            TrainingImages images = new TrainingImages(
                    digits,
                    Transform.of(TransformId.manyShot(32)),
                    Optional.of(new Augmentation(32, Interpolation.BICUBIC)),
                    Normalisation.IMAGENET);
            Labels labels = Labels.of(
                    IntStream.range(0, digits.size()).map(digits::label).toArray());
            var settings = new TrainingLoop.Settings(
                    STEPS, new Sgd(0.9, 1e-3), LearningRate.cosine(0.02, STEPS), Duration.ofDays(1));
            Curve curve = new TrainingLoop(pytorch, settings, InstantSource.system())
                    .run(new FineTuning(classifier, images, labels, 48, 11), control);
            Map<String, List<Float>> state = new TreeMap<>();
            classifier.parameters().state().forEach((name, array) -> state.put(name, list(array)));
            float[] logits = classifier.evaluate(images, 100, done -> {});
            return new End(curve, state, list(logits));
        }
    }

    private static List<Float> list(NDArray array) {
        return list(array.toFloatArray());
    }

    private static List<Float> list(float[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    }
}
