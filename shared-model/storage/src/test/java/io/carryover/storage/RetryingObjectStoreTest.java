/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.storage.FaultyObjectStore.Fault;
import io.carryover.storage.ObjectStore.PutResult;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RetryingObjectStoreTest {
    private final InMemoryObjectStore memory = new InMemoryObjectStore();
    private final FaultyObjectStore faulty = new FaultyObjectStore(memory);
    private final List<Duration> waits = new ArrayList<>();
    private final RetryingObjectStore store = new RetryingObjectStore(
            faulty,
            new RetryPolicy(
                    4,
                    Duration.ofMillis(100),
                    Duration.ofMillis(300),
                    RandomGenerator.of("L64X128MixRandom"),
                    waits::add),
            StoreListener.NONE);

    @Test
    void waitsLongerEachTimeAndThenGivesUp() {
        faulty.then(Fault.UNAVAILABLE, Fault.UNAVAILABLE, Fault.UNAVAILABLE, Fault.UNAVAILABLE);
        assertThatExceptionOfType(CarryoverException.class)
                .isThrownBy(() -> store.put("k", new byte[1], "text/plain"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
                .withMessage("planned: the object store answered 503");
        assertThat(waits).hasSize(3);
        assertThat(waits.get(0)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        assertThat(waits.get(1)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
        assertThat(waits.get(2)).isBetween(Duration.ofMillis(150), Duration.ofMillis(300));
        assertThat(memory.stat("k")).isEmpty();
    }

    @Test
    void knowsItsOwnConditionalWriteAgainWhenTheAnswerWasLost() {
        faulty.then(Fault.ANSWER_LOST);
        assertThat(store.putIfAbsent("k", "mine".getBytes(UTF_8), "text/plain")).isEqualTo(PutResult.CREATED);
    }

    @Test
    void doesNotTakeAnothersWriteForItsOwn() {
        memory.put("k", "yours".getBytes(UTF_8), "text/plain");
        faulty.then(Fault.ANSWER_LOST);
        assertThat(store.putIfAbsent("k", "mine".getBytes(UTF_8), "text/plain")).isEqualTo(PutResult.ALREADY_THERE);
    }

    @Test
    void goesOnWhereABodyBrokeOff() throws IOException {
        memory.put("k", "0123456789".getBytes(UTF_8), "text/plain");
        faulty.then(Fault.NONE, Fault.CUT_BODY, Fault.NONE, Fault.BROKEN_BODY, Fault.UNAVAILABLE);
        try (InputStream in = store.get("k").orElseThrow()) {
            assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("0123456789");
        }
    }

    @Test
    void doesNotGlueTwoVersionsOfAnObjectTogether() throws IOException {
        memory.put("k", "0123456789".getBytes(UTF_8), "text/plain");
        faulty.then(Fault.NONE, Fault.CUT_BODY);
        try (InputStream in = store.get("k").orElseThrow()) {
            assertThat(in.readNBytes(5)).asString(UTF_8).isEqualTo("01234");
            memory.put("k", "abcdefghij".getBytes(UTF_8), "text/plain");
            assertThatIOException().isThrownBy(in::read).withMessage("k was replaced while it was read");
        }
    }
}
