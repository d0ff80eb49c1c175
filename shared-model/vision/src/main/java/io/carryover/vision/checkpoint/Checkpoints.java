/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.arch.NetworkWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads checkpoints. A checkpoint is hostile input: nothing named in it is run or looked up, and every size in it is
 * checked against the file before memory is taken. Refusals are {@link CarryoverException}s of class USER.
 */
public final class Checkpoints {
    private Checkpoints() {}

    /**
     * Says what is in a checkpoint.
     *
     * @return a report, whose {@code problem} says why a load would be refused
     * @throws CarryoverException NOT_FOUND, NOT_A_CHECKPOINT, TRUNCATED_CHECKPOINT, UNSAFE_CHECKPOINT,
     *     UNSUPPORTED_CHECKPOINT, UNKNOWN_LAYOUT or ARCHITECTURE_MISMATCH where there is nothing to report
     */
    public static Inspection inspect(Path file, LoadOptions options) {
        return check(file, options).inspection();
    }

    /**
     * Says what is in a checkpoint, and gives its weights where all of them could be read, even where a load would refuse
     * them.
     *
     * @throws CarryoverException as {@link #inspect}
     */
    public static CheckedCheckpoint check(Path file, LoadOptions options) {
        return read(file, options);
    }

    /**
     * Loads the backbone of a checkpoint strictly: every tensor of the network is found exactly once with its shape, and
     * nothing is left over but known company.
     *
     * @throws CarryoverException as {@link #inspect}, or the report's problem: ARCHITECTURE_MISMATCH, MISSING_TENSORS,
     *     NOT_FINITE_WEIGHTS
     */
    public static LoadedCheckpoint load(Path file, LoadOptions options) {
        CheckedCheckpoint result = read(file, options);
        Optional<Inspection.Problem> problem = result.inspection().problem();
        if (problem.isPresent() || result.weights().isEmpty()) {
            Inspection.Problem p = problem.orElseThrow();
            throw new CarryoverException(p.code(), name(file) + ": " + p.message());
        }
        return new LoadedCheckpoint(result.inspection(), result.weights().get(), result.files());
    }

    /**
     * The file that {@code given} stands for: itself, or the one that is found in a folder or behind a prefix.
     *
     * @throws CarryoverException NOT_A_CHECKPOINT for a folder that holds none, or several
     */
    public static Path file(Path given) throws IOException {
        return CheckpointFolder.resolve(given);
    }

    private static CheckedCheckpoint read(Path given, LoadOptions options) {
        try (CheckpointFiles files = CheckpointFiles.open(given)) {
            RawCheckpoint raw = Containers.read(files);
            LayoutMatch match = LayoutMatch.of(files.main(), raw, options);
            return loaded(files, raw, match, options);
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, name(given) + " can't be read", e);
        }
    }

    private static CheckedCheckpoint loaded(
            CheckpointFiles files, RawCheckpoint raw, LayoutMatch match, LoadOptions options) throws IOException {
        Optional<Inspection.Problem> problem = match.problem(options);
        Optional<NetworkWeights> weights = Optional.empty();
        if (match.missing().isEmpty() && match.unexpected().isEmpty()) {
            try {
                NetworkWeights read = weights(files, match);
                weights = Optional.of(read);
                problem = problem.or(() -> FreshNetwork.problem(read, options));
            } catch (CarryoverException e) {
                if (problem.isEmpty()) {
                    problem = Optional.of(new Inspection.Problem(e.code(), String.valueOf(e.getMessage())));
                }
            }
        }
        Inspection inspection = new Inspection(
                files.sha256(),
                files.size(),
                weights.map(NetworkWeights::digest),
                raw.container(),
                match.layout(),
                match.network(),
                match.matched().size(),
                match.ignored(),
                match.missing(),
                match.unexpected(),
                List.copyOf(raw.placeholders()),
                problem);
        return new CheckedCheckpoint(inspection, weights, files.paths());
    }

    private static NetworkWeights weights(CheckpointFiles files, LayoutMatch match) {
        long elements = 0;
        for (StoredTensor tensor : match.matched().values()) {
            elements += tensor.count();
        }
        // tensors that share storage could otherwise ask for far more memory than the file has bytes
        if (elements > files.size()) {
            throw files.main().unsupported("its tensors repeat the same %d bytes".formatted(files.size()));
        }
        Map<String, float[]> values = new LinkedHashMap<>();
        match.matched().forEach((name, tensor) -> values.put(name, TensorReader.read(files.main(), name, tensor)));
        return new NetworkWeights(match.network(), values);
    }

    private static String name(Path file) {
        return CheckpointFiles.name(file);
    }
}
