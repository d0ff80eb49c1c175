/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.client.GatewayClient;
import io.carryover.contracts.api.BackboneRequest;
import io.carryover.contracts.api.BackboneView;
import io.carryover.vision.checkpoint.CheckpointParts;
import io.carryover.vision.engine.OnnxFile;
import java.nio.file.Path;
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

    /** Registers {@code file}: by its path where the gateway is on this machine, else by uploading all of its files. */
    BackboneView register(GatewayClient client, Path file, String name) {
        if (client.isLocal()) {
            return client.register(
                    request(name, file.toAbsolutePath().normalize().toString(), null, null));
        }
        List<Path> parts = OnnxFile.named(file) ? OnnxFile.parts(file) : CheckpointParts.of(file);
        List<String> uploads = parts.stream().map(client::upload).toList();
        return client.register(
                uploads.size() == 1
                        ? request(name, null, uploads.getFirst(), null)
                        : request(name, null, null, uploads));
    }

    private BackboneRequest request(
            String name, @Nullable String path, @Nullable String upload, @Nullable List<String> uploads) {
        return new BackboneRequest(
                name,
                path,
                upload,
                null,
                null,
                null,
                layout,
                inputSize,
                normalize,
                architecture,
                null,
                null,
                padding,
                uploads,
                onnxInput,
                onnxOutput);
    }
}
