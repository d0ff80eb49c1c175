/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.featureextraction.imports;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import io.carryover.vision.checkpoint.Checkpoints;
import io.carryover.vision.checkpoint.LoadOptions;
import io.carryover.vision.checkpoint.LoadedCheckpoint;
import io.carryover.worker.JobContext;
import io.carryover.worker.JobHandler;
import io.carryover.worker.StepResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Reads a checkpoint safely and keeps its tensors in normal form, under their own digest. */
public final class CheckpointImport implements JobHandler<JobSpec.ImportCheckpoint> {
    private final Sources sources;

    public CheckpointImport(Sources sources) {
        this.sources = sources;
    }

    @Override
    public Class<JobSpec.ImportCheckpoint> type() {
        return JobSpec.ImportCheckpoint.class;
    }

    @Override
    public StepResult run(JobSpec.ImportCheckpoint spec, JobContext context) throws IOException {
        Path file = sources.open(spec.source(), context.scratch(), ErrorCode.NOT_A_CHECKPOINT);
        context.alive();
        LoadedCheckpoint loaded = Checkpoints.load(
                file, LoadOptions.parse(spec.layout(), spec.architecture().orElse(LoadOptions.AUTO)));
        context.checkStop();
        Path tensors = context.scratch().resolve("tensors.safetensors");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(tensors))) {
            loaded.weights().write(out);
        }
        ArtifactRef kept = context.write(tensors, ArtifactRef.SAFETENSORS);
        if (!kept.sha256().equals(loaded.weights().digest())) {
            throw new CarryoverException(ErrorCode.INTERNAL, "the tensors were not written as they were read");
        }
        context.progress(1, 1, "checkpoints");
        return StepResult.of(
                new StepOutput.CheckpointImported(loaded.inspection().report()),
                Map.of("tensors", kept),
                Variant.HEADS_CPU,
                1);
    }
}
