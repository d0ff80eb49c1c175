/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import com.fasterxml.jackson.core.type.TypeReference;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.vision.DatasetManifest.Split;
import io.carryover.storage.safetensors.SafetensorsFile;
import io.carryover.vision.image.ImageDecoder;
import io.carryover.vision.image.Raster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** A split as the import packed it, with its labels and image ids. */
public final class PackedSplit implements AutoCloseable {
    private final ImageSource images;
    private final SplitLabels labels;
    private final List<String> ids;
    private final List<TarShard> open;

    private PackedSplit(ImageSource images, SplitLabels labels, List<String> ids, List<TarShard> open) {
        this.images = images;
        this.labels = labels;
        this.ids = ids;
        this.open = open;
    }

    /**
     * Opens a split.
     *
     * @param fetch gives an artifact as a local file, its digest checked
     * @throws CarryoverException INPUT_LOST where the packed split isn't what its manifest says
     */
    public static PackedSplit open(Split split, List<String> classes, Function<ArtifactRef, Path> fetch)
            throws IOException {
        SplitLabels labels;
        List<String> ids;
        try (SafetensorsFile index = SafetensorsFile.open(fetch.apply(split.index()), ErrorCode.INPUT_LOST)) {
            labels = SplitLabels.read(index.tensor("labels"), ErrorCode.INPUT_LOST);
            ids = Json.mapper()
                    .readValue(index.metadata().getOrDefault("images", "[]"), new TypeReference<List<String>>() {});
        }
        List<TarShard> open = new ArrayList<>();
        ImageSource images = split.container().equals("idx")
                ? IdxFiles.open(
                        fetch.apply(split.shards().get(0)),
                        fetch.apply(split.shards().get(1)))
                : tar(split.shards(), labels, ids, classes, open, fetch);
        if (images.size() != split.images() || labels.size() != split.images() || ids.size() != split.images()) {
            throw new CarryoverException(
                    ErrorCode.INPUT_LOST, "a split of %d images has %d".formatted(split.images(), images.size()));
        }
        return new PackedSplit(images, labels, ids, open);
    }

    /** The images with their labels. */
    public ImageSource images() {
        return images;
    }

    /** Their labels, in the same order. */
    public SplitLabels labels() {
        return labels;
    }

    /** What names an image. */
    public String id(int image) {
        return ids.get(image);
    }

    @Override
    public void close() {
        for (TarShard file : open) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static ImageSource tar(
            List<ArtifactRef> shards,
            SplitLabels labels,
            List<String> ids,
            List<String> classes,
            List<TarShard> open,
            Function<ArtifactRef, Path> fetch)
            throws IOException {
        List<Packed> images = new ArrayList<>();
        for (ArtifactRef shard : shards) {
            TarShard tar = TarShard.open(fetch.apply(shard));
            open.add(tar);
            IntStream.range(0, tar.size()).forEach(i -> images.add(new Packed(tar, i)));
        }
        return new TarSource(images, image -> Math.toIntExact(labels.label(image)), ids, classes);
    }

    private record Packed(TarShard tar, int index) {}

    private record TarSource(List<Packed> images, IntUnaryOperator labels, List<String> ids, List<String> classes)
            implements ImageSource {
        @Override
        public int size() {
            return images.size();
        }

        @Override
        public int label(int index) {
            return labels.applyAsInt(index);
        }

        @Override
        public String id(int index) {
            return ids.get(index);
        }

        @Override
        public Raster decode(int index) {
            Packed packed = images.get(index);
            return ImageDecoder.decode(id(index), packed.tar().encoded(packed.index()), ImageDecoder.Limits.DEFAULT);
        }
    }
}
