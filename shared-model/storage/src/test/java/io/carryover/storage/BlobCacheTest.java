/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.job.ArtifactRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobCacheTest {
    private final Path folder;
    private final Blobs blobs;
    private final AtomicLong seconds = new AtomicLong();
    private final Clock ticking = ticks();

    BlobCacheTest(@TempDir Path folder) {
        this.folder = folder;
        this.blobs = new Blobs(new InMemoryObjectStore(), folder.resolve("spool"));
    }

    private Clock ticks() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.EPOCH.plus(Duration.ofSeconds(seconds.incrementAndGet()));
            }
        };
    }

    @Test
    void fetchesOnceAndForgetsWhatWasUsedLongestAgo() throws IOException {
        ArtifactRef a = blob(1, 40);
        ArtifactRef b = blob(2, 40);
        ArtifactRef c = blob(3, 40);
        BlobCache cache = new BlobCache(blobs, folder.resolve("cache"), 100, ticking);
        assertThat(hit(cache, a)).isFalse();
        assertThat(hit(cache, b)).isFalse();
        assertThat(hit(cache, a)).isTrue();
        assertThat(hit(cache, c)).isFalse();
        assertThat(hit(cache, a)).isTrue();
        assertThat(hit(cache, b)).isFalse();
        assertThat(bytes()).isLessThanOrEqualTo(100);
    }

    @Test
    void keepsAFileThatIsInUseReadableWhateverIsEvicted() throws IOException {
        BlobCache cache = new BlobCache(blobs, folder.resolve("cache"), 50, ticking);
        ArtifactRef large = blob(9, 500);
        try (BlobCache.Lease lease = cache.get(blob(1, 40));
                BlobCache.Lease beyond = cache.get(large)) {
            assertThat(hit(cache, blob(2, 40))).isFalse();
            assertThat(lease.path()).hasBinaryContent(bytes(1, 40));
            assertThat(beyond.path()).hasSize(500);
        }
        assertThat(bytes()).isLessThanOrEqualTo(50);
        try (var left = Files.list(folder.resolve("cache/leases"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void servesTheNextProcessButNotWithDamagedFilesAndClearsWhatTheDeadLeft() throws IOException {
        ArtifactRef a = blob(1, 40);
        ArtifactRef b = blob(2, 40);
        BlobCache first = new BlobCache(blobs, folder.resolve("cache"), 100, ticking);
        hit(first, a);
        hit(first, b);
        Files.write(folder.resolve("cache/blobs").resolve(b.sha256().hex()), bytes(7, 40));
        Path dead = Files.createFile(
                folder.resolve("cache/leases/" + ProcessHandle.current().pid() + "-1-left"));
        BlobCache second = new BlobCache(blobs, folder.resolve("cache"), 100, ticking);
        assertThat(dead).doesNotExist();
        assertThat(hit(second, a)).isTrue();
        assertThat(hit(second, b)).isFalse();
        try (BlobCache.Lease lease = second.get(b)) {
            assertThat(lease.path()).hasBinaryContent(bytes(2, 40));
        }
    }

    @Test
    void servesManyThreadsOfTwoCachesOnOneFolder() throws Exception {
        List<ArtifactRef> refs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            refs.add(blob(i, 40));
        }
        List<BlobCache> caches = List.of(
                new BlobCache(blobs, folder.resolve("cache"), 150, ticking),
                new BlobCache(blobs, folder.resolve("cache"), 150, ticking));
        List<Callable<Boolean>> readers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int which = i % 10;
            BlobCache cache = caches.get(i % 2);
            readers.add(() -> {
                try (BlobCache.Lease lease = cache.get(refs.get(which))) {
                    return Arrays.equals(Files.readAllBytes(lease.path()), bytes(which, 40));
                }
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> right : threads.invokeAll(readers)) {
                assertThat(right.get()).isTrue();
            }
        }
        assertThat(bytes()).isLessThanOrEqualTo(150);
    }

    private ArtifactRef blob(int seed, int size) {
        return blobs.put(bytes(seed, size), ArtifactRef.OCTETS);
    }

    private static byte[] bytes(int seed, int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) seed);
        return bytes;
    }

    private static boolean hit(BlobCache cache, ArtifactRef ref) {
        try (BlobCache.Lease lease = cache.get(ref)) {
            return lease.hit();
        }
    }

    private long bytes() throws IOException {
        long total = 0;
        try (var files = Files.list(folder.resolve("cache/blobs"))) {
            for (Path file : files.toList()) {
                total += Files.size(file);
            }
        }
        return total;
    }
}
