/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.json.Json;
import io.carryover.storage.safetensors.SafetensorsFile;
import io.carryover.storage.safetensors.TensorView;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that features depend on: settings, and the digests of the files of weights and images. It is kept in the features'
 * metadata under {@code recipe}, as lines {@code key=value} and {@code sha256  file}; where an equal one stands there already,
 * there is nothing to compute. Plain text, since reading JSON would take longer than all the rest.
 */
final class FeatureRecipe {
    private static final int PIECE = 1 << 20;
    private static final int DIGEST = 64 + 2;
    private static final String IMAGES = "  images\n";

    private final String settings;
    private final Path weights;
    private final Path images;
    private final List<String> names;
    private final DigestMemory digests;

    /**
     * @param settings everything that was said or is built in and may change a feature's last bit
     * @param weights the file that the weights begin with
     * @param images the folder of the images
     * @param names of the images, in their order, which is that of the features
     */
    FeatureRecipe(Map<String, String> settings, Path weights, Path images, List<String> names, DigestMemory digests) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(settings)
                .forEach((key, value) ->
                        lines.append(key).append('=').append(plain(value)).append('\n'));
        this.settings = lines.toString();
        this.weights = weights.toAbsolutePath();
        this.images = images;
        this.names = List.copyOf(names);
        this.digests = digests;
    }

    /** What a script is told of weights and images. */
    record Told(Map<String, Object> checkpoint, List<String> skipped) {}

    /** Features that were written before, [images, dimension]; {@code told} is a {@link Told} in JSON. */
    record Kept(long images, long dimension, String told) {}

    /** The features in {@code target}, if they are whole, unchanged and of this very recipe. */
    Optional<Kept> kept(Path target) {
        if (!Files.isRegularFile(target)) {
            return Optional.empty();
        }
        try (SafetensorsFile file = SafetensorsFile.open(target, ErrorCode.INVALID_FEATURES)) {
            Map<String, String> metadata = file.metadata();
            String recipe = metadata.getOrDefault("recipe", "");
            if (!recipe.startsWith(settings) || !recipe.equals(text(weightNames(recipe)))) {
                return Optional.empty();
            }
            TensorView features = file.tensor("features");
            return digest(features).hex().equals(metadata.get("features_sha256"))
                    ? Optional.of(
                            new Kept(features.rows(), features.shape().getLast(), metadata.getOrDefault("told", "")))
                    : Optional.empty();
        } catch (IOException | CarryoverException _) {
            return Optional.empty(); // whatever that file is, it is written anew
        }
    }

    /**
     * The metadata by which the next command knows these features again; nothing where a file has changed since
     * {@code began}, so that nobody can say which of its contents were read.
     */
    Map<String, String> metadata(List<Path> weightFiles, Instant began, Sha256 features, Told told) throws IOException {
        List<Path> all = new ArrayList<>(weightFiles);
        names.forEach(name -> all.add(images.resolve(name)));
        for (Path file : all) {
            if (!Files.getLastModifiedTime(file).toInstant().isBefore(began)) {
                return Map.of();
            }
        }
        Path folder = folder();
        List<String> relative = weightFiles.stream()
                .map(file -> folder.relativize(file.toAbsolutePath()).toString())
                .toList();
        return Map.of("recipe", text(relative), "features_sha256", features.hex(), "told", Json.text(told));
    }

    private String text(Collection<String> weightNames) throws IOException {
        Sha256 all = Sha256.of(lines(digests.of(images, names)));
        return settings + all.hex() + IMAGES + lines(digests.of(folder(), weightNames));
    }

    /** As {@code sha256sum} prints them. */
    private static String lines(SortedMap<String, Sha256> digests) {
        StringBuilder lines = new StringBuilder();
        digests.forEach((name, digest) ->
                lines.append(digest.hex()).append("  ").append(plain(name)).append('\n'));
        return lines.toString();
    }

    private static List<String> weightNames(String recipe) {
        return recipe.substring(recipe.indexOf(IMAGES) + IMAGES.length())
                .lines()
                .map(line -> line.substring(Math.min(DIGEST, line.length())))
                .toList();
    }

    private static String plain(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private Path folder() {
        return weights.resolveSibling(".").normalize();
    }

    private static Sha256 digest(TensorView features) {
        MessageDigest digest = Sha256.newDigest();
        MemorySegment bytes = features.bytes();
        for (long at = 0; at < bytes.byteSize(); at += PIECE) {
            digest.update(
                    bytes.asSlice(at, Math.min(PIECE, bytes.byteSize() - at)).asByteBuffer());
        }
        return Sha256.of(digest);
    }
}
