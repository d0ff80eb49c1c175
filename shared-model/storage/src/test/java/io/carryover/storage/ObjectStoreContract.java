/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.storage.ObjectStore.ListPage;
import io.carryover.storage.ObjectStore.ObjectStat;
import io.carryover.storage.ObjectStore.PutResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every object store does. */
abstract class ObjectStoreContract {
    private static final String TEXT = "text/plain";

    abstract ObjectStore store();

    @Test
    void givesBackWhatWasPutLast() throws IOException {
        store().put("a/b.txt", "first".getBytes(UTF_8), TEXT);
        store().put("a/b.txt", "second".getBytes(UTF_8), TEXT);
        assertThat(text("a/b.txt")).isEqualTo("second");
        assertThat(store().get("a/c.txt")).isEmpty();
    }

    @Test
    void givesRanges() throws IOException {
        store().put("range", "0123456789".getBytes(UTF_8), TEXT);
        assertThat(range("range", 3, 4)).isEqualTo("3456");
        assertThat(range("range", 8, 100)).isEqualTo("89");
        assertThat(range("range", 10, 5)).isEmpty();
        assertThat(range("range", 99, 5)).isEmpty();
        assertThat(range("range", 2, 0)).isEmpty();
        assertThat(store().get("absent", 0, 4)).isEmpty();
    }

    @Test
    void knowsSizesAndTellsVersionsApart() {
        assertThat(store().stat("s")).isEmpty();
        store().put("s", new byte[10], TEXT);
        ObjectStat first = store().stat("s").orElseThrow();
        assertThat(first.size()).isEqualTo(10);
        assertThat(first.key()).isEqualTo("s");
        store().put("s", new byte[11], TEXT);
        assertThat(store().stat("s").orElseThrow().etag()).isNotEqualTo(first.etag());
        store().put("empty", new byte[0], TEXT);
        assertThat(store().stat("empty").orElseThrow().size()).isZero();
    }

    @Test
    void createsOnlyOnce() throws IOException {
        assertThat(store().putIfAbsent("once", "mine".getBytes(UTF_8), TEXT)).isEqualTo(PutResult.CREATED);
        assertThat(store().putIfAbsent("once", "yours".getBytes(UTF_8), TEXT)).isEqualTo(PutResult.ALREADY_THERE);
        assertThat(text("once")).isEqualTo("mine");
    }

    @Test
    void letsOneOfManyWritersCreate() throws Exception {
        for (int round = 0; round < 10; round++) {
            String key = "race/" + round;
            List<Callable<PutResult>> writers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                byte[] mine = ("writer " + i).getBytes(UTF_8);
                writers.add(() -> store().putIfAbsent(key, mine, TEXT));
            }
            List<Integer> winners = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
                List<Future<PutResult>> results = threads.invokeAll(writers);
                for (int i = 0; i < results.size(); i++) {
                    if (results.get(i).get() == PutResult.CREATED) {
                        winners.add(i);
                    }
                }
            }
            assertThat(winners).hasSize(1);
            assertThat(text(key)).isEqualTo("writer " + winners.getFirst());
        }
    }

    @Test
    void listsByPrefixInOrderPageByPage() {
        for (String key : List.of("list/b", "list/a/x", "list/a/y", "lisp", "list/c", "lists")) {
            store().put(key, new byte[1], TEXT);
        }
        ListPage first = store().list("list/", Optional.empty(), 3);
        assertThat(first.objects()).extracting(ObjectStat::key).containsExactly("list/a/x", "list/a/y", "list/b");
        ListPage second = store().list("list/", first.next(), 3);
        assertThat(second.objects()).extracting(ObjectStat::key).containsExactly("list/c");
        assertThat(second.next()).isEmpty();
        assertThat(store().list("nothing/", Optional.empty(), 3).objects()).isEmpty();
    }

    @Test
    void deletesAndCopies() throws IOException {
        store().put("from", "text".getBytes(UTF_8), TEXT);
        assertThat(store().copy("from", "to")).isTrue();
        store().delete("from");
        store().delete("from");
        assertThat(store().get("from")).isEmpty();
        assertThat(text("to")).isEqualTo("text");
        assertThat(store().copy("from", "elsewhere")).isFalse();
    }

    @Test
    void takesFilesLargerThanAPart(@TempDir Path folder) throws IOException {
        Path file = LargeFiles.pattern(folder.resolve("large"), 20_000_001);
        store().putFile("large", file, "application/octet-stream");
        try (InputStream stored = store().get("large").orElseThrow();
                InputStream original = Files.newInputStream(file)) {
            assertThat(stored).hasSameContentAs(original);
        }
        assertThat(store().stat("large").orElseThrow().size()).isEqualTo(20_000_001);
        try (InputStream tail = store().get("large", 20_000_000, 10).orElseThrow()) {
            assertThat(tail.readAllBytes()).hasSize(1);
        }
    }

    String text(String key) throws IOException {
        try (InputStream in = store().get(key).orElseThrow()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private String range(String key, long offset, long length) throws IOException {
        try (InputStream in = store().get(key, offset, length).orElseThrow()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
