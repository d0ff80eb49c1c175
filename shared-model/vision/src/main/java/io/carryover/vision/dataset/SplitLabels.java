/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.linear.Labels;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.SafetensorsWriter;
import io.carryover.storage.safetensors.TensorView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.LongStream;

/** The tensor {@code labels} of a split: I64 [N], or where an image may show several classes U8 [N,K]. */
public sealed interface SplitLabels {
    /** N. */
    int size();

    /** The class of an image; -1 where it may show several. */
    long label(int image);

    /** Declares the tensor for some of the images. */
    void declare(SafetensorsWriter.Declaration file, int images);

    /** Writes those from {@code first} on. */
    void write(SafetensorsWriter writer, int first, int images) throws IOException;

    /** The labels of {@code images}. */
    static SplitLabels of(ImageSource images) {
        int n = images.size();
        if (!images.multiLabel()) {
            long[] labels = new long[n];
            Arrays.setAll(labels, images::label);
            return new One(labels);
        }
        int classes = images.classes().size();
        byte[] marks = new byte[Math.multiplyExact(n, classes)];
        for (int i = 0; i < n; i++) {
            System.arraycopy(images.marks(i), 0, marks, i * classes, classes);
        }
        return new Several(marks, classes);
    }

    /**
     * The labels in a tensor.
     *
     * @param wrong code of the error where it has another shape or type
     */
    static SplitLabels read(TensorView tensor, ErrorCode wrong) {
        if (tensor.shape().size() == 1) {
            return new One(tensor.toLongs());
        }
        if (tensor.shape().size() == 2
                && tensor.info().dtype() == Dtype.U8
                && tensor.shape().get(1) > 0) {
            return new Several(tensor.toBytes(), Math.toIntExact(tensor.shape().get(1)));
        }
        throw new CarryoverException(
                wrong,
                "labels are %s, not I64 [N] or U8 [N,K]".formatted(tensor.info().describe()));
    }

    /** As the protocols take them. */
    Labels labels();

    /** Whether these are the same labels in the same order. */
    boolean same(SplitLabels other);

    /** One class per image. */
    final class One implements SplitLabels {
        private final long[] labels;

        private One(long[] labels) {
            this.labels = labels;
        }

        @Override
        public int size() {
            return labels.length;
        }

        @Override
        public long label(int image) {
            return labels[image];
        }

        @Override
        public void declare(SafetensorsWriter.Declaration file, int images) {
            file.tensor("labels", Dtype.I64, images);
        }

        @Override
        public void write(SafetensorsWriter writer, int first, int images) throws IOException {
            writer.write("labels", labels, first, images);
        }

        @Override
        public Labels labels() {
            return Labels.of(LongStream.of(labels).mapToInt(Math::toIntExact).toArray());
        }

        @Override
        public boolean same(SplitLabels other) {
            return other instanceof One one && Arrays.equals(labels, one.labels);
        }
    }

    /** A mark per image and class: 0 absent, 1 present, 2 difficult. */
    final class Several implements SplitLabels {
        private final byte[] marks;
        private final int classes;

        private Several(byte[] marks, int classes) {
            this.marks = marks;
            this.classes = classes;
        }

        @Override
        public int size() {
            return marks.length / classes;
        }

        @Override
        public long label(int image) {
            return -1;
        }

        @Override
        public void declare(SafetensorsWriter.Declaration file, int images) {
            file.tensor("labels", Dtype.U8, images, classes);
        }

        @Override
        public void write(SafetensorsWriter writer, int first, int images) throws IOException {
            writer.write("labels", ByteBuffer.wrap(marks, first * classes, images * classes));
        }

        @Override
        public Labels labels() {
            return Labels.of(marks, size(), classes);
        }

        @Override
        public boolean same(SplitLabels other) {
            return other instanceof Several several && Arrays.equals(marks, several.marks);
        }
    }
}
