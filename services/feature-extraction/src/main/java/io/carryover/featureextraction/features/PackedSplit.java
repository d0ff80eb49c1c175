/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.featureextraction.features;

import com.fasterxml.jackson.core.type.TypeReference;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.vision.DatasetManifest.Split;
import io.carryover.storage.safetensors.SafetensorsFile;
import io.carryover.vision.dataset.IdxFiles;
import io.carryover.vision.dataset.ImageSource;
import io.carryover.vision.image.ImageDecoder;
import io.carryover.vision.image.Raster;
import io.carryover.worker.JobContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** A split as the import packed it, with its labels and image ids. */
final class PackedSplit implements AutoCloseable {
    private final ImageSource images;
    private final long[] labels;
    private final List<String> ids;
    private final List<TarFile> open;

    private PackedSplit(ImageSource images, long[] labels, List<String> ids, List<TarFile> open) {
        this.images = images;
        this.labels = labels;
        this.ids = ids;
        this.open = open;
    }

    /** @throws CarryoverException INPUT_LOST where the packed split isn't what its manifest says */
    static PackedSplit open(Split split, List<String> classes, JobContext context) throws IOException {
        long[] labels;
        List<String> ids;
        try (SafetensorsFile index = SafetensorsFile.open(context.fetch(split.index()), ErrorCode.INPUT_LOST)) {
            labels = index.tensor("labels").toLongs();
            ids = Json.mapper()
                    .readValue(index.metadata().getOrDefault("images", "[]"), new TypeReference<List<String>>() {});
        }
        List<TarFile> open = new ArrayList<>();
        ImageSource images = split.container().equals("idx")
                ? IdxFiles.open(
                        context.fetch(split.shards().get(0)),
                        context.fetch(split.shards().get(1)))
                : tar(split.shards(), labels, ids, classes, open, context);
        if (images.size() != split.images() || labels.length != split.images() || ids.size() != split.images()) {
            throw new CarryoverException(
                    ErrorCode.INPUT_LOST, "a split of %d images has %d".formatted(split.images(), images.size()));
        }
        return new PackedSplit(images, labels, ids, open);
    }

    ImageSource images() {
        return images;
    }

    long label(int image) {
        return labels[image];
    }

    String id(int image) {
        return ids.get(image);
    }

    @Override
    public void close() {
        for (TarFile file : open) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static ImageSource tar(
            List<ArtifactRef> shards,
            long[] labels,
            List<String> ids,
            List<String> classes,
            List<TarFile> open,
            JobContext context)
            throws IOException {
        List<Packed> entries = new ArrayList<>();
        for (ArtifactRef shard : shards) {
            Path file = context.fetch(shard);
            TarFile tar = new TarFile(file);
            open.add(tar);
            tar.getEntries().forEach(entry -> entries.add(new Packed(tar, entry)));
        }
        return new TarSource(entries, labels, ids, classes);
    }

    private record Packed(TarFile tar, TarArchiveEntry entry) {}

    private record TarSource(List<Packed> entries, Labels labelled, List<String> ids, List<String> classes)
            implements ImageSource {
        TarSource(List<Packed> entries, long[] labels, List<String> ids, List<String> classes) {
            this(entries, image -> Math.toIntExact(labels[image]), ids, classes);
        }

        @Override
        public int size() {
            return entries.size();
        }

        @Override
        public int label(int index) {
            return labelled.of(index);
        }

        @Override
        public String id(int index) {
            return ids.get(index);
        }

        @Override
        public Raster decode(int index) {
            Packed packed = entries.get(index);
            byte[] bytes;
            // A tar file has one position: threads take turns at reading, not at decoding.
            synchronized (packed.tar()) {
                try (var in = packed.tar().getInputStream(packed.entry())) {
                    bytes = in.readAllBytes();
                } catch (IOException e) {
                    throw new CarryoverException(
                            ErrorCode.INPUT_LOST, "image %s can't be read".formatted(id(index)), e);
                }
            }
            return ImageDecoder.decode(id(index), bytes, ImageDecoder.Limits.DEFAULT);
        }
    }

    private interface Labels {
        int of(int image);
    }
}
