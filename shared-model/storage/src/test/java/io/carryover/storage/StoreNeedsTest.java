/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.storage.ObjectStore.PutResult;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class StoreNeedsTest {
    private final ObjectStore memory = new InMemoryObjectStore();

    @Test
    void passesAStoreThatCreatesOnceAndLeavesNothingThere() {
        StoreNeeds.check(memory, "doctor/");

        assertThat(memory.list("", Optional.empty(), 10).objects()).isEmpty();
    }

    @Test
    void refusesAStoreThatOverwrites() {
        ObjectStore store = answering(_ -> PutResult.CREATED);

        refuses(store, "overwrites");
    }

    /** As one does that looks first and writes then: writers side by side all find nothing. */
    @Test
    void refusesAStoreThatCreatesOnceForEachOfSeveralAtOnce() {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        ObjectStore store = answering(key ->
                seen.add(key + " " + Thread.currentThread().threadId()) ? PutResult.CREATED : PutResult.ALREADY_THERE);

        refuses(store, "of 4, it took 4");
        assertThat(memory.list("", Optional.empty(), 10).objects()).isEmpty();
    }

    private static void refuses(ObjectStore store, String why) {
        assertThatThrownBy(() -> StoreNeeds.check(store, "doctor/"))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNSUITABLE))
                .hasMessageContaining(why);
    }

    private ObjectStore answering(Function<String, PutResult> put) {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (_, method, arguments) -> method.getName().equals("putIfAbsent")
                        ? put.apply((String) arguments[0])
                        : method.invoke(memory, arguments));
    }
}
