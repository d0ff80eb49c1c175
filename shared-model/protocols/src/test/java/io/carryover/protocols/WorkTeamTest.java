/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkTeamTest {
    @Test
    void everyTaskRunsOnceInEveryRound() {
        AtomicIntegerArray runs = new AtomicIntegerArray(7);
        try (WorkTeam team = new WorkTeam(3)) {
            for (int round = 0; round < 2000; round++) {
                team.run(7, runs::incrementAndGet);
                int expected = round + 1;
                assertThat(IntStream.range(0, 7).map(runs::get)).allMatch(n -> n == expected);
            }
        }
    }

    @Test
    void everyThreadTakesPartInTheFirstRound() {
        for (int team = 0; team < 50; team++) {
            CountDownLatch met = new CountDownLatch(2);
            AtomicInteger alone = new AtomicInteger();
            try (WorkTeam two = new WorkTeam(2)) {
                two.run(2, i -> {
                    met.countDown();
                    try {
                        alone.addAndGet(met.await(20, TimeUnit.SECONDS) ? 0 : 1);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
            assertThat(alone).hasValue(0);
        }
    }

    @Test
    void aFailureReachesTheCallerAndTheTeamGoesOn() {
        AtomicInteger after = new AtomicInteger();
        try (WorkTeam team = new WorkTeam(2)) {
            assertThatThrownBy(() -> team.run(50, i -> {
                        if (i == 20) {
                            throw new IllegalStateException("task " + i);
                        }
                    }))
                    .hasMessage("task 20");
            team.run(50, i -> after.incrementAndGet());
        }
        assertThat(after).hasValue(50);
    }

    @Test
    void threadsEndWithTheTeam() throws InterruptedException {
        Thread[] seen = new Thread[64];
        try (WorkTeam team = new WorkTeam(2)) {
            team.run(64, i -> seen[i] = Thread.currentThread());
        }
        for (Thread thread : seen) {
            if (thread != Thread.currentThread()) {
                thread.join(10_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }
}
