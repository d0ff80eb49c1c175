/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

import io.carryover.contracts.vision.Architecture;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.TransformId;
import io.carryover.protocols.linear.Labels;
import io.carryover.training.Classifier;
import io.carryover.training.Curve;
import io.carryover.training.FineTuning;
import io.carryover.training.LearningRate;
import io.carryover.training.Sgd;
import io.carryover.training.TrainingImages;
import io.carryover.training.TrainingLoop;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * {@code java -cp CLASSES TimeSteps.java DATASET FAMILY WIDTH SIDE BATCH STEPS THREADS augmented|plain [TRAININGS]}: one line per
 * step: seconds since the one before, resident memory in MiB, loss. Several trainings run at the same time, each on THREADS.
 */
class TimeSteps {
    public static void main(String[] args) throws Exception {
        int trainings = args.length > 8 ? Integer.parseInt(args[8]) : 1;
        try (var pool = Executors.newFixedThreadPool(trainings)) {
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < trainings; i++) {
                running.add(pool.submit(() -> train(args)));
            }
            for (Future<Void> training : running) {
                training.get();
            }
        }
    }

    private static Void train(String[] args) throws IOException {
        ImageSource images = ImageDataset.open(Path.of(args[0])).split("train");
        int side = Integer.parseInt(args[3]);
        int steps = Integer.parseInt(args[5]);
        try (PyTorch pytorch = PyTorch.open(EngineOptions.pytorch(Integer.parseInt(args[6])))) {
            ResNet network = ResNet.of(new Architecture(args[1], Integer.parseInt(args[2])));
            Classifier classifier = new Classifier(
                    pytorch, RandomWeights.of(network, 0), images.classes().size(), 0);
            TrainingImages batches = new TrainingImages(
                    images,
                    Transform.of(TransformId.manyShot(side)),
                    args[7].equals("augmented")
                            ? Optional.of(new Augmentation(side, Interpolation.BICUBIC))
                            : Optional.empty(),
                    Normalisation.IMAGENET);
            Labels labels = Labels.of(
                    IntStream.range(0, images.size()).map(images::label).toArray());
            var settings = new TrainingLoop.Settings(
                    steps, new Sgd(0.9, 1e-4), LearningRate.cosine(0.01, steps), Duration.ofDays(1));
            Curve curve = new TrainingLoop(pytorch, settings, InstantSource.system())
                    .run(new FineTuning(classifier, batches, labels, Integer.parseInt(args[4]), 0), new Lines());
            System.err.println("last loss " + curve.last());
            return null;
        }
    }

    /** Prints a line per step. */
    private static final class Lines extends Alone {
        private long last = System.nanoTime();

        @Override
        public void progress(long done, long total, double loss) {
            long now = System.nanoTime();
            if (done > 0) {
                System.out.printf("%.4f %d %.5f%n", (now - last) / 1e9, resident(), loss);
            }
            last = now;
        }
    }

    private static long resident() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
