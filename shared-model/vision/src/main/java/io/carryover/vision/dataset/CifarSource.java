/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.image.Bitmap;
import io.carryover.vision.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/** Records of CIFAR files, read one at a time; an image's id is its file's name and its number there. */
final class CifarSource implements EncodedImages {
    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;

    private final List<Part> parts;
    private final int[] firsts;
    private final int size;
    private final int record;
    private final List<String> classes;

    /** One file and the labels in it. */
    static final class Part {
        final Path file;
        final byte[] labels;

        Part(Path file, byte[] labels) {
            this.file = file;
            this.labels = labels;
        }
    }

    CifarSource(List<Part> parts, int record, List<String> classes) {
        this.parts = List.copyOf(parts);
        this.record = record;
        this.classes = List.copyOf(classes);
        this.firsts = new int[parts.size()];
        int first = 0;
        for (int p = 0; p < parts.size(); p++) {
            firsts[p] = first;
            first += parts.get(p).labels.length;
        }
        this.size = first;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int label(int index) {
        int p = part(index);
        return parts.get(p).labels[index - firsts[p]] & 0xff;
    }

    @Override
    public String id(int index) {
        int p = part(index);
        String name = String.valueOf(parts.get(p).file.getFileName());
        return "%s/%05d".formatted(name.substring(0, name.length() - ".bin".length()), index - firsts[p]);
    }

    @Override
    public Raster decode(int index) {
        int p = part(index);
        ByteBuffer samples = ByteBuffer.allocate(3 * PLANE);
        long from = (long) record * (index - firsts[p]) + record - 3 * PLANE;
        try (FileChannel channel = FileChannel.open(parts.get(p).file)) {
            while (samples.hasRemaining() && channel.read(samples, from + samples.position()) >= 0) {
                // until full, or the file has become shorter
            }
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.UNREADABLE_IMAGE, id(index) + " can't be read", e);
        }
        if (samples.hasRemaining()) {
            throw new CarryoverException(ErrorCode.UNREADABLE_IMAGE, id(index) + " is gone: its file was cut");
        }
        byte[] rgb = new byte[3 * PLANE];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = samples.get(i % 3 * PLANE + i / 3);
        }
        return new Raster(SIDE, SIDE, 3, rgb);
    }

    /** A bitmap: there is no image file, and this one depends on the samples alone. */
    @Override
    public byte[] encoded(int index) {
        return Bitmap.encode(decode(index));
    }

    private int part(int index) {
        int p = parts.size() - 1;
        while (firsts[p] > index) {
            p--;
        }
        return p;
    }
}
