/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining;

import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.json.Json;
import io.carryover.protocols.linear.Labels;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.SafetensorsWriter;
import io.carryover.worker.JobContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * The decision values behind a score: {@code logits} F32 [N,K], {@code labels} I64 [N] or U8 [N,K], image ids in metadata key
 * {@code images}.
 */
public final class LogitsArtifact {
    /** Its name among the artifacts of an outcome. */
    public static final String NAME = "logits";

    private LogitsArtifact() {}

    /** @param logits [N,K] row after row */
    public static ArtifactRef write(float[] logits, Labels labels, List<String> images, JobContext context)
            throws IOException {
        int rows = labels.size();
        Path file = context.scratch().resolve(UUID.randomUUID() + ".safetensors");
        SafetensorsWriter.Declaration declaration = SafetensorsWriter.declare()
                .tensor("logits", Dtype.F32, rows, logits.length / rows)
                .metadata("images", Json.text(images));
        try (SafetensorsWriter writer = declare(declaration, labels).create(file)) {
            writer.write("logits", logits, 0, logits.length);
            switch (labels) {
                case Labels.Single single -> {
                    long[] wide = new long[rows];
                    for (int i = 0; i < rows; i++) {
                        wide[i] = single.at(i);
                    }
                    writer.write("labels", wide, 0, rows);
                }
                case Labels.Multi multi -> {
                    ByteBuffer marks = ByteBuffer.allocate(rows * multi.classes());
                    for (int i = 0; i < marks.capacity(); i++) {
                        marks.put(multi.at(i / multi.classes(), i % multi.classes()));
                    }
                    writer.write("labels", marks.flip());
                }
            }
            writer.finish();
        }
        return context.write(file, ArtifactRef.SAFETENSORS);
    }

    private static SafetensorsWriter.Declaration declare(SafetensorsWriter.Declaration declaration, Labels labels) {
        return switch (labels) {
            case Labels.Single single -> declaration.tensor("labels", Dtype.I64, single.size());
            case Labels.Multi multi -> declaration.tensor("labels", Dtype.U8, multi.size(), multi.classes());
        };
    }
}
