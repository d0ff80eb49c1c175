/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.vision.Bounded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As {@link DamageTest}, for the containers of several files and for pickles of arrays. */
class FolderDamageTest {
    private static final int ROUNDS = Integer.getInteger("carryover.fuzz.rounds", 40);
    private static final long SEED = Long.getLong("carryover.fuzz.seed", 4);

    private final Path folder;

    FolderDamageTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "layouts/sharded",
                "tensorflow/shards",
                "bundle/blocks",
                "bundle/snappy",
                "haiku/byol-p2.pkl",
                "haiku/byol-p5.pkl",
                "haiku/byol-jax.pkl",
                "haiku/byol-dill.pkl",
                "layouts/simclr-v2-converted.pth",
            })
    void damageEndsWithWeightsOrAUsersError(String name) throws IOException {
        List<Path> parts = copy(name);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            Path part = parts.get(random.nextInt(parts.size()));
            byte[] sound = Files.readAllBytes(part);
            Files.write(part, damaged(sound, random));
            outcome();
            Files.write(part, Arrays.copyOf(sound, random.nextInt(sound.length)));
            assertThat(outcome()).as("%s cut", part.getFileName()).isNotEqualTo("loaded");
            Files.write(part, sound);
        }
        assertThat(outcome()).isEqualTo("loaded");
    }

    /** Behind their checksums the structures of a table must hold by themselves: whoever damages them can repair those. */
    @Test
    void tablesWithRepairedChecksumsAreReadAsCarefully() throws IOException {
        Path index = copy("bundle/blocks").stream()
                .filter(f -> f.toString().endsWith(".index"))
                .findFirst()
                .orElseThrow();
        byte[] sound = Files.readAllBytes(index);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 5 * ROUNDS; i++) {
            byte[] bytes = sound.clone();
            int start = 0;
            for (int end = blockEnd(sound, 0); end > 0; end = blockEnd(sound, start)) {
                if (random.nextInt(20) == 0) {
                    bytes[start + random.nextInt(end - start - 4)] = interesting(random);
                }
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(end - 4, crc(bytes, start, end - 4));
                start = end;
            }
            Files.write(index, bytes);
            outcome();
        }
    }

    /** Where the block that begins at {@code start} ends, its checksum included; 0 where none begins. */
    private static int blockEnd(byte[] bytes, int start) {
        ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        MaskedCrc crc = new MaskedCrc();
        for (int end = start; end + 4 < bytes.length - 48; end++) {
            crc.update(all.slice(end, 1));
            if (end > start && crc.value() == all.getInt(end + 1)) {
                return end + 5;
            }
        }
        return 0;
    }

    private static int crc(byte[] bytes, int start, int end) {
        MaskedCrc crc = new MaskedCrc();
        crc.update(ByteBuffer.wrap(bytes, start, end - start));
        return crc.value();
    }

    private static byte[] damaged(byte[] sound, SplittableRandom random) {
        byte[] bytes = sound.clone();
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
            int at =
                    random.nextInt(3) == 0 ? random.nextInt(Math.min(bytes.length, 400)) : random.nextInt(bytes.length);
            bytes[at] = interesting(random);
        }
        return bytes;
    }

    private static byte interesting(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> (byte) 0xff;
            case 1 -> 0x7f;
            case 2 -> 0;
            default -> (byte) random.nextInt(256);
        };
    }

    private List<Path> copy(String name) throws IOException {
        Path from = Path.of("src", "test", "resources").resolve(name);
        try (Stream<Path> files = Files.isDirectory(from) ? Files.list(from) : Stream.of(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> !f.endsWith("checkpoint")).sorted().toList();
        }
    }

    private String outcome() throws IOException {
        List<Path> parts;
        try (Stream<Path> files = Files.list(folder)) {
            parts = files.toList();
        }
        return Bounded.outcome(
                        () -> Checkpoints.load(parts.size() == 1 ? parts.getFirst() : folder, LoadOptions.DEFAULT))
                .map(Enum::name)
                .orElse("loaded");
    }
}
