/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.TransformId;
import io.carryover.protocols.FeatureMatrix;
import io.carryover.protocols.fewshot.FewShot;
import io.carryover.protocols.linear.LabelledFeatures;
import io.carryover.protocols.linear.Labels;
import io.carryover.protocols.linear.LinearMetric;
import io.carryover.protocols.linear.LinearProbe;
import io.carryover.protocols.linear.LinearProtocol;
import io.carryover.protocols.linear.ProbeMonitor;
import io.carryover.vision.checkpoint.Checkpoints;
import io.carryover.vision.checkpoint.LoadOptions;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.ImageSource;
import io.carryover.vision.engine.EngineOptions;
import io.carryover.vision.engine.Engines;
import io.carryover.vision.engine.FeatureEngine;
import io.carryover.vision.features.ExtractionOptions;
import io.carryover.vision.features.FeatureExtractor;
import io.carryover.vision.image.Transform;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the system must come to on digits, computed in this process without queues, stores or services. Scores are not
 * literals: the last bits of features differ between kinds of processors, and 100 iterations of {@code study} carry that
 * into single test images; within one machine nothing may differ. The literals beside them, from one machine, are what a
 * defect on both ways would miss by points.
 */
final class Expected {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();
    private static final int SIDE = 64;

    private Expected() {}

    /** Scores with two decimals by backbone and task. */
    static Map<String, String> scores() throws IOException {
        var scores = new TreeMap<String, String>();
        add(scores, "supervised", "checkpoints/resnet50w8_supervised.pth", 91, 62.94);
        add(scores, "mocov2", "checkpoints/resnet50w8_mocov2.pth.tar", 88.6, 67.67);
        // The same weights in another file.
        scores.put("pycontrast linear", scores.get("mocov2 linear"));
        scores.put("pycontrast few-shot-5w5s15q", scores.get("mocov2 few-shot-5w5s15q"));
        return scores;
    }

    private static void add(Map<String, String> scores, String name, String file, double linear, double fewShot)
            throws IOException {
        ImageDataset digits = ImageDataset.open(Client.DEMO.resolve("digits"));
        try (FeatureEngine engine = Engines.open(
                Checkpoints.load(Client.DEMO.resolve(file), LoadOptions.DEFAULT).weights(),
                EngineOptions.onnx(THREADS))) {
            TransformId manyShot = TransformId.manyShot(SIDE);
            double top1 = LinearProbe.run(
                            features(engine, manyShot, digits.split("train")),
                            features(engine, manyShot, digits.split("val")),
                            features(engine, manyShot, digits.split("test")),
                            new LinearProbe.Settings(LinearProtocol.STUDY, LinearMetric.TOP1, THREADS),
                            ProbeMonitor.NONE)
                    .testValue();
            TransformId stretched = TransformId.fewShotStudy(SIDE);
            LabelledFeatures test = features(engine, stretched, digits.split("test"));
            LabelledFeatures train = features(engine, stretched, digits.split("train"));
            LabelledFeatures val = features(engine, stretched, digits.split("val"));
            int[] labels = labels(digits.split("train"), digits.split("val"), digits.split("test"));
            double episodes = FewShot.run(
                            train.features().below(val.features()).below(test.features()),
                            labels,
                            new FewShot.Settings(5, 5, 15, 600, 0, THREADS),
                            () -> false)
                    .accuracy();
            assertThat(top1).isCloseTo(linear, within(1.0));
            assertThat(episodes).isCloseTo(fewShot, within(0.05));
            scores.put(name + " linear", "%.2f".formatted(top1));
            scores.put(name + " few-shot-5w5s15q", "%.2f".formatted(episodes));
        }
    }

    private static LabelledFeatures features(FeatureEngine engine, TransformId transform, ImageSource images)
            throws IOException {
        float[] values = new float[images.size() * engine.dimension()];
        new FeatureExtractor(engine, Transform.of(transform), Normalisation.IMAGENET)
                .extract(
                        images,
                        ExtractionOptions.quiet(engine.concurrency()),
                        (first, rows, count) -> System.arraycopy(
                                rows, 0, values, first * engine.dimension(), count * engine.dimension()));
        return new LabelledFeatures(
                FeatureMatrix.of(values, images.size(), engine.dimension()), Labels.of(labels(images)));
    }

    private static int[] labels(ImageSource... splits) {
        return Arrays.stream(splits)
                .flatMapToInt(images -> IntStream.range(0, images.size()).map(images::label))
                .toArray();
    }
}
