/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.client.GatewayClient;
import io.carryover.contracts.api.DatasetRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checkpoints and data sets by the names that a table has for them.
 *
 * @param normalize rule for every checkpoint; absent for the study's
 */
record PublishedFiles(Optional<Path> checkpoints, Optional<Path> datasets, int inputSize, Optional<String> normalize) {
    /** The study fed these pixels between 0 and 1 (its A.1). */
    private static final Set<String> NOT_NORMALISED = Set.of("simclr-v1", "simclr-v2");

    /** Has the model registered, from its file where it isn't yet. @return why it can't be, or nothing */
    Optional<String> backbone(GatewayClient client, String model) {
        if (client.backbone(model).isPresent()) {
            return Optional.empty();
        }
        List<Path> found = checkpoints.map(folder -> named(folder, model)).orElse(List.of());
        if (found.size() != 1) {
            return Optional.of(
                    found.isEmpty()
                            ? "no checkpoint called " + model
                            : "%d files are called %s".formatted(found.size(), model));
        }
        var options = new CheckpointOptions();
        options.inputSize = inputSize;
        options.normalize = normalize.orElse(NOT_NORMALISED.contains(model) ? "none" : "imagenet");
        options.register(client, found.getFirst(), model);
        return Optional.empty();
    }

    /** Has the data set registered, from its folder where it isn't yet. @return why it can't be, or nothing */
    Optional<String> dataset(GatewayClient client, String name) {
        if (client.dataset(name).isPresent()) {
            return Optional.empty();
        }
        Optional<Path> folder = datasets.map(all -> all.resolve(name)).filter(Files::isDirectory);
        if (folder.isEmpty() || !client.isLocal()) {
            return Optional.of("no data set called " + name);
        }
        client.register(new DatasetRequest(
                name, folder.get().toAbsolutePath().normalize().toString(), null, "auto", "target", null, null));
        return Optional.empty();
    }

    private static List<Path> named(Path folder, String model) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> {
                        String name = String.valueOf(file.getFileName());
                        return name.equals(model) || name.startsWith(model + ".");
                    })
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
