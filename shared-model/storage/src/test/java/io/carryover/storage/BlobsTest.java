/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.ArtifactRef;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobsTest {
    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private final Path folder;
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final Blobs blobs;

    BlobsTest(@TempDir Path folder) {
        this.folder = folder;
        this.blobs = new Blobs(store, folder.resolve("spool"));
    }

    @Test
    void namesABlobByItsDigestHoweverItIsWritten() throws IOException {
        ArtifactRef ref = blobs.put("hello".getBytes(UTF_8), "text/plain");
        assertThat(ref.sha256().hex()).isEqualTo(HELLO);
        assertThat(ref.sizeBytes()).isEqualTo(5);
        assertThat(store.stat("blobs/" + HELLO)).isPresent();
        Path file = Files.writeString(folder.resolve("f"), "hello");
        assertThat(blobs.putFile(file, "text/plain")).isEqualTo(ref);
        assertThat(blobs.putStream(new ByteArrayInputStream("hello".getBytes(UTF_8)), "text/plain"))
                .isEqualTo(ref);
        assertThat(blobs.read(ref, 100)).asString(UTF_8).isEqualTo("hello");
        assertThat(blobs.open(ref.sha256()).readAllBytes()).hasSize(5);
        try (var spooled = Files.list(folder.resolve("spool"))) {
            assertThat(spooled).isEmpty();
        }
    }

    /** Else garbage collection could remove it between this look and the outcome that names it. */
    @Test
    void writesABlobAgainThatHasLongBeenThere() throws IOException {
        ArtifactRef ref = blobs.put("hello".getBytes(UTF_8), "text/plain");
        Path file = Files.writeString(folder.resolve("f"), "hello");
        String first = store.stat("blobs/" + HELLO).orElseThrow().etag();

        new Blobs(store, folder, Clock.offset(Clock.systemUTC(), Duration.ofHours(23))).putFile(file, "text/plain");
        assertThat(store.stat("blobs/" + HELLO).orElseThrow().etag()).isEqualTo(first);

        Blobs later = new Blobs(store, folder, Clock.offset(Clock.systemUTC(), Duration.ofHours(25)));
        assertThat(later.putFile(file, "text/plain")).isEqualTo(ref);
        String second = store.stat("blobs/" + HELLO).orElseThrow().etag();
        assertThat(second).isNotEqualTo(first);
        assertThat(later.put("hello".getBytes(UTF_8), "text/plain")).isEqualTo(ref);
        assertThat(store.stat("blobs/" + HELLO).orElseThrow().etag()).isNotEqualTo(second);
    }

    @Test
    void keepsTheLastBytesOfACorruptBlobAndMovesItAway() throws IOException {
        ArtifactRef ref = blobs.put("hello".getBytes(UTF_8), "text/plain");
        store.put("blobs/" + HELLO, "hellO".getBytes(UTF_8), "text/plain");
        try (InputStream in = blobs.open(ref)) {
            assertThat(in.readNBytes(4)).asString(UTF_8).isEqualTo("hell");
            assertThatExceptionOfType(CarryoverException.class)
                    .isThrownBy(in::read)
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_LOST))
                    .withMessage("blob 2cf24dba5fb0 has other bytes than its digest says");
        }
        assertThat(store.stat("quarantine/blobs/" + HELLO)).isPresent();
        assertThat(blobs.put("hello".getBytes(UTF_8), "text/plain")).isEqualTo(ref);
        assertThat(blobs.read(ref, 100)).asString(UTF_8).isEqualTo("hello");
    }

    @Test
    void noticesBlobsThatAreTooShortTooLongOrGone() {
        ArtifactRef ref = blobs.put("hello".getBytes(UTF_8), "text/plain");
        store.put("blobs/" + HELLO, "hell".getBytes(UTF_8), "text/plain");
        assertLost(ref, "blob 2cf24dba5fb0 ends after 4 of 5 bytes");
        store.put("blobs/" + HELLO, "hello!".getBytes(UTF_8), "text/plain");
        assertLost(ref, "blob 2cf24dba5fb0 is longer than 5 bytes");
        assertLost(ref, "blob 2cf24dba5fb0 is not in the object store");
    }

    @Test
    void repairsABlobOfTheWrongSizeWhenItIsPutAgain() {
        store.put("blobs/" + HELLO, "hel".getBytes(UTF_8), "text/plain");
        ArtifactRef ref = blobs.put("hello".getBytes(UTF_8), "text/plain");
        assertThat(blobs.read(ref, 100)).asString(UTF_8).isEqualTo("hello");
    }

    @Test
    void sparesABlobThatOnlySufferedOnItsWay() throws IOException {
        FaultyObjectStore faulty = new FaultyObjectStore(store);
        Blobs through = new Blobs(faulty, folder);
        ArtifactRef ref = through.put("hello".getBytes(UTF_8), "text/plain");
        faulty.then(FaultyObjectStore.Fault.CUT_BODY);
        try (InputStream in = through.open(ref)) {
            assertThatExceptionOfType(CarryoverException.class).isThrownBy(in::readAllBytes);
        }
        assertThat(through.read(ref, 100)).asString(UTF_8).isEqualTo("hello");
    }

    @Test
    void downloadsToAFileThatIsWholeOrAbsent() throws IOException {
        ArtifactRef ref = blobs.put("hello".getBytes(UTF_8), "text/plain");
        Path target = folder.resolve("target");
        assertThat(blobs.download(ref, target)).hasContent("hello");
        Files.delete(target);
        store.put("blobs/" + HELLO, "hellO".getBytes(UTF_8), "text/plain");
        assertThatExceptionOfType(CarryoverException.class).isThrownBy(() -> blobs.download(ref, target));
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private void assertLost(ArtifactRef ref, String message) {
        assertThatExceptionOfType(CarryoverException.class)
                .isThrownBy(() -> blobs.read(ref, 100))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_LOST))
                .withMessage(message);
    }
}
