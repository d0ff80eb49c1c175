/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.id.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestMemoryTest {
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

    private final Path folder;
    private final Path notes;
    private final DigestMemory memory;

    DigestMemoryTest(@TempDir Path folder) throws IOException {
        this.folder = Files.createDirectory(folder.resolve("files"));
        this.notes = folder.resolve("notes");
        this.memory = new DigestMemory(notes, InstantSource.fixed(NOW));
    }

    @Test
    void filesThatLookTheSameAreNotReadAgain() throws IOException {
        write("a b", "one", NOW.minusSeconds(60));
        assertThat(digest("a b")).isEqualTo(Sha256.of("one"));

        write("a b", "two", NOW.minusSeconds(60)); // same size, time and inode: what no user does
        assertThat(digest("a b")).isEqualTo(Sha256.of("one"));

        write("a b", "two", NOW.minusSeconds(59));
        assertThat(digest("a b")).isEqualTo(Sha256.of("two"));
        Files.delete(folder.resolve("a b"));
        write("a b", "three", NOW.minusSeconds(59));
        assertThat(digest("a b")).isEqualTo(Sha256.of("three"));
    }

    @Test
    void whatChangedJustNowIsNotRemembered() throws IOException {
        write("a", "one", NOW.minusSeconds(1));
        assertThat(digest("a")).isEqualTo(Sha256.of("one"));
        assertThat(notes).doesNotExist();

        write("a", "two", NOW.minusSeconds(1));
        assertThat(digest("a")).isEqualTo(Sha256.of("two"));
    }

    @Test
    void damageAndPlacesThatCannotBeWrittenCostTimeOnly() throws IOException {
        write("a", "one", NOW.minusSeconds(60));
        digest("a");
        try (var files = Files.list(notes)) {
            Files.writeString(files.findFirst().orElseThrow(), "x 3 4 5 a\n");
        }
        assertThat(digest("a")).isEqualTo(Sha256.of("one"));

        Path file = Files.writeString(folder.resolve("file"), "");
        var nowhere = new DigestMemory(file.resolve("below"), InstantSource.fixed(NOW));
        assertThat(nowhere.of(folder, List.of("a"))).containsEntry("a", Sha256.of("one"));
    }

    private Sha256 digest(String name) throws IOException {
        return Objects.requireNonNull(memory.of(folder, List.of(name)).get(name));
    }

    private void write(String name, String text, Instant changed) throws IOException {
        Files.writeString(folder.resolve(name), text);
        Files.setLastModifiedTime(folder.resolve(name), FileTime.from(changed));
    }
}
