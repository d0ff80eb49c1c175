/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.featureextraction.features;

import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.json.Json;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.SafetensorsWriter;
import io.carryover.vision.dataset.SplitLabels;
import io.carryover.worker.JobContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes features as they come into safetensors shards of bounded size: {@code features} F32 [n,D], {@code labels} as
 * the split has them, image ids in metadata key {@code images}.
 */
public final class FeatureShards implements AutoCloseable {
    private static final long SHARD_BYTES = 64L << 20;

    private final JobContext context;
    private final int images;
    private final int dimension;
    private final int rowsPerShard;
    private final SplitLabels labels;
    private final IntFunction<String> id;
    private final List<ArtifactRef> shards = new ArrayList<>();
    private @Nullable SafetensorsWriter writer;
    private int shardRows;
    private int done;

    /** @param labels of the rows that will come, all of them */
    public FeatureShards(JobContext context, SplitLabels labels, int dimension, IntFunction<String> id) {
        this.context = context;
        this.images = labels.size();
        this.dimension = dimension;
        this.rowsPerShard = (int) Math.max(1, SHARD_BYTES / (4L * dimension));
        this.labels = labels;
        this.id = id;
    }

    /** Appends {@code count} rows. */
    public void append(float[] rows, int count) throws IOException {
        int taken = 0;
        while (taken < count) {
            if (writer == null) {
                writer = begin();
            }
            int room = shardRows - (done % rowsPerShard);
            int piece = Math.min(room, count - taken);
            writer.write("features", rows, taken * dimension, piece * dimension);
            taken += piece;
            done += piece;
            if (piece == room) {
                end(writer);
            }
        }
    }

    /** The shards, in order. */
    public List<ArtifactRef> finish() {
        if (done != images) {
            throw new IllegalStateException("%d rows of %d".formatted(done, images));
        }
        return List.copyOf(shards);
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }

    private Path file() {
        return context.scratch().resolve("features-%05d.safetensors".formatted(shards.size()));
    }

    private SafetensorsWriter begin() throws IOException {
        int first = done;
        shardRows = Math.min(rowsPerShard, images - first);
        SafetensorsWriter.Declaration declared = SafetensorsWriter.declare()
                .tensor("features", Dtype.F32, shardRows, dimension)
                .metadata(
                        "images",
                        Json.text(IntStream.range(first, first + shardRows)
                                .mapToObj(id)
                                .toList()));
        labels.declare(declared, shardRows);
        return declared.create(file());
    }

    private void end(SafetensorsWriter full) throws IOException {
        labels.write(full, done - shardRows, shardRows);
        Path file = file();
        full.finish();
        full.close();
        writer = null;
        shards.add(context.write(file, ArtifactRef.SAFETENSORS));
        java.nio.file.Files.deleteIfExists(file);
    }
}
