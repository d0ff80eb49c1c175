/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.client.GatewayClient;
import io.carryover.contracts.api.BackboneRequest;
import io.carryover.contracts.api.BackboneView;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.checkpoint.CheckpointParts;
import io.carryover.vision.engine.OnnxFile;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a checkpoint is registered. */
final class CheckpointOptions {
    @Option(
            names = "--input-size",
            paramLabel = "PIXELS",
            defaultValue = "224",
            description = "Side of the input, pixels (default ${DEFAULT-VALUE}).")
    int inputSize;

    @Option(
            names = "--normalize",
            paramLabel = "RULE",
            defaultValue = "imagenet",
            description = "imagenet, none, half, clip or m,m,m/s,s,s (default ${DEFAULT-VALUE}).")
    String normalize = "imagenet";

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            defaultValue = "auto",
            description = "Layout of the checkpoint (default: found by itself).")
    String layout = "auto";

    @Option(
            names = "--architecture",
            paramLabel = "NETWORK",
            description = "The only network to accept, such as resnet18 or resnet50w64 (default: found by itself).")
    @Nullable
    String architecture;

    @Option(
            names = "--padding",
            paramLabel = "RULE",
            defaultValue = "plain",
            description = "Border of strided layers: plain, as the study did, or same, as BYOL was trained "
                    + "(default ${DEFAULT-VALUE}).")
    String padding = "plain";

    @Option(
            names = "--onnx-input",
            paramLabel = "NAME",
            description = "Input of an .onnx file (default: its only one).")
    @Nullable
    String onnxInput;

    @Option(
            names = {"--onnx-output", "--feature-output"},
            paramLabel = "NAME",
            description = "Value of an .onnx file that is the feature: [N,D], or [N,C,H,W] whose mean is taken "
                    + "(default: its only output).")
    @Nullable
    String onnxOutput;

    /**
     * Of several files, an option is for those that it fits.
     *
     * @throws CarryoverException INVALID_REQUEST for an option that fits none
     */
    void check(Collection<Path> files) {
        boolean onnx = files.stream().anyMatch(OnnxFile::named);
        boolean others = !files.stream().allMatch(OnnxFile::named);
        if (!onnx && (onnxInput != null || onnxOutput != null)) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST, "--onnx-input and --onnx-output are for .onnx files");
        }
        if (onnx && !others && (!layout.equals("auto") || architecture != null || !padding.equals("plain"))) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST, "--layout, --architecture, --padding: an .onnx file has its own");
        }
    }

    /** Registers {@code file}: by its path where the gateway is on this machine, else by uploading all of its files. */
    BackboneView register(GatewayClient client, Path file, String name) {
        boolean onnx = OnnxFile.named(file);
        if (client.isLocal()) {
            String path = file.toAbsolutePath().normalize().toString();
            return client.register(request(onnx, name, path, null, null));
        }
        List<Path> parts = onnx ? OnnxFile.parts(file) : CheckpointParts.of(file);
        List<String> uploads = parts.stream().map(client::upload).toList();
        return client.register(
                uploads.size() == 1
                        ? request(onnx, name, null, uploads.getFirst(), null)
                        : request(onnx, name, null, null, uploads));
    }

    private BackboneRequest request(
            boolean onnx, String name, @Nullable String path, @Nullable String upload, @Nullable List<String> uploads) {
        return new BackboneRequest(
                name,
                path,
                upload,
                null,
                null,
                null,
                onnx ? null : layout,
                inputSize,
                normalize,
                onnx ? null : architecture,
                null,
                null,
                onnx ? null : padding,
                uploads,
                onnx ? onnxInput : null,
                onnx ? onnxOutput : null);
    }
}
