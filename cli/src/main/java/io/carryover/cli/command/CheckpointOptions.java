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
import picocli.CommandLine.Mixin;
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

    @Mixin
    final AttributionOptions attribution = new AttributionOptions();

    @Mixin
    final OnnxOptions onnx = new OnnxOptions();

    /**
     * Of several files, an option is for those that it fits.
     *
     * @throws CarryoverException INVALID_REQUEST for an option that fits none
     */
    void check(Collection<Path> files) {
        boolean some = files.stream().anyMatch(OnnxFile::named);
        boolean others = !files.stream().allMatch(OnnxFile::named);
        if (!some && onnx.given()) {
            throw new CarryoverException(ErrorCode.INVALID_REQUEST, OnnxOptions.FOR_ONNX_ONLY);
        }
        if (some && !others && (!layout.equals("auto") || architecture != null || !padding.equals("plain"))) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST, "--layout, --architecture, --padding: an .onnx file has its own");
        }
    }

    /** Registers {@code file}: by its path where the gateway is on this machine, else by uploading all of its files. */
    BackboneView register(GatewayClient client, Path file, String name) {
        boolean isOnnx = OnnxFile.named(file);
        if (client.isLocal()) {
            String path = file.toAbsolutePath().normalize().toString();
            return client.register(request(isOnnx, name, path, null, null));
        }
        List<Path> parts = isOnnx ? OnnxFile.parts(file) : CheckpointParts.of(file);
        List<String> uploads = parts.stream().map(client::upload).toList();
        return client.register(
                uploads.size() == 1
                        ? request(isOnnx, name, null, uploads.getFirst(), null)
                        : request(isOnnx, name, null, null, uploads));
    }

    private BackboneRequest request(
            boolean isOnnx,
            String name,
            @Nullable String path,
            @Nullable String upload,
            @Nullable List<String> uploads) {
        return new BackboneRequest(
                name,
                path,
                upload,
                null,
                null,
                null,
                isOnnx ? null : layout,
                inputSize,
                normalize,
                isOnnx ? null : architecture,
                null,
                null,
                isOnnx ? null : padding,
                uploads,
                isOnnx ? onnx.input().orElse(null) : null,
                isOnnx ? onnx.output().orElse(null) : null,
                attribution.said());
    }
}
