/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.features;

import io.carryover.contracts.vision.Architecture;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.Weights;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.ImageSource;
import io.carryover.vision.engine.Backbones;
import io.carryover.vision.engine.EngineOptions;
import io.carryover.vision.engine.FeatureEngine;
import io.carryover.vision.image.Planes;
import io.carryover.vision.image.Raster;
import io.carryover.vision.image.Transform;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What decoding and transforming cost beside the network, and whether memory stays flat: a program to run by hand, not a
 * test. Processor time is told beside wall time, since it hardly depends on what else the machine does.
 *
 * <p>Arguments: a folder of images, the network's width, the crop, the number of images (the folder's, over and over), threads.
 */
public final class PipelineFigures {
    private PipelineFigures() {}

    public static void main(String[] args) throws IOException {
        ImageSource files = ImageDataset.flat(Path.of(args[0]));
        int width = Integer.parseInt(args[1]);
        int crop = Integer.parseInt(args[2]);
        int images = Integer.parseInt(args[3]);
        int threads = Integer.parseInt(args[4]);
        var transform = Transform.parse("shorter-%d-bicubic-crop-%d".formatted(crop, crop));
        for (int round = 0; round < 3; round++) {
            Clock decode = new Clock();
            for (int i = 0; i < 200; i++) {
                files.decode(i % files.size());
            }
            decode.tell("decode", 200);
            Raster decoded = files.decode(0);
            Clock resize = new Clock();
            for (int i = 0; i < 200; i++) {
                transform.apply(decoded);
            }
            resize.tell("transform", 200);
        }
        var weights = new Weights.Random(new Architecture("resnet50", width), 0);
        var nothing = new Backbones.Stored(_ -> Path.of("none"), Path.of("none"));
        try (FeatureEngine engine = Backbones.open(weights, EngineOptions.onnx(threads), crop, nothing)) {
            bare(engine, crop, Math.min(images, 64), threads);
            bare(engine, crop, Math.min(images, 512), threads);
            Clock whole = new Clock();
            int[] told = {0};
            var options = new ExtractionOptions(
                    ExtractionOptions.BATCH,
                    engine.concurrency(),
                    done -> {
                        if (done / 2000 > told[0]) {
                            told[0] = done / 2000;
                            memory(done);
                        }
                    },
                    () -> false);
            new FeatureExtractor(engine, transform, Normalisation.IMAGENET)
                    .extract(new Repeated(files, images), options, (first, rows, count) -> {});
            whole.tell("whole pipeline", images);
            bare(engine, crop, Math.min(images, 512), threads);
        }
    }

    private static void bare(FeatureEngine engine, int crop, int images, int threads) {
        int batch = ExtractionOptions.quiet(1).batch(crop);
        FloatBuffer input = ByteBuffer.allocateDirect(batch * 3 * crop * crop * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        Raster grey = new Raster(crop, crop, 1, new byte[crop * crop]);
        for (int i = 0; i < batch; i++) {
            new Planes(Normalisation.IMAGENET).write(grey, input);
        }
        Clock clock = new Clock();
        Thread[] workers = new Thread[Math.min(threads, engine.concurrency())];
        int each = images / batch / workers.length + 1;
        for (int t = 0; t < workers.length; t++) {
            FloatBuffer own = input.duplicate().flip();
            workers[t] = Thread.ofPlatform().start(() -> {
                for (int b = 0; b < each; b++) {
                    engine.features(own.rewind(), batch, crop, crop);
                }
            });
        }
        for (Thread worker : workers) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        clock.tell("bare network", each * workers.length * batch);
    }

    private static void memory(int done) {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        try {
            String resident = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS"))
                    .findFirst()
                    .orElse("");
            System.out.printf(
                    Locale.ROOT,
                    "%d images: heap %d MiB, %s%n",
                    done,
                    (runtime.totalMemory() - runtime.freeMemory()) >> 20,
                    resident);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Clock {
        private final long wall = System.nanoTime();
        private final long processor = processor();

        private static long processor() {
            return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                    .getProcessCpuTime();
        }

        void tell(String what, int images) {
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.2f ms of processor, %.2f ms of wall time an image%n",
                    what,
                    (processor() - processor) / 1e6 / images,
                    (System.nanoTime() - wall) / 1e6 / images);
        }
    }

    private record Repeated(ImageSource files, int size) implements ImageSource {
        @Override
        public List<String> classes() {
            return List.of();
        }

        @Override
        public int label(int index) {
            return -1;
        }

        @Override
        public String id(int index) {
            return files.id(index % files.size()) + "#" + index;
        }

        @Override
        public Raster decode(int index) {
            return files.decode(index % files.size());
        }
    }
}
