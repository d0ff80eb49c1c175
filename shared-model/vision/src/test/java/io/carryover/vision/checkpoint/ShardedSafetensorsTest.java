/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** safetensors in shards, as transformers writes them (src/test/python/make_layouts.py). */
class ShardedSafetensorsTest {
    private static final String INDEX = "model.safetensors.index.json";

    private final Path folder;

    ShardedSafetensorsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.list(Digests.path("layouts", "sharded"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void theFolderAndTheIndexAreTheSameCheckpoint() throws IOException {
        LoadedCheckpoint byFolder = Checkpoints.load(folder, LoadOptions.DEFAULT);
        LoadedCheckpoint byIndex = Checkpoints.load(folder.resolve(INDEX), LoadOptions.DEFAULT);

        assertThat(byFolder.weights().digest().hex()).isEqualTo(Digests.expected("layouts", "sharded"));
        assertThat(byIndex.weights().digest()).isEqualTo(byFolder.weights().digest());
        assertThat(byIndex.inspection().sha256())
                .isEqualTo(byFolder.inspection().sha256());
        assertThat(byFolder.inspection().container()).isEqualTo(Container.SAFETENSORS);
        assertThat(byFolder.inspection().sizeBytes()).isEqualTo(allBytes());
    }

    @Test
    void everyByteOfEveryShardIsPartOfItsIdentity() throws IOException {
        var before = Checkpoints.load(folder, LoadOptions.DEFAULT).inspection().sha256();
        Path shard = shards().getLast();
        byte[] bytes = Files.readAllBytes(shard);
        bytes[bytes.length - 2] ^= 1;
        Files.write(shard, bytes);

        assertThat(Checkpoints.load(folder, LoadOptions.DEFAULT).inspection().sha256())
                .isNotEqualTo(before);
    }

    @Test
    void shardsOutsideOfTheFolderAreNotOpened() throws IOException {
        String shard = shards().getFirst().getFileName().toString();
        Path outside = Files.createTempDirectory(folder.getParent(), "outside");
        Files.move(folder.resolve(shard), outside.resolve(shard));
        for (String name : List.of(
                "../" + outside.getFileName() + "/" + shard,
                outside.resolve(shard).toString(),
                "..")) {
            copyAgain();
            edit(shard, name);
            assertThat(refusal().code()).as(name).isEqualTo(ErrorCode.UNSAFE_CHECKPOINT);
        }
        copyAgain();
        Files.createSymbolicLink(folder.resolve(shard), outside.resolve(shard));
        assertThat(refusal().code()).isEqualTo(ErrorCode.UNSAFE_CHECKPOINT);
    }

    @Test
    void whatDoesNotAgreeIsNamed() throws IOException {
        edit("\"total_size\": ", "\"total_size\": 1");
        assertThat(refusal()).hasMessageContaining("promises");
        copyAgain();
        edit("resnet.embedder.embedder.convolution.weight", "resnet.embedder.embedder.elsewhere");
        assertThat(refusal()).hasMessageContaining("resnet.embedder.embedder.elsewhere");
        copyAgain();
        edit("\"weight_map\"", "\"other\"");
        assertThat(refusal()).hasMessageContaining("no weight_map");
        copyAgain();
        String index = Files.readString(folder.resolve(INDEX));
        Files.writeString(folder.resolve(INDEX), index.substring(0, index.length() / 2));
        assertThat(refusal()).hasMessageContaining("not JSON");
        copyAgain();
        Path gone = shards().getFirst();
        Files.delete(gone);
        assertThat(refusal().code()).isEqualTo(ErrorCode.TRUNCATED_CHECKPOINT);
        assertThat(refusal()).hasMessageContaining(gone.getFileName().toString());
    }

    private void copyAgain() throws IOException {
        Files.copy(
                Digests.path("layouts", "sharded").resolve(INDEX),
                folder.resolve(INDEX),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private List<Path> shards() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
        }
    }

    private long allBytes() throws IOException {
        long bytes = Files.size(folder.resolve(INDEX));
        for (Path shard : shards()) {
            bytes += Files.size(shard);
        }
        return bytes;
    }

    private void edit(String what, String by) throws IOException {
        String index = Files.readString(folder.resolve(INDEX));
        assertThat(index).contains(what);
        Files.writeString(folder.resolve(INDEX), index.replace(what, by));
    }

    private CarryoverException refusal() {
        return catchThrowableOfType(CarryoverException.class, () -> Checkpoints.load(folder, LoadOptions.DEFAULT));
    }
}
