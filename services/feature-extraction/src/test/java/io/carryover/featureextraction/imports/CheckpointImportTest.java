/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.featureextraction.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Source;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.vision.CheckpointReport;
import io.carryover.featureextraction.Desk;
import io.carryover.worker.StepResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointImportTest {
    private final Desk desk;
    private final CheckpointImport handler;

    CheckpointImportTest(@TempDir Path folder) throws IOException {
        desk = new Desk(folder);
        handler = new CheckpointImport(new Sources(desk.store));
    }

    @Test
    void tensorsAreKeptUnderTheirDigest() throws IOException {
        StepResult result = run(local("checkpoints/resnet50w8_byol.pth"));

        var report = ((StepOutput.CheckpointImported) result.output()).report();
        assertThat(report.architecture().width()).isEqualTo(8);
        assertThat(report.missing()).isEmpty();
        assertThat(Objects.requireNonNull(result.artifacts().get("tensors")).sha256())
                .isEqualTo(report.tensorsSha256());
        assertThat(desk.blobs.stat(report.tensorsSha256())).isPresent();
    }

    @Test
    void filesWithEqualWeightsShareTheirTensors() throws IOException {
        var moco = ((StepOutput.CheckpointImported)
                run(local("checkpoints/resnet50w8_mocov2.pth.tar")).output());
        var pycontrast = ((StepOutput.CheckpointImported)
                run(local("checkpoints/resnet50w8_pycontrast.pth")).output());

        assertThat(pycontrast.report().tensorsSha256()).isEqualTo(moco.report().tensorsSha256());
        assertThat(pycontrast.report().sha256()).isNotEqualTo(moco.report().sha256());
    }

    @Test
    void uploadsAreRead() throws IOException {
        byte[] file = Files.readAllBytes(Desk.demo("checkpoints/resnet50w8_byol.pth"));
        desk.store.put("uploads/u-1", file, "application/octet-stream");

        StepResult result = run(new Source.Upload("uploads/u-1", "../../by ol.pth", "r-1"));

        assertThat(((StepOutput.CheckpointImported) result.output()).report().sizeBytes())
                .isEqualTo(file.length);
    }

    @Test
    void anIndexAndItsShardsAreReadTogether() throws IOException {
        Path folder = Desk.vision("layouts/sharded");
        Source uploads = desk.uploads(
                folder,
                "model.safetensors.index.json",
                "model-00002-of-00003.safetensors",
                "model-00001-of-00003.safetensors",
                "model-00003-of-00003.safetensors");

        assertThat(report(uploads)).isEqualTo(report(new Source.LocalPath(folder.toString(), "r-1")));
    }

    @Test
    void aTensorflowCheckpointIsNamedByItsPrefixOrSentInParts() throws IOException {
        Path folder = Desk.vision("tensorflow/shards");
        String prefix = folder.resolve("model.ckpt-7").toString();
        Source uploads = desk.uploads(
                folder,
                "model.ckpt-7.index",
                "model.ckpt-7.data-00000-of-00003",
                "model.ckpt-7.data-00001-of-00003",
                "model.ckpt-7.data-00002-of-00003");

        assertThat(report(uploads)).isEqualTo(report(new Source.LocalPath(prefix, "r-1")));
    }

    @Test
    void aPartThatLacksOrHasNoPlainNameIsRefused() throws IOException {
        Path folder = Desk.vision("tensorflow/shards");
        Source incomplete = desk.uploads(folder, "model.ckpt-7.index", "model.ckpt-7.data-00000-of-00003");

        assertRefused(incomplete, ErrorCode.TRUNCATED_CHECKPOINT, "part model.ckpt-7.data-0000");
        for (String name : List.of("../model.index", "a/b", "..", ".hidden", "a\\b", "C:x", "x\n", "")) {
            var files = List.of(new Source.UploadedFile("uploads/u-model.ckpt-7.index", name));
            assertRefused(
                    new Source.Uploads(files, "r-1"),
                    ErrorCode.UNSAFE_CHECKPOINT,
                    "can't be the name of one of several");
        }
        var twice = new Source.UploadedFile("uploads/u-model.ckpt-7.index", "model.index");
        assertRefused(
                new Source.Uploads(List.of(twice, twice), "r-1"),
                ErrorCode.UNSAFE_CHECKPOINT,
                "'model.index' can't be");
    }

    private CheckpointReport report(Source source) throws IOException {
        return ((StepOutput.CheckpointImported) run(source).output()).report();
    }

    private void assertRefused(Source source, ErrorCode code, String message) {
        assertThatThrownBy(() -> run(source))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @CsvSource({
        "bad/evil_exec.pth, UNSAFE_CHECKPOINT",
        "bad/truncated.pth, TRUNCATED_CHECKPOINT",
        "bad/missing_key.pth, MISSING_TENSORS",
        "bad/nan.pth, NOT_FINITE_WEIGHTS",
        "gone.pth, NOT_A_CHECKPOINT",
    })
    void badFilesAreRefused(String file, ErrorCode code) {
        assertThatThrownBy(() -> run(local(file)))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static Source local(String file) {
        return new Source.LocalPath(Desk.demo(file).toString(), "r-1");
    }

    private StepResult run(Source source) throws IOException {
        return handler.run(new JobSpec.ImportCheckpoint(source, "auto", Optional.empty()), desk);
    }
}
