/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.featureextraction.imports;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.vision.OnnxReport;
import io.carryover.vision.engine.EngineOptions;
import io.carryover.vision.engine.Engines;
import io.carryover.vision.engine.FeatureEngine;
import io.carryover.vision.engine.OnnxFile;
import io.carryover.worker.JobContext;
import io.carryover.worker.JobHandler;
import io.carryover.worker.StepResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** Checks an ONNX file, tries it on one grey image, and keeps it with its external data, each under its own digest. */
public final class OnnxImport implements JobHandler<JobSpec.ImportOnnx> {
    /** Every job that extracts its features names all of them. */
    private static final int MAX_DATA_FILES = 256;

    private final Sources sources;

    public OnnxImport(Sources sources) {
        this.sources = sources;
    }

    @Override
    public Class<JobSpec.ImportOnnx> type() {
        return JobSpec.ImportOnnx.class;
    }

    @Override
    public StepResult run(JobSpec.ImportOnnx spec, JobContext context) throws IOException {
        Path given = sources.open(spec.source(), context.scratch(), ErrorCode.NOT_A_CHECKPOINT);
        context.alive();
        OnnxFile file = OnnxFile.read(given, spec.input(), spec.output());
        if (file.data().size() > MAX_DATA_FILES) {
            throw new CarryoverException(
                    ErrorCode.UNSUPPORTED_CHECKPOINT,
                    "%s keeps tensors in %d files, at most %d are taken: save it with one"
                            .formatted(file.name(), file.data().size(), MAX_DATA_FILES));
        }
        context.alive();
        OnnxReport report = file.report(dimension(file, spec.side()));
        context.checkStop();
        StepResult result = StepResult.of(
                new StepOutput.OnnxImported(report), keep(given, file, report, context), Variant.HEADS_CPU, 1);
        context.progress(1, 1, "checkpoints");
        return result;
    }

    private static int dimension(OnnxFile file, int side) {
        try (FeatureEngine engine = Engines.open(file, EngineOptions.onnx(1), side)) {
            return engine.dimension();
        }
    }

    private static SortedMap<String, ArtifactRef> keep(
            Path given, OnnxFile file, OnnxReport report, JobContext context) {
        var kept = new TreeMap<String, ArtifactRef>();
        kept.put("model", keep(given, report.sha256(), context));
        report.data().forEach((location, digest) -> {
            Path data = file.data().get(location);
            if (data != null) {
                kept.put("data-" + kept.size(), keep(data, digest, context));
            }
        });
        return kept;
    }

    private static ArtifactRef keep(Path file, Sha256 digest, JobContext context) {
        ArtifactRef kept = context.write(file, ArtifactRef.OCTETS);
        if (!kept.sha256().equals(digest)) {
            throw new CarryoverException(
                    ErrorCode.NOT_A_CHECKPOINT, file.getFileName() + " was changed while it was read");
        }
        return kept;
    }
}
