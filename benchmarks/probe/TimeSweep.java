/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

import io.carryover.protocols.FeatureMatrix;
import io.carryover.protocols.linear.LabelledFeatures;
import io.carryover.protocols.linear.Labels;
import io.carryover.protocols.linear.LinearMetric;
import io.carryover.protocols.linear.LinearProbe;
import io.carryover.protocols.linear.LinearProtocol;
import io.carryover.protocols.linear.LinearResult;
import io.carryover.protocols.linear.ProbeMonitor;
import io.carryover.protocols.linear.SweepPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code java -cp CLASSES TimeSweep.java FEATURES study|converged SWEEPS THREADS [OBJECTIVES]}: one line per sweep, the first one cold: seconds, seconds
 * of CPU, C, test, iterations of all fits of the sweep. OBJECTIVES is a file for a line per fit of the last sweep: C, objective. Labels with two dimensions are marks of several classes.
 */
class TimeSweep {
    public static void main(String[] args) throws IOException {
        LabelledFeatures train = split(args[0], "train");
        LabelledFeatures val = split(args[0], "val");
        LabelledFeatures test = split(args[0], "test");
        LinearProbe.Settings settings = new LinearProbe.Settings(
                LinearProtocol.valueOf(args[1].toUpperCase(Locale.ROOT)),
                train.labels() instanceof Labels.Multi ? LinearMetric.MAP11 : LinearMetric.TOP1,
                Integer.parseInt(args[3]));
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            long start = System.nanoTime();
            long cpu = cpuNanos();
            LinearResult result = LinearProbe.run(train, val, test, settings, ProbeMonitor.NONE);
            double seconds = (System.nanoTime() - start) / 1e9;
            int iterations = result.sweep().stream().mapToInt(SweepPoint::iterations).sum();
            System.out.printf("%.3f %.3f %.6g %.2f %d%n", seconds, (cpuNanos() - cpu) / 1e9, result.bestC(), result.testValue(), iterations);
            if (args.length > 4) {
                Files.writeString(
                        Path.of(args[4]),
                        result.sweep().stream().map(p -> p.c() + " " + p.objective() + "\n").collect(Collectors.joining()));
            }
        }
    }

    /** Of the whole process: compiling and waiting awake count. */
    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static LabelledFeatures split(String folder, String split) throws IOException {
        ByteBuffer x = npy(Path.of(folder, "x_" + split + ".npy"));
        float[] values = new float[x.remaining() / Float.BYTES];
        x.asFloatBuffer().get(values);
        Labels labels = labels(Path.of(folder, "y_" + split + ".npy"));
        return new LabelledFeatures(FeatureMatrix.of(values, labels.size(), values.length / labels.size()), labels);
    }

    private static Labels labels(Path file) throws IOException {
        ByteBuffer y = npy(file);
        Matcher columns = Pattern.compile("\\((\\d+), (\\d+)\\)").matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (columns.find()) {
            byte[] marks = new byte[y.remaining()];
            y.get(marks);
            return Labels.of(marks, Integer.parseInt(columns.group(1)), Integer.parseInt(columns.group(2)));
        }
        int[] classes = new int[y.remaining() / Long.BYTES];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = Math.toIntExact(y.getLong());
        }
        return Labels.of(classes);
    }

    /** What follows the header of a version 1 file. */
    private static ByteBuffer npy(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(10 + bytes.getShort(8));
        return bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }
}
