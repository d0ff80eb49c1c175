/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of one checkpoint: the one that was given or found in a folder, and those of the same folder that it names. */
final class CheckpointFiles implements AutoCloseable {
    private static final int MAX_FILES = 1_000;

    private final Path path;
    private final ByteSource main;
    private final SortedMap<String, ByteSource> siblings = new TreeMap<>();

    private CheckpointFiles(Path path, ByteSource main) {
        this.path = path;
        this.main = main;
    }

    /**
     * Opens the checkpoint that {@code given} stands for: a file, the prefix of a TensorFlow checkpoint, or a folder that
     * holds exactly one checkpoint.
     *
     * @throws CarryoverException NOT_FOUND, NOT_A_CHECKPOINT
     */
    static CheckpointFiles open(Path given) throws IOException {
        Path file = CheckpointFolder.resolve(given);
        if (!Files.isReadable(file)) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, name(file) + " is not there or can't be read");
        }
        return new CheckpointFiles(file, ByteSource.open(file));
    }

    /** The file that says what the checkpoint holds. */
    ByteSource main() {
        return main;
    }

    /** Where {@link #main} lies. */
    Path path() {
        return path;
    }

    /**
     * A file beside the main one, by a name that a checkpoint gives. Nothing outside the folder is opened, whether by the
     * name or by way of a link.
     *
     * @throws CarryoverException UNSAFE_CHECKPOINT for a name that leads elsewhere, TRUNCATED_CHECKPOINT where there is none
     */
    ByteSource sibling(String name) throws IOException {
        ByteSource open = siblings.get(name);
        if (open != null) {
            return open;
        }
        Path file = siblingPath(name);
        if (siblings.size() == MAX_FILES) {
            throw main.unsupported("it consists of more than %d files".formatted(MAX_FILES));
        }
        ByteSource opened = ByteSource.open(file);
        siblings.put(name, opened);
        return opened;
    }

    /** The paths of all files that were opened, the main one first. */
    List<Path> paths() throws IOException {
        List<Path> paths = new ArrayList<>(List.of(path));
        for (String name : siblings.keySet()) {
            paths.add(siblingPath(name));
        }
        return paths;
    }

    /** The path of {@link #sibling}. */
    Path siblingPath(String name) throws IOException {
        if (!name.matches("[\\w.+=@ -]{1,255}") || name.equals(".") || name.equals("..")) {
            throw main.unsafe("it names '%s', which is not a file of its own folder".formatted(Printable.of(name)));
        }
        Path folder = path.toAbsolutePath().getParent();
        Path file = folder == null ? Path.of(name) : folder.resolve(name);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw main.refusal(
                    ErrorCode.TRUNCATED_CHECKPOINT,
                    "is incomplete: ",
                    "its part %s is not beside it".formatted(Printable.of(name)));
        }
        if (folder != null && !file.toRealPath().startsWith(folder.toRealPath())) {
            throw main.unsafe("%s is a link that leads out of its folder; copy the file there if you trust it"
                    .formatted(Printable.of(name)));
        }
        return file;
    }

    /** Length of all files together in bytes. */
    long size() {
        return main.size()
                + siblings.values().stream().mapToLong(ByteSource::size).sum();
    }

    /**
     * Identity of the bytes: the file's SHA-256; of several files, the SHA-256 of the lines that {@code sha256sum} prints
     * for them in order of their names.
     */
    Sha256 sha256() throws IOException {
        if (siblings.isEmpty()) {
            return digest(path);
        }
        SortedMap<String, Path> files = new TreeMap<>(Map.of(String.valueOf(path.getFileName()), path));
        for (String name : siblings.keySet()) {
            files.put(name, siblingPath(name));
        }
        MessageDigest lines = Sha256.newDigest();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            String line = digest(file.getValue()).hex() + "  " + file.getKey() + "\n";
            lines.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return Sha256.of(lines);
    }

    private static Sha256 digest(Path file) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Sha256.of(digest);
    }

    static String name(Path file) {
        Path last = file.getFileName();
        return Printable.of(last == null ? file.toString() : last.toString());
    }

    @Override
    public void close() throws IOException {
        main.close();
        for (ByteSource sibling : siblings.values()) {
            sibling.close();
        }
    }
}
