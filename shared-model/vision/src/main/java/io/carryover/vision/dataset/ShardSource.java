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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/** Images within tar archives, read in place, one at a time; an image's id is its shard's name and its key. */
final class ShardSource implements EncodedImages {
    private final List<Sample> samples;
    private final List<String> classes;

    /** Bytes within a file. */
    record Place(long offset, long size) {}

    /** One image. */
    record Sample(Path shard, Place image, String key, int label) {}

    ShardSource(List<Sample> samples, List<String> classes) {
        this.samples = List.copyOf(samples);
        this.classes = List.copyOf(classes);
    }

    @Override
    public int size() {
        return samples.size();
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int label(int index) {
        return samples.get(index).label();
    }

    @Override
    public String id(int index) {
        Sample sample = samples.get(index);
        return sample.shard().getFileName() + "/" + sample.key();
    }

    @Override
    public Raster decode(int index) {
        return ImageDecoder.decode(id(index), encoded(index), ImageDecoder.Limits.DEFAULT);
    }

    @Override
    public byte[] encoded(int index) {
        Sample sample = samples.get(index);
        long limit = ImageDecoder.Limits.DEFAULT.bytes();
        if (sample.image().size() > limit) {
            throw new CarryoverException(
                    ErrorCode.IMAGE_TOO_LARGE,
                    "%s has %d bytes, the limit is %d bytes"
                            .formatted(id(index), sample.image().size(), limit));
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) sample.image().size());
        try (FileChannel channel = FileChannel.open(sample.shard())) {
            while (bytes.hasRemaining() && channel.read(bytes, sample.image().offset() + bytes.position()) >= 0) {
                // until full, or the file has become shorter
            }
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.UNREADABLE_IMAGE, id(index) + " can't be read", e);
        }
        if (bytes.hasRemaining()) {
            throw new CarryoverException(ErrorCode.UNREADABLE_IMAGE, id(index) + " is gone: its shard was cut");
        }
        return bytes.array();
    }
}
