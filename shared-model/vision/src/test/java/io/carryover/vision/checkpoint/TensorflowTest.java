/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.vision.Normalisation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Bundles of TensorFlow's own saver (src/test/python/make_tensorflow.py), and bundles of a writer of our own that uses what
 * the saver leaves unused (make_bundle.py).
 */
class TensorflowTest {
    private final Path folder;

    TensorflowTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource({
        "tensorflow, v1, 162",
        "tensorflow, v2, 427",
        "tensorflow, half, 0",
        "tensorflow, shards, 0",
        "bundle, blocks, 1",
        "bundle, snappy, 1",
    })
    void simclrIsFoundByTheOrderOfItsLayers(String origin, String name, int ignored) throws IOException {
        LoadedCheckpoint loaded = Checkpoints.load(Digests.path(origin, name), LoadOptions.DEFAULT);

        Inspection found = loaded.inspection();
        assertThat(found.container()).isEqualTo(Container.TENSORFLOW);
        assertThat(found.layout().id()).isEqualTo("simclr-tensorflow");
        assertThat(found.layout().advice().normalisation()).isEqualTo(Normalisation.NONE);
        assertThat(found.network().architecture().id()).isEqualTo("resnet50w1");
        assertThat(found.ignored()).hasSize(ignored);
        assertThat(loaded.weights().digest().hex()).isEqualTo(Digests.expected(origin, name));
    }

    @Test
    void folderPrefixAndIndexAreTheSameCheckpoint() {
        Path whole = Digests.path("tensorflow", "v1");

        Inspection byFolder = Checkpoints.inspect(whole, LoadOptions.DEFAULT);

        assertThat(Checkpoints.inspect(whole.resolve("model.ckpt-7"), LoadOptions.DEFAULT))
                .isEqualTo(byFolder);
        assertThat(Checkpoints.inspect(whole.resolve("model.ckpt-7.index"), LoadOptions.DEFAULT))
                .isEqualTo(byFolder);
    }

    @Test
    void whereAFolderHasSeveralTheStateFileNamesTheNewest() throws IOException {
        copy(Digests.path("tensorflow", "v1"));
        copy(Digests.path("bundle", "blocks"));
        assertThat(Checkpoints.load(folder, LoadOptions.DEFAULT)
                        .weights()
                        .digest()
                        .hex())
                .isEqualTo(Digests.expected("tensorflow", "v1"));

        Files.delete(folder.resolve("checkpoint"));
        assertThat(refusal(folder)).hasMessageContaining("model.ckpt-3.index, model.ckpt-7.index");
    }

    @Test
    void otherNetworksAreRefusedForWhatTheyAre() {
        CarryoverException refused = refusal(Digests.path("tensorflow", "sk"));

        assertThat(refused.code()).isEqualTo(ErrorCode.UNSUPPORTED_CHECKPOINT);
        assertThat(refused).hasMessageContaining("60 convolutions").hasMessageContaining("sk1");
    }

    @Test
    void damageIsFoundByTheChecksums() throws IOException {
        copy(Digests.path("bundle", "snappy"));
        Path index = folder.resolve("model.ckpt-3.index");
        Path data = folder.resolve("model.ckpt-3.data-00001-of-00003");
        byte[] sound = Files.readAllBytes(data);

        flip(data, sound.length / 2);
        assertThat(refusal(index)).hasMessageContaining("checksum of").hasMessageContaining("data-00001");
        Files.write(data, Arrays.copyOf(sound, sound.length - 4));
        assertThat(refusal(index).code()).isEqualTo(ErrorCode.TRUNCATED_CHECKPOINT);
        Files.delete(data);
        assertThat(refusal(index).code()).isEqualTo(ErrorCode.TRUNCATED_CHECKPOINT);
        Files.write(data, sound);
        flip(index, 100);
        assertThat(refusal(index)).hasMessageContaining("fails its checksum");
    }

    @Test
    void dataWithoutTheirIndexAreNamed() {
        assertThat(refusal(Digests.path("tensorflow", "v1").resolve("model.ckpt-7.data-00000-of-00001")))
                .hasMessageContaining("give the .index file");
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 0x10;
        Files.write(file, bytes);
    }

    private void copy(Path from) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    private static CarryoverException refusal(Path file) {
        return catchThrowableOfType(CarryoverException.class, () -> Checkpoints.load(file, LoadOptions.DEFAULT));
    }
}
