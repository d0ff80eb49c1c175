/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.vision.Bounded;
import io.carryover.vision.Demo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to a checkpoint's bytes, reading it ends with weights or with a user's error. */
class DamageTest {
    /** Enough to meet every structure; more with {@code -Dcarryover.fuzz.rounds}. */
    private static final int ROUNDS = Integer.getInteger("carryover.fuzz.rounds", 40);

    private static final long SEED = Long.getLong("carryover.fuzz.seed", 0);

    private final Path folder;

    DamageTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "checkpoints/resnet50w8_byol.pth",
                "checkpoints/resnet50w8_pycontrast.pth",
                "bad/evil_exec.pth",
                "bad/evil_exec_legacy.pth",
                "bad/wrong_arch.pth",
            })
    void cutFilesNeverLoad(String file) throws IOException {
        byte[] whole = Files.readAllBytes(Demo.path(file));
        SplittableRandom random = new SplittableRandom(SEED + 1);
        for (int i = 0; i < ROUNDS; i++) {
            int length = i < 20 ? i : random.nextInt(whole.length);
            assertThat(outcome(Arrays.copyOf(whole, length)))
                    .as("%s cut at %d", file, length)
                    .isNotEqualTo("loaded");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "checkpoints/resnet50w8_byol.pth",
                "checkpoints/resnet50w8_pycontrast.pth",
                "bad/evil_exec.pth",
                "bad/evil_exec_legacy.pth",
                "bad/wrong_arch.pth",
            })
    void changedBytesGiveWeightsOrAUsersError(String file) throws IOException {
        byte[] whole = Files.readAllBytes(Demo.path(file));
        SplittableRandom random = new SplittableRandom(SEED + 2);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = whole.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bytes[place(random, bytes.length)] = (byte) random.nextInt(256);
            }
            outcome(bytes);
        }
    }

    @Test
    void safetensorsHeadersAreReadAsCarefully() throws IOException {
        Path normal = folder.resolve("normal.safetensors");
        try (var out = Files.newOutputStream(normal)) {
            Checkpoints.load(Demo.path("checkpoints/resnet50w8_byol.pth"), LoadOptions.DEFAULT)
                    .weights()
                    .write(out);
        }
        byte[] whole = Files.readAllBytes(normal);
        SplittableRandom random = new SplittableRandom(SEED + 3);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = whole.clone();
            bytes[random.nextInt(i < 50 ? 12 : 20_000)] = (byte) random.nextInt(256);
            outcome(bytes);
            assertThat(outcome(Arrays.copyOf(whole, random.nextInt(whole.length))))
                    .isNotEqualTo("loaded");
        }
    }

    /** Mostly in the structures at the beginning and the end, where a byte means more than a weight. */
    private static int place(SplittableRandom random, int length) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(length);
            case 1 -> length - 1 - random.nextInt(Math.min(length, 30_000));
            case 2 -> random.nextInt(Math.min(length, 200));
            default -> random.nextInt(Math.min(length, 50_000));
        };
    }

    private String outcome(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("damaged.pth"), bytes);
        return Bounded.outcome(() -> Checkpoints.load(file, LoadOptions.DEFAULT))
                .map(Enum::name)
                .orElse("loaded");
    }
}
