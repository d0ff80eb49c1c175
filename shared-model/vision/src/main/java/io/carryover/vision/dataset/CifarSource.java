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
    private final List<String> classes;

    /** One file and the labels in it. */
    static final class Part {
        final String name;
        final byte[] labels;
        final Place place;

        Part(String name, byte[] labels, Place place) {
            this.name = name;
            this.labels = labels;
            this.place = place;
        }
    }

    /** Where the samples of a part are. */
    sealed interface Place {
        /** In the file itself: image {@code i} begins at byte {@code first + i · step}. */
        record InFile(Path file, long first, int step) implements Place {}

        /** Unfolded, one image after another. */
        record Unfolded(ByteBuffer samples) implements Place {}
    }

    CifarSource(List<Part> parts, List<String> classes) {
        this.parts = List.copyOf(parts);
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
        return "%s/%05d".formatted(parts.get(p).name, index - firsts[p]);
    }

    @Override
    public Raster decode(int index) {
        int p = part(index);
        int image = index - firsts[p];
        byte[] samples = new byte[3 * PLANE];
        switch (parts.get(p).place) {
            case Place.InFile place -> read(index, place, image, samples);
            case Place.Unfolded(ByteBuffer all) -> all.get(image * samples.length, samples);
        }
        byte[] rgb = new byte[3 * PLANE];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = samples[i % 3 * PLANE + i / 3];
        }
        return new Raster(SIDE, SIDE, 3, rgb);
    }

    private void read(int index, Place.InFile place, int image, byte[] samples) {
        ByteBuffer into = ByteBuffer.wrap(samples);
        long from = place.first() + (long) place.step() * image;
        try (FileChannel channel = FileChannel.open(place.file())) {
            while (into.hasRemaining() && channel.read(into, from + into.position()) >= 0) {
                // until full, or the file has become shorter
            }
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.UNREADABLE_IMAGE, id(index) + " can't be read", e);
        }
        if (into.hasRemaining()) {
            throw new CarryoverException(ErrorCode.UNREADABLE_IMAGE, id(index) + " is gone: its file was cut");
        }
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
