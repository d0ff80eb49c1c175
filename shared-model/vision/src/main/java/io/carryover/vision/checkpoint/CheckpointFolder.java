/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the file that a checkpoint begins with where a folder or the prefix of a TensorFlow checkpoint is given. */
final class CheckpointFolder {
    private static final String TENSORFLOW = ".index";
    private static final int MAX_STATE_BYTES = 1 << 20;
    private static final Pattern NEWEST = Pattern.compile("model_checkpoint_path: *\"([^\"/\\\\]{1,200})\"");

    private CheckpointFolder() {}

    /** @throws CarryoverException NOT_A_CHECKPOINT for a folder that holds none, or several */
    static Path resolve(Path given) throws IOException {
        if (Files.isDirectory(given)) {
            return search(given);
        }
        Path name = given.getFileName();
        if (!Files.exists(given) && name != null) {
            Path index = given.resolveSibling(name + TENSORFLOW);
            return Files.exists(index) ? index : given;
        }
        return given;
    }

    private static Path search(Path folder) throws IOException {
        List<Path> shards = ending(folder, ".safetensors.index.json");
        if (!shards.isEmpty()) {
            return only(folder, shards);
        }
        List<Path> bundles = ending(folder, TENSORFLOW);
        if (bundles.size() > 1) {
            return newest(folder).orElseGet(() -> only(folder, bundles));
        }
        return only(folder, bundles.isEmpty() ? ending(folder, ".safetensors") : bundles);
    }

    private static List<Path> ending(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(end))
                    .sorted()
                    .limit(100)
                    .toList();
        }
    }

    private static Path only(Path folder, List<Path> found) {
        if (found.size() == 1) {
            return found.getFirst();
        }
        String why = found.isEmpty()
                ? "is a directory without a TensorFlow checkpoint (*.index), *.safetensors or *.safetensors.index.json"
                : "is a directory with several checkpoints, give one of them: "
                        + Printable.list(
                                found.stream().map(CheckpointFiles::name).toList());
        throw new CarryoverException(ErrorCode.NOT_A_CHECKPOINT, CheckpointFiles.name(folder) + " " + why);
    }

    /** TensorFlow's text file {@code checkpoint} names the last one of a folder. */
    private static Optional<Path> newest(Path folder) throws IOException {
        Path state = folder.resolve("checkpoint");
        if (!Files.isRegularFile(state) || Files.size(state) > MAX_STATE_BYTES) {
            return Optional.empty();
        }
        Matcher named = NEWEST.matcher(new String(Files.readAllBytes(state), StandardCharsets.UTF_8));
        return named.find()
                ? Optional.of(folder.resolve(named.group(1) + TENSORFLOW)).filter(Files::isRegularFile)
                : Optional.empty();
    }
}
