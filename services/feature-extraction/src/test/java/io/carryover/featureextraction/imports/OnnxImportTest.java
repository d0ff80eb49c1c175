/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.featureextraction.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Source;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.vision.OnnxReport;
import io.carryover.featureextraction.Desk;
import io.carryover.worker.StepResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the vision module's make_onnx.py: outputs `map` and `logits`, 32×32 pixels. */
class OnnxImportTest {
    private final Path folder;
    private final Desk desk;
    private final OnnxImport handler;

    OnnxImportTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        desk = new Desk(folder);
        handler = new OnnxImport(new Sources(desk.store));
    }

    @Test
    void theFileIsKeptAndItsValuesAreNamed() throws IOException {
        Path file = Desk.vision("onnx/small.onnx");

        StepResult result = run(local(file), null, "logits", 32);

        OnnxReport report = ((StepOutput.OnnxImported) result.output()).report();
        assertThat(report.sha256()).isEqualTo(Sha256.of(Files.readAllBytes(file)));
        assertThat(report.digest()).isEqualTo(report.sha256());
        assertThat(report.input()).isEqualTo("pixels");
        assertThat(report.output()).isEqualTo("logits");
        assertThat(report.dimension()).isEqualTo(4);
        assertThat(report.sizeBytes()).isEqualTo(Files.size(file));
        assertThat(result.artifacts()).containsOnlyKeys("model");
        assertThat(desk.blobs.stat(report.sha256())).isPresent();
    }

    @Test
    void externalDataIsKeptBesideIt() throws IOException {
        Source parts = desk.uploads(Desk.vision("onnx"), "external.onnx", "external.bin");

        StepResult result = run(parts, null, "map", 32);

        OnnxReport report = ((StepOutput.OnnxImported) result.output()).report();
        assertThat(report.data()).containsOnlyKeys("external.bin");
        assertThat(report.digest()).isNotEqualTo(report.sha256());
        assertThat(result.artifacts()).containsOnlyKeys("model", "data-1");
        report.data().values().forEach(digest -> assertThat(desk.blobs.stat(digest))
                .isPresent());
    }

    @Test
    void whatIsNoBackboneIsRefusedWithACode() throws IOException {
        Source small = local(Desk.vision("onnx/small.onnx"));
        byte[] bytes = Files.readAllBytes(Desk.vision("onnx/small.onnx"));
        Path half = Files.write(folder.resolve("half.onnx"), Arrays.copyOf(bytes, bytes.length / 2));
        Path text = Files.writeString(folder.resolve("text.onnx"), "no model at all");

        assertRefused(ErrorCode.INVALID_REQUEST, small, null, null, 32, "map, logits: say which value is the feature");
        assertRefused(ErrorCode.INVALID_REQUEST, small, null, "cls", 32, "computes no value cls");
        assertRefused(
                ErrorCode.INVALID_REQUEST, small, "images", "map", 32, "has no input images; its inputs are pixels");
        assertRefused(ErrorCode.INVALID_REQUEST, small, null, "map", 64, "takes images of 32×32");
        assertRefused(ErrorCode.NOT_A_CHECKPOINT, local(half), null, "map", 32, "cut short or damaged");
        assertRefused(ErrorCode.NOT_A_CHECKPOINT, local(text), null, "map", 32, "is no ONNX model");
        assertRefused(ErrorCode.NOT_A_CHECKPOINT, local(folder.resolve("gone.onnx")), null, "map", 32, "nothing at");
        Source alone = desk.uploads(Desk.vision("onnx"), "external.onnx");
        assertRefused(ErrorCode.NOT_FOUND, alone, null, "map", 32, "external.bin, which is not beside it");
    }

    private void assertRefused(
            ErrorCode code, Source source, @Nullable String input, @Nullable String output, int side, String message) {
        assertThatThrownBy(() -> run(source, input, output, side))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(code));
        assertThat(desk.progress).isEmpty();
    }

    private static Source local(Path file) {
        return new Source.LocalPath(file.toString(), "r-1");
    }

    private StepResult run(Source source, @Nullable String input, @Nullable String output, int side)
            throws IOException {
        var spec = new JobSpec.ImportOnnx(source, Optional.ofNullable(input), Optional.ofNullable(output), side);
        return handler.run(spec, desk);
    }
}
