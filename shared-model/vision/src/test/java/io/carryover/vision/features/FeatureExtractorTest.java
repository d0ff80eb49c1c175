/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.TransformId;
import io.carryover.contracts.vision.Weights;
import io.carryover.vision.Demo;
import io.carryover.vision.arch.NetworkWeights;
import io.carryover.vision.checkpoint.Checkpoints;
import io.carryover.vision.checkpoint.LoadOptions;
import io.carryover.vision.dataset.IdxFiles;
import io.carryover.vision.dataset.ImageSource;
import io.carryover.vision.engine.Backbones;
import io.carryover.vision.engine.EngineOptions;
import io.carryover.vision.engine.Engines;
import io.carryover.vision.engine.FeatureEngine;
import io.carryover.vision.image.Raster;
import io.carryover.vision.image.Transform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FeatureExtractorTest {
    private static final Transform TRANSFORM = Transform.parse("shorter-64-bicubic-crop-64");

    private final ImageSource digits = IdxFiles.unlabelled(Demo.path("digits/test-images-idx3-ubyte.gz"));
    private final NetworkWeights weights = Checkpoints.load(
                    Demo.path("checkpoints/resnet50w8_byol.pth"), LoadOptions.DEFAULT)
            .weights();

    @Test
    void rowsComeInOrderAndDoNotDependOnBatchOrThreads() throws IOException {
        ImageSource some = first(100);
        try (FeatureEngine engine = Engines.open(weights, EngineOptions.onnx(2))) {
            FeatureExtractor extractor = new FeatureExtractor(engine, TRANSFORM, Normalisation.IMAGENET);

            float[] together = collect(extractor, some, new ExtractionOptions(32, 2, d -> {}, () -> false));
            float[] singly = collect(extractor, some, new ExtractionOptions(7, 3, d -> {}, () -> false));

            assertThat(together).hasSize(100 * 256);
            for (int i = 0; i < together.length; i++) {
                assertThat(singly[i]).isCloseTo(together[i], offset(1e-5f));
            }
        }
    }

    @Test
    void progressCountsImages() throws IOException {
        List<Integer> told = new ArrayList<>();
        try (FeatureEngine engine = Engines.open(weights, EngineOptions.onnx(1))) {
            new FeatureExtractor(engine, TRANSFORM, Normalisation.IMAGENET)
                    .extract(first(10), new ExtractionOptions(4, 1, told::add, () -> false), (f, r, c) -> {});
        }
        assertThat(told).containsExactly(4, 8, 10);
    }

    @Test
    void largeImagesComeInSmallerBatches() {
        ExtractionOptions options = ExtractionOptions.quiet(1);

        assertThat(options.batch(64)).isEqualTo(32);
        assertThat(options.batch(224)).isEqualTo(10);
        assertThat(options.batch(1024)).isEqualTo(4);
    }

    @Test
    void cancellingEndsIt() {
        AtomicInteger done = new AtomicInteger();
        try (FeatureEngine engine = Engines.open(weights, EngineOptions.onnx(1))) {
            FeatureExtractor extractor = new FeatureExtractor(engine, TRANSFORM, Normalisation.IMAGENET);
            assertThatThrownBy(() -> extractor.extract(
                            digits, new ExtractionOptions(4, 1, done::set, () -> done.get() >= 8), (f, r, c) -> {}))
                    .isInstanceOf(CancellationException.class);
        }
        assertThat(done).hasValue(8);
    }

    @Test
    void aBrokenImageEndsItWithItsOwnError() {
        ImageSource broken = new View(digits, 20) {
            @Override
            public Raster decode(int index) {
                if (index >= 9) {
                    throw new CarryoverException(ErrorCode.UNREADABLE_IMAGE, id(index) + " is broken");
                }
                return super.decode(index);
            }
        };
        try (FeatureEngine engine = Engines.open(weights, EngineOptions.onnx(1))) {
            FeatureExtractor extractor = new FeatureExtractor(engine, TRANSFORM, Normalisation.IMAGENET);
            assertThatThrownBy(() -> extractor.extract(
                            broken, new ExtractionOptions(4, 2, d -> {}, () -> false), (f, r, c) -> {}))
                    .isInstanceOf(CarryoverException.class)
                    .hasMessage("000009 is broken");
        }
    }

    @Test
    void featuresThatTellNothingApartAreRefused() {
        ImageSource same = new View(digits, 5) {
            @Override
            public Raster decode(int index) {
                return super.decode(0);
            }
        };
        try (FeatureEngine engine = Engines.open(weights, EngineOptions.onnx(1))) {
            FeatureExtractor extractor = new FeatureExtractor(engine, TRANSFORM, Normalisation.IMAGENET);
            assertThatThrownBy(() -> extractor.extract(same, ExtractionOptions.quiet(1), (f, r, c) -> {}))
                    .isInstanceOfSatisfying(CarryoverException.class, e -> assertThat(e.code())
                            .isEqualTo(ErrorCode.DEGENERATE_FEATURES));
        }
    }

    @Test
    void pixelsAreGreyValues() throws IOException {
        var nothing = new Backbones.Stored(
                digest -> {
                    throw new AssertionError("pixels need no file");
                },
                Path.of("none"));
        try (FeatureEngine engine = Backbones.open(new Weights.Pixels(64), EngineOptions.onnx(1), 64, nothing)) {
            FeatureExtractor extractor =
                    new FeatureExtractor(engine, Transform.parse("both-64-bicubic-crop-64"), Normalisation.NONE);

            float[] rows = collect(extractor, first(3), ExtractionOptions.quiet(1));

            byte[] expected = Transform.parse("both-64-bicubic-crop-64")
                    .apply(digits.decode(2))
                    .samples();
            assertThat(rows).hasSize(3 * 4096);
            for (int i = 0; i < 4096; i++) {
                assertThat(rows[2 * 4096 + i]).isEqualTo((expected[i] & 0xff) / 255f);
            }
        }
    }

    @Test
    void brokenImagesAreSkippedOnlyWhereAskedFor() throws IOException {
        ImageSource broken = new View(digits, 10) {
            @Override
            public Raster decode(int index) {
                if (index % 4 == 1) {
                    throw new CarryoverException(ErrorCode.UNREADABLE_IMAGE, id(index) + " is broken");
                }
                return super.decode(index);
            }
        };
        try (FeatureEngine engine = Backbones.open(
                new Weights.Pixels(20),
                EngineOptions.onnx(1),
                20,
                new Backbones.Stored(digest -> Path.of("none"), Path.of("none")))) {
            FeatureExtractor extractor =
                    new FeatureExtractor(engine, Transform.of(TransformId.pixels(20)), Normalisation.NONE);
            List<Integer> told = new ArrayList<>();
            List<Integer> firsts = new ArrayList<>();
            var skipping = new ExtractionOptions(4, 2, told::add, true, () -> false);

            List<Skipped> skipped = extractor.extract(broken, skipping, (first, rows, count) -> firsts.add(first));

            assertThat(skipped).extracting(Skipped::index).containsExactly(1, 5, 9);
            assertThat(skipped).extracting(Skipped::id).containsExactly("000001", "000005", "000009");
            assertThat(told).containsExactly(4, 8, 10);
            assertThat(firsts).containsExactly(0, 3, 6);
            assertThatThrownBy(() -> extractor.extract(broken, ExtractionOptions.quiet(1), (f, r, c) -> {}))
                    .hasMessageContaining("000001 is broken");
        }
    }

    private ImageSource first(int size) {
        return new View(digits, size);
    }

    private static float[] collect(FeatureExtractor extractor, ImageSource images, ExtractionOptions options)
            throws IOException {
        List<float[]> parts = new ArrayList<>();
        extractor.extract(images, options, (first, rows, count) -> parts.add(rows));
        float[] all = new float[parts.stream().mapToInt(p -> p.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** The first images of a source. */
    private static class View implements ImageSource {
        private final ImageSource source;
        private final int size;

        View(ImageSource source, int size) {
            this.source = source;
            this.size = size;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public List<String> classes() {
            return source.classes();
        }

        @Override
        public int label(int index) {
            return source.label(index);
        }

        @Override
        public String id(int index) {
            return source.id(index);
        }

        @Override
        public Raster decode(int index) {
            return source.decode(index);
        }
    }
}
