/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.image.ImageDecoder;
import io.carryover.vision.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Image files, read one at a time. */
public final class FolderSource implements EncodedImages {
    private final List<Item> items;
    private final List<String> classes;
    private final ImageDecoder.Limits limits;

    /** One image file; {@code label} is -1 where there is none. */
    public record Item(Path file, String id, int label) {}

    /** @param classes names that labels are indices into */
    public FolderSource(List<Item> items, List<String> classes) {
        this(items, classes, ImageDecoder.Limits.DEFAULT);
    }

    FolderSource(List<Item> items, List<String> classes, ImageDecoder.Limits limits) {
        this.items = List.copyOf(items);
        this.classes = List.copyOf(classes);
        this.limits = limits;
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int label(int index) {
        return items.get(index).label();
    }

    @Override
    public String id(int index) {
        return items.get(index).id();
    }

    @Override
    public Raster decode(int index) {
        return ImageDecoder.decode(id(index), encoded(index), limits);
    }

    @Override
    public byte[] encoded(int index) {
        Item item = items.get(index);
        try {
            long size = Files.size(item.file());
            if (size > limits.bytes()) {
                throw new CarryoverException(
                        ErrorCode.IMAGE_TOO_LARGE,
                        "%s has %d bytes, the limit is %d bytes".formatted(item.id(), size, limits.bytes()));
            }
            return Files.readAllBytes(item.file());
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.UNREADABLE_IMAGE, item.id() + " can't be read", e);
        }
    }
}
