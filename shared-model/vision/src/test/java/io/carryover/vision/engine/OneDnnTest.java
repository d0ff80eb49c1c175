/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneDnnTest {
    private final Path core;
    private final Path caches;

    OneDnnTest(@TempDir Path folder) {
        core = folder.resolve("cpu0");
        caches = core.resolve("cache");
    }

    @BeforeEach
    void processor() throws IOException {
        Files.createDirectory(core);
    }

    @Test
    void aMachineThatHidesItsCachesIsKeptToSafeKernels() throws IOException {
        assertThat(OneDnn.limit("amd64", Map.of(), core)).contains("AVX");
        Files.createDirectory(caches);
        Files.createFile(caches.resolve("uevent"));
        assertThat(OneDnn.limit("amd64", Map.of(), core)).contains("AVX");
    }

    @Test
    void aMachineThatShowsThemIsLeftAlone() throws IOException {
        Files.createDirectories(caches.resolve("index0"));
        assertThat(OneDnn.limit("amd64", Map.of(), core)).isEmpty();
    }

    @Test
    void theUsersChoiceWins() {
        assertThat(OneDnn.limit("amd64", Map.of("ONEDNN_MAX_CPU_ISA", "AVX2"), core))
                .isEmpty();
        assertThat(OneDnn.limit("amd64", Map.of("DNNL_MAX_CPU_ISA", "AVX2"), core))
                .isEmpty();
    }

    @Test
    void otherProcessorsAndUnknownSystemsAreLeftAlone() throws IOException {
        assertThat(OneDnn.limit("aarch64", Map.of(), core)).isEmpty();
        Files.delete(core);
        assertThat(OneDnn.limit("amd64", Map.of(), core)).isEmpty();
    }
}
