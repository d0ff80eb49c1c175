/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import io.carryover.vision.image.Raster;
import java.nio.ByteBuffer;
import java.util.List;

/** Grey images of one size, in memory or mapped, with or without labels; an image's id is its number, six digits. */
final class IdxSource implements ImageSource {
    private final ByteBuffer images;
    private final byte[] labels;
    private final int size;
    private final int width;
    private final int height;
    private final List<String> classes;

    IdxSource(ByteBuffer images, byte[] labels, int size, int width, int height, List<String> classes) {
        this.images = images;
        this.labels = labels;
        this.size = size;
        this.width = width;
        this.height = height;
        this.classes = classes;
    }

    IdxSource withClasses(List<String> names) {
        return new IdxSource(images, labels, size, width, height, List.copyOf(names));
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
        return labels.length == 0 ? -1 : labels[index] & 0xff;
    }

    @Override
    public String id(int index) {
        return "%06d".formatted(index);
    }

    @Override
    public Raster decode(int index) {
        int pixels = width * height;
        byte[] samples = new byte[pixels];
        images.get(index * pixels, samples);
        return new Raster(width, height, 1, samples);
    }
}
