/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import io.carryover.contracts.id.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * SHA-256 of files, remembered together with size, time of change and inode, so that a file is read again only where it
 * may be another. What is remembered of a folder stands in one file of lines {@code sha256 size time inode name}.
 */
final class DigestMemory {
    /** A file that changed just now may change again within the same tick of its file system's clock. */
    private static final Duration TICK = Duration.ofSeconds(2);

    private final Path memory;
    private final InstantSource clock;

    /** @param memory a folder that may be missing; forgetting it costs nothing but time */
    DigestMemory(Path memory, InstantSource clock) {
        this.memory = memory;
        this.clock = clock;
    }

    private record Entry(Sha256 sha256, String stamp) {}

    /**
     * Digests by name.
     *
     * @param names of files, relative to {@code folder}
     */
    SortedMap<String, Sha256> of(Path folder, Collection<String> names) throws IOException {
        Path notes = memory.resolve(Sha256.of(folder.toRealPath().toString()).hex());
        SortedMap<String, Entry> known = read(notes);
        SortedMap<String, Sha256> digests = new TreeMap<>();
        boolean learnt = false;
        Instant settled = clock.instant().minus(TICK);
        for (String name : names) {
            Path file = folder.resolve(name);
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            String stamp = stamp(attributes);
            Entry entry = known.get(name);
            if (entry == null || !entry.stamp().equals(stamp)) {
                entry = new Entry(digest(file), stamp);
                known.remove(name);
                if (attributes.lastModifiedTime().toInstant().isBefore(settled) && name.indexOf('\n') < 0) {
                    known.put(name, entry);
                    learnt = true;
                }
            }
            digests.put(name, entry.sha256());
        }
        if (learnt) {
            write(notes, known);
        }
        return digests;
    }

    private static String stamp(BasicFileAttributes attributes) {
        long changed = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        String inode = String.valueOf(attributes.fileKey()).replace(' ', '_');
        return attributes.size() + " " + changed + " " + inode;
    }

    private static Sha256 digest(Path file) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Sha256.of(digest);
    }

    private static SortedMap<String, Entry> read(Path notes) {
        SortedMap<String, Entry> known = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(notes)) {
                int stamp = line.indexOf(' ') + 1;
                int name = line.indexOf(' ', line.indexOf(' ', line.indexOf(' ', stamp) + 1) + 1) + 1;
                known.put(
                        line.substring(name),
                        new Entry(new Sha256(line.substring(0, stamp - 1)), line.substring(stamp, name - 1)));
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException _) {
            known.clear(); // nothing remembered, or damage: all is read again
        }
        return known;
    }

    private static void write(Path notes, SortedMap<String, Entry> known) {
        StringBuilder lines = new StringBuilder();
        known.forEach((name, entry) -> lines.append(entry.sha256().hex())
                .append(' ')
                .append(entry.stamp())
                .append(' ')
                .append(name)
                .append('\n'));
        try {
            Files.createDirectories(notes.resolveSibling("."));
            Path fresh = Files.createTempFile(notes.resolveSibling("."), "fresh-", ".tmp");
            Files.writeString(fresh, lines);
            Files.move(fresh, notes, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException _) {
            // a full disk or a folder that may not be written is no reason to fail: the next command reads the files
            // again
        }
    }
}
