/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointPartsTest {
    private static final Path FILES = Path.of("src/test/resources");

    @Test
    void theOneThatTellsOfTheOthersComesFirst() {
        List<String> bundle = List.of(
                "model.ckpt-7.index",
                "model.ckpt-7.data-00000-of-00003",
                "model.ckpt-7.data-00001-of-00003",
                "model.ckpt-7.data-00002-of-00003");

        assertThat(names(FILES.resolve("tensorflow/shards"))).isEqualTo(bundle);
        assertThat(names(FILES.resolve("tensorflow/shards/model.ckpt-7"))).isEqualTo(bundle);
        assertThat(names(FILES.resolve("tensorflow/shards/model.ckpt-7.index"))).isEqualTo(bundle);
        assertThat(names(FILES.resolve("layouts/sharded/model.safetensors.index.json")))
                .containsExactly(
                        "model.safetensors.index.json",
                        "model-00001-of-00003.safetensors",
                        "model-00002-of-00003.safetensors",
                        "model-00003-of-00003.safetensors");
    }

    @Test
    void aFileOfItsOwnIsSentAsItIs(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("anything.pth"), "not looked at");

        assertThat(CheckpointParts.of(file)).containsExactly(file);
    }

    @Test
    void aPartThatLacksIsToldBeforeAnythingIsSent(@TempDir Path folder) throws IOException {
        Path index = folder.resolve("model.ckpt-7.index");
        Files.copy(FILES.resolve("tensorflow/shards/model.ckpt-7.index"), index);

        assertThatThrownBy(() -> CheckpointParts.of(index))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TRUNCATED_CHECKPOINT));
        assertThatThrownBy(() -> CheckpointParts.of(folder.resolve("gone")))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    private static List<String> names(Path given) {
        return CheckpointParts.of(given).stream()
                .map(file -> String.valueOf(file.getFileName()))
                .toList();
    }
}
