/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** What a command writes for people: whole, or not at all. */
final class OutFile {
    private OutFile() {}

    /**
     * Refuses before anything is asked for.
     *
     * @throws CarryoverException OUTPUT_NOT_WRITABLE
     */
    static void check(Path file) {
        if (Files.isDirectory(file)) {
            throw refused("%s is a folder, a file is written".formatted(file), null);
        }
        checkParent(file);
    }

    /**
     * The same for a folder that is made: what stands there is never mixed with what is written.
     *
     * @throws CarryoverException OUTPUT_NOT_WRITABLE
     */
    static void checkFolder(Path folder) {
        if (Files.exists(folder)) {
            try (Stream<Path> inside = Files.list(folder)) {
                if (inside.findAny().isPresent()) {
                    throw refused("the folder %s is there and not empty".formatted(folder), null);
                }
            } catch (IOException e) {
                throw refused("%s is no folder".formatted(folder), e);
            }
        }
        checkParent(folder);
    }

    private static void checkParent(Path path) {
        Path parent = Objects.requireNonNull(path.toAbsolutePath().getParent(), "no parent");
        if (!Files.isDirectory(parent)) {
            throw refused("there is no folder %s".formatted(parent), null);
        }
        if (!Files.isWritable(parent)) {
            throw refused("no right to write into %s".formatted(parent), null);
        }
    }

    /** @throws CarryoverException OUTPUT_NOT_WRITABLE */
    static void write(Path file, byte[] content) {
        try {
            Path target = file.toAbsolutePath();
            Path unfinished = target.resolveSibling("." + target.getFileName() + ".part");
            try {
                Files.write(unfinished, content);
                Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw refused("%s can't be written".formatted(file), e);
        }
    }

    /**
     * Unpacks a zip archive; nothing of it lands outside of {@code folder}.
     *
     * @throws CarryoverException OUTPUT_NOT_WRITABLE
     */
    static void unpack(Path folder, byte[] zip) {
        Path root = folder.toAbsolutePath().normalize();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            Files.createDirectories(root);
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path target = root.resolve(entry.getName()).normalize();
                if (!target.startsWith(root) || target.equals(root)) {
                    throw refused("%s would lie outside of %s".formatted(entry.getName(), folder), null);
                }
                Files.createDirectories(Objects.requireNonNull(target.getParent(), "no parent"));
                Files.copy(in, target);
            }
        } catch (IOException e) {
            throw refused("%s can't be written".formatted(folder), e);
        }
    }

    /** {@code what} and one field more, in order of names. */
    static Map<String, Object> with(Map<String, ?> what, String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(new TreeMap<>(what));
        all.put(name, value);
        return all;
    }

    private static CarryoverException refused(String why, @Nullable Exception cause) {
        return cause == null
                ? new CarryoverException(ErrorCode.OUTPUT_NOT_WRITABLE, why)
                : new CarryoverException(ErrorCode.OUTPUT_NOT_WRITABLE, why, cause);
    }
}
