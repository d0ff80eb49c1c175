/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.TransformId;
import io.carryover.protocols.linear.Labels;
import io.carryover.training.Classifier;
import io.carryover.training.FineTuning;
import io.carryover.training.LearningRate;
import io.carryover.training.Sgd;
import io.carryover.training.TrainingImages;
import io.carryover.training.TrainingLoop;
import io.carryover.vision.checkpoint.Checkpoints;
import io.carryover.vision.checkpoint.LoadOptions;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.ImageSource;
import io.carryover.vision.engine.EngineOptions;
import io.carryover.vision.engine.PyTorch;
import io.carryover.vision.image.Transform;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@code java -cp CLASSES LongRuns.java DATASET CHECKPOINT SIDE STEPS SEEDS}: test accuracy after a fine-tuning without augmentation, a line for each seed. */
class LongRuns {
    public static void main(String[] args) throws IOException {
        ImageDataset dataset = ImageDataset.open(Path.of(args[0]));
        var weights = Checkpoints.load(Path.of(args[1]), LoadOptions.DEFAULT).weights();
        int side = Integer.parseInt(args[2]);
        int steps = Integer.parseInt(args[3]);
        for (int seed = 0; seed < Integer.parseInt(args[4]); seed++) {
            try (PyTorch pytorch = PyTorch.open(EngineOptions.pytorch(1))) {
                ImageSource train = dataset.split("train");
                ImageSource test = dataset.split("test");
                Classifier classifier = new Classifier(pytorch, weights, train.classes().size(), seed);
                var settings = new TrainingLoop.Settings(
                        steps, new Sgd(0.9, 1e-4), LearningRate.cosine(0.01, steps), Duration.ofDays(1));
                new TrainingLoop(pytorch, settings, InstantSource.system())
                        .run(new FineTuning(classifier, images(train, side), Labels.of(labels(train)), 64, seed), new Alone());
                float[] logits = classifier.evaluate(images(test, side), 100, _ -> {});
                System.out.printf("%.4f%n", 100 * accuracy(logits, labels(test)));
            }
        }
    }

    private static TrainingImages images(ImageSource source, int side) {
        return new TrainingImages(source, Transform.of(TransformId.manyShot(side)), Optional.empty(), Normalisation.IMAGENET);
    }

    private static int[] labels(ImageSource source) {
        return IntStream.range(0, source.size()).map(source::label).toArray();
    }

    private static double accuracy(float[] logits, int[] labels) {
        int classes = logits.length / labels.length;
        return IntStream.range(0, labels.length)
                .filter(i -> IntStream.range(0, classes).allMatch(c -> logits[i * classes + c] <= logits[i * classes + labels[i]]))
                .count() / (double) labels.length;
    }
}
