/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.client.GatewayClient;
import io.carryover.contracts.api.BackboneRequest;
import io.carryover.contracts.api.DatasetRequest;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What ships in {@code demo/}: real, small checkpoints and two real datasets with their licences. */
final class DemoData {
    static final int INPUT_SIZE = 64;

    private static final List<DatasetRequest> DATASETS = List.of(
            new DatasetRequest(
                    "fashion-mnist",
                    "fashion-mnist",
                    null,
                    "idx",
                    "source",
                    "Fashion-MNIST is what these backbones were trained on (the demo's ImageNet); its training and validation"
                            + " images were seen in pretraining, its test images were not.",
                    new Attribution(
                            "MIT",
                            "github.com/zalandoresearch/fashion-mnist",
                            "Xiao, Rasul and Vollgraf, Fashion-MNIST: a novel image dataset for benchmarking machine"
                                    + " learning algorithms, arXiv 1708.07747, 2017",
                            true)),
            new DatasetRequest(
                    "digits",
                    "digits",
                    null,
                    "idx",
                    "target",
                    "Handwritten digits, never seen by these backbones: the transfer.",
                    new Attribution(
                            "Apache-2.0 / BSD-3-Clause",
                            "digits.png of OpenCV's samples",
                            "Bradski, The OpenCV library, Dr. Dobb's Journal of Software Tools, 2000",
                            true)));

    private static final Map<String, String> CHECKPOINTS = new java.util.TreeMap<>(Map.of(
            "supervised", "resnet50w8_supervised.pth",
            "mocov2", "resnet50w8_mocov2.pth.tar",
            "pycontrast", "resnet50w8_pycontrast.pth",
            "swav", "resnet50w8_swav.pth.tar",
            "simclr", "resnet50w8_simclr.pth",
            "byol", "resnet50w8_byol.pth"));

    private final Path folder;

    private DemoData(Path folder) {
        this.folder = folder;
    }

    /** The folder beside the launcher. */
    static DemoData of(Map<String, String> environment) {
        Path folder =
                Path.of(environment.getOrDefault("CARRYOVER_ROOT", "."), "demo").toAbsolutePath();
        if (!Files.isDirectory(folder)) {
            throw new CarryoverException(ErrorCode.UNKNOWN_DATASET, "the demo's data is not at " + folder);
        }
        return new DemoData(folder);
    }

    /** The dataset of that name, if it ships. */
    static Optional<DatasetRequest> dataset(String name) {
        return DATASETS.stream().filter(d -> d.name().equals(name)).findFirst();
    }

    void registerDatasets(GatewayClient client) {
        DATASETS.forEach(dataset -> register(client, dataset));
    }

    void register(GatewayClient client, DatasetRequest d) {
        client.register(new DatasetRequest(
                d.name(), folder.resolve(d.name()).toString(), null, d.format(), d.role(), d.note(), d.attribution()));
    }

    /** Registers checkpoints and controls; returns their names. */
    List<String> registerBackbones(GatewayClient client) {
        CHECKPOINTS.forEach((name, file) -> client.register(new BackboneRequest(
                name,
                folder.resolve("checkpoints").resolve(file).toString(),
                null,
                null,
                null,
                null,
                null,
                INPUT_SIZE,
                name.equals("simclr") ? "none" : "imagenet",
                null,
                null,
                null)));
        client.register(new BackboneRequest(
                "random", null, null, "random", null, null, null, INPUT_SIZE, "imagenet", "resnet50w8", null, null));
        client.register(new BackboneRequest(
                "pixels", null, null, "pixels", null, null, null, INPUT_SIZE, "none", null, null, null));
        return java.util.stream.Stream.concat(
                        CHECKPOINTS.keySet().stream(), java.util.stream.Stream.of("random", "pixels"))
                .toList();
    }
}
