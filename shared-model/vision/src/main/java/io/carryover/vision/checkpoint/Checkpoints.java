/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.vision.arch.NetworkWeights;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
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
        return read(file, options).inspection();
    }

    /**
     * Loads the backbone of a checkpoint strictly: every tensor of the network is found exactly once with its shape, and
     * nothing is left over but known company.
     *
     * @throws CarryoverException as {@link #inspect}, or the report's problem: ARCHITECTURE_MISMATCH, MISSING_TENSORS,
     *     NOT_FINITE_WEIGHTS
     */
    public static LoadedCheckpoint load(Path file, LoadOptions options) {
        Result result = read(file, options);
        Optional<Inspection.Problem> problem = result.inspection().problem();
        if (problem.isPresent() || result.weights().isEmpty()) {
            Inspection.Problem p = problem.orElseThrow();
            throw new CarryoverException(p.code(), name(file) + ": " + p.message());
        }
        return new LoadedCheckpoint(result.inspection(), result.weights().get());
    }

    private record Result(Inspection inspection, Optional<NetworkWeights> weights) {}

    private static Result read(Path file, LoadOptions options) {
        if (Files.isDirectory(file)) {
            throw new CarryoverException(ErrorCode.NOT_A_CHECKPOINT, name(file) + " is a directory");
        }
        if (!Files.isReadable(file)) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, name(file) + " is not there or can't be read");
        }
        try (ByteSource source = ByteSource.open(file)) {
            RawCheckpoint raw = Containers.read(source, file);
            LayoutMatch match = LayoutMatch.of(source, raw, options);
            return loaded(source, sha256(file), raw, match, options);
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, name(file) + " can't be read", e);
        }
    }

    private static Result loaded(
            ByteSource source, Sha256 sha256, RawCheckpoint raw, LayoutMatch match, LoadOptions options) {
        Optional<Inspection.Problem> problem = match.problem(options.architecture());
        Optional<NetworkWeights> weights = Optional.empty();
        if (match.missing().isEmpty() && match.unexpected().isEmpty()) {
            try {
                weights = Optional.of(weights(source, match));
            } catch (CarryoverException e) {
                if (problem.isEmpty()) {
                    problem = Optional.of(new Inspection.Problem(e.code(), String.valueOf(e.getMessage())));
                }
            }
        }
        Inspection inspection = new Inspection(
                sha256,
                source.size(),
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
        return new Result(inspection, weights);
    }

    private static NetworkWeights weights(ByteSource source, LayoutMatch match) {
        long elements = 0;
        for (StoredTensor tensor : match.matched().values()) {
            elements += tensor.count();
        }
        // tensors that share storage could otherwise ask for far more memory than the file has bytes
        if (elements > source.size()) {
            throw source.unsupported("its tensors repeat the same %d bytes".formatted(source.size()));
        }
        Map<String, float[]> values = new LinkedHashMap<>();
        match.matched().forEach((name, tensor) -> values.put(name, TensorReader.read(source, name, tensor)));
        return new NetworkWeights(match.network(), values);
    }

    private static Sha256 sha256(Path file) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Sha256.of(digest);
    }

    private static String name(Path file) {
        Path last = file.getFileName();
        return Printable.of(last == null ? file.toString() : last.toString());
    }
}
