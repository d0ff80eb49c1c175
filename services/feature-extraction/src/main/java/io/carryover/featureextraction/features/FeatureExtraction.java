/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.featureextraction.features;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.metrics.MetricsCatalogue;
import io.carryover.contracts.vision.DatasetManifest;
import io.carryover.contracts.vision.DatasetManifest.Split;
import io.carryover.contracts.vision.Weights;
import io.carryover.storage.Blobs;
import io.carryover.vision.dataset.PackedSplit;
import io.carryover.vision.engine.Backbones;
import io.carryover.vision.engine.Device;
import io.carryover.vision.engine.EngineOptions;
import io.carryover.vision.engine.FeatureEngine;
import io.carryover.vision.engine.MemoryLimit;
import io.carryover.vision.features.ExtractionOptions;
import io.carryover.vision.features.FeatureExtractor;
import io.carryover.vision.image.Transform;
import io.carryover.worker.JobContext;
import io.carryover.worker.JobHandler;
import io.carryover.worker.StepResult;
import io.carryover.worker.WorkerMetrics;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** Features of one split: packed images → transform → network → shards. */
public final class FeatureExtraction implements JobHandler<JobSpec.ExtractFeatures> {
    private final Blobs blobs;
    private final Device device;
    private final int threads;
    private final WorkerMetrics metrics;

    /**
     * @param blobs where tensors and manifests are
     * @param device where networks run; told {@code cuda}, it never runs elsewhere
     * @param threads CPU threads
     * @param metrics told of images
     */
    public FeatureExtraction(Blobs blobs, Device device, int threads, WorkerMetrics metrics) {
        this.blobs = blobs;
        this.device = device;
        this.threads = threads;
        this.metrics = metrics;
    }

    @Override
    public Class<JobSpec.ExtractFeatures> type() {
        return JobSpec.ExtractFeatures.class;
    }

    @Override
    public StepResult run(JobSpec.ExtractFeatures spec, JobContext context) throws IOException {
        DatasetManifest manifest = blobs.manifest(spec.dataset());
        Split split = manifest.splits().get(spec.split());
        if (split == null) {
            throw new CarryoverException(ErrorCode.NOT_A_DATASET, "the dataset has no split " + spec.split());
        }
        try (PackedSplit packed = PackedSplit.open(split, manifest.classes(), context::fetch);
                FeatureEngine engine = engine(spec, context);
                FeatureShards shards = new FeatureShards(context, packed.labels(), engine.dimension(), packed::id)) {
            Counter seen = metrics.counter(
                    MetricsCatalogue.IMAGES,
                    network(spec.weights()),
                    spec.variant().engine().id());
            long began = System.nanoTime();
            Transform transform = Transform.of(spec.transform());
            int fits = engine.largestBatch(transform.crop(), MemoryLimit.bytes());
            var options = new ExtractionOptions(
                    Math.min(
                            fits,
                            Math.min(ExtractionOptions.BATCH, context.maxBatch().orElse(Integer.MAX_VALUE))),
                    engine.concurrency(),
                    done -> context.progress(done, split.images(), "images"),
                    context::stopRequested);
            new FeatureExtractor(engine, transform, spec.normalisation())
                    .extract(packed.images(), options, (first, rows, count) -> {
                        shards.append(rows, count);
                        seen.increment(count);
                    });
            double perSecond = split.images() / ((System.nanoTime() - began) / 1e9);
            return StepResult.of(
                    new StepOutput.FeaturesReady(
                            split.images(),
                            engine.dimension(),
                            manifest.classes().size(),
                            shards.finish(),
                            perSecond),
                    Map.of(),
                    spec.variant(),
                    threads);
        } catch (CancellationException stopped) {
            context.checkStop();
            throw stopped;
        }
    }

    /** A word of few: whoever posts an ONNX file chooses neither its name nor that of a metric. */
    private static String network(Weights weights) {
        return switch (weights) {
            case Weights.Loaded loaded -> loaded.architecture().family();
            case Weights.Random random -> random.architecture().family();
            case Weights.Onnx _ -> "onnx";
            case Weights.Pixels _ -> "pixels";
        };
    }

    private FeatureEngine engine(JobSpec.ExtractFeatures spec, JobContext context) {
        return Backbones.open(
                spec.weights(),
                EngineOptions.of(spec.variant(), device, threads),
                Transform.of(spec.transform()).crop(),
                new Backbones.Stored(blob -> context.fetch(blobs.reference(blob)), context.scratch()));
    }
}
