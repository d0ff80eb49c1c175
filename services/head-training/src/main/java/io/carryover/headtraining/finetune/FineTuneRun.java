/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining.finetune;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.FineTuneGrid;
import io.carryover.contracts.job.FineTuneSetup;
import io.carryover.contracts.vision.DatasetManifest;
import io.carryover.contracts.vision.TransformId;
import io.carryover.protocols.linear.Labels;
import io.carryover.protocols.linear.ScoredLogits;
import io.carryover.storage.Blobs;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.SafetensorsWriter;
import io.carryover.training.Classifier;
import io.carryover.training.Curve;
import io.carryover.training.FineTuning;
import io.carryover.training.LearningRate;
import io.carryover.training.Sgd;
import io.carryover.training.TrainingImages;
import io.carryover.training.TrainingLoop;
import io.carryover.training.TrainingMemory;
import io.carryover.training.job.JobControl;
import io.carryover.training.job.TrainingMetrics;
import io.carryover.vision.arch.NetworkWeights;
import io.carryover.vision.engine.Backbones;
import io.carryover.vision.engine.Device;
import io.carryover.vision.engine.EngineOptions;
import io.carryover.vision.engine.MemoryLimit;
import io.carryover.vision.engine.PyTorch;
import io.carryover.vision.image.Augmentation;
import io.carryover.vision.image.Interpolation;
import io.carryover.vision.image.Transform;
import io.carryover.worker.JobContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** One training with one point of the grid, and its score. */
final class FineTuneRun {
    private static final MemoryShares MEMORY = new MemoryShares();
    private static final double MOMENTUM = 0.9;
    private static final int EVALUATION_BATCH = 64;

    private final Blobs blobs;
    private final Worker worker;
    private final JobContext context;

    /**
     * What a worker brings along.
     *
     * @param device where networks are trained
     * @param threads CPU threads
     * @param saveEvery how often a training is saved
     */
    record Worker(Device device, int threads, Duration saveEvery, TrainingMetrics metrics, InstantSource clock) {}

    FineTuneRun(Blobs blobs, Worker worker, JobContext context) {
        this.blobs = blobs;
        this.worker = worker;
        this.context = context;
    }

    /**
     * What came of it.
     *
     * @param scored decision values of the split that was scored; empty where the training diverged
     */
    record Trained(Curve curve, Optional<ScoredLogits> scored, List<String> images) {}

    /**
     * Trains on some splits and scores on another.
     *
     * @throws CarryoverException CLASS_ABSENT, OUT_OF_MEMORY before anything is trained
     */
    Trained run(FineTuneSetup setup, FineTuneGrid.Point point, long seed, List<String> on, String scoredOn)
            throws IOException {
        NetworkWeights weights = Backbones.trainable(
                setup.weights(), new Backbones.Stored(blob -> context.fetch(blobs.reference(blob)), context.scratch()));
        EngineOptions options = EngineOptions.of(setup.variant(), worker.device(), worker.threads());
        DatasetManifest manifest = blobs.manifest(setup.dataset());
        try (MemoryShares.Share _ = memory(weights, setup, options.device());
                PyTorch pytorch = PyTorch.open(options);
                SplitImages train = SplitImages.open(manifest, on, context);
                SplitImages held = SplitImages.open(manifest, List.of(scoredOn), context)) {
            Labels labels = train.labels();
            Labels wanted = held.labels();
            FineTuneLabels.check(labels, wanted, train.classes(), scoredOn);
            Classifier classifier = new Classifier(pytorch, weights, train.classes(), seed);
            Curve curve = train(pytorch, classifier, setup, point, seed, images(train, setup, point), labels);
            if (curve.diverged()) {
                return new Trained(curve, Optional.empty(), List.of());
            }
            TrainingImages evaluated =
                    new TrainingImages(held.images(), transform(setup), Optional.empty(), setup.normalisation());
            float[] logits = classifier.evaluate(evaluated, EVALUATION_BATCH, done -> {
                context.alive();
                context.checkStop();
            });
            return new Trained(
                    curve, Optional.of(FineTuneLabels.score(logits, wanted, train.classes(), setup)), held.ids());
        }
    }

    private Curve train(
            PyTorch pytorch,
            Classifier classifier,
            FineTuneSetup setup,
            FineTuneGrid.Point point,
            long seed,
            TrainingImages images,
            Labels labels)
            throws IOException {
        var settings = new TrainingLoop.Settings(
                setup.steps(),
                // The study divides: finetune.py gives SGD wd / lr.
                new Sgd(MOMENTUM, point.weightDecay() / point.learningRate()),
                LearningRate.cosine(point.learningRate(), setup.steps()),
                worker.saveEvery());
        try {
            return new TrainingLoop(pytorch, settings, worker.clock())
                    .run(
                            new FineTuning(classifier, images, labels, setup.batch(), seed),
                            new JobControl(context, worker.metrics()));
        } catch (CancellationException stopped) {
            context.checkStop();
            throw stopped;
        }
    }

    private static TrainingImages images(SplitImages train, FineTuneSetup setup, FineTuneGrid.Point point) {
        return new TrainingImages(
                train.images(),
                transform(setup),
                point.augmented()
                        ? Optional.of(new Augmentation(setup.side(), Interpolation.BICUBIC))
                        : Optional.empty(),
                setup.normalisation());
    }

    private static Transform transform(FineTuneSetup setup) {
        return Transform.of(TransformId.manyShot(setup.side()));
    }

    /**
     * Waits until other trainings of this process leave enough memory.
     *
     * @param device where the job runs: a worker that was told {@code auto} says it of each job anew
     */
    private MemoryShares.Share memory(NetworkWeights weights, FineTuneSetup setup, Device device) {
        if (!(device instanceof Device.Cpu)) {
            return () -> {};
        }
        long needed = TrainingMemory.bytes(weights, setup.side(), setup.batch());
        long limit = MemoryLimit.bytes();
        if (needed > limit) {
            throw new CarryoverException(
                    ErrorCode.OUT_OF_MEMORY,
                    "training %s at %d px with %d images a step takes about %.1f GiB, this worker has %.1f"
                            .formatted(
                                    weights.network().architecture().id(),
                                    setup.side(),
                                    setup.batch(),
                                    needed / (double) (1 << 30),
                                    limit / (double) (1 << 30)));
        }
        try {
            return MEMORY.take(needed, limit, () -> {
                context.alive();
                context.checkStop();
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while it waited for memory");
        }
    }

    /** {@code loss} F64 [steps]: the mean loss of each step's batch. */
    ArtifactRef curve(Curve curve) throws IOException {
        double[] losses = curve.losses();
        Path file = context.scratch().resolve("curve.safetensors");
        try (SafetensorsWriter writer = SafetensorsWriter.declare()
                .tensor("loss", Dtype.F64, losses.length)
                .create(file)) {
            writer.write("loss", losses, 0, losses.length);
            writer.finish();
        }
        return context.write(file, ArtifactRef.SAFETENSORS);
    }
}
