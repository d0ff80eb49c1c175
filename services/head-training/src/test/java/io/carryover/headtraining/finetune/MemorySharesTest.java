/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class MemorySharesTest {
    private final MemoryShares shares = new MemoryShares();

    @Test
    void whatDoesNotFitBesideAnotherWaitsForIt() throws InterruptedException {
        CountDownLatch waits = new CountDownLatch(1);
        CountDownLatch taken = new CountDownLatch(1);
        AtomicBoolean given = new AtomicBoolean();
        AtomicBoolean early = new AtomicBoolean();
        MemoryShares.Share first = shares.take(6, 10, () -> {});
        Thread second = Thread.ofPlatform().start(() -> {
            try (MemoryShares.Share mine = shares.take(5, 10, waits::countDown)) {
                early.set(!given.get());
                taken.countDown();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();

        given.set(true);
        first.close();

        assertThat(taken.await(20, TimeUnit.SECONDS)).isTrue();
        second.join();
        assertThat(early).isFalse();
    }

    @Test
    void smallOnesGoSideBySideAndOneAloneMayExceedTheLimit() throws InterruptedException {
        try (MemoryShares.Share one = shares.take(4, 10, () -> {});
                MemoryShares.Share other = shares.take(6, 10, () -> {})) {
            assertThat(one).isNotSameAs(other);
        }
        shares.take(11, 10, () -> {}).close();
    }

    @Test
    void oneThatGivesUpTakesNothing() throws InterruptedException {
        MemoryShares.Share first = shares.take(6, 10, () -> {});

        assertThatThrownBy(() -> shares.take(5, 10, () -> {
                    throw new CancellationException("stopped");
                }))
                .hasMessage("stopped");

        first.close();
        shares.take(10, 10, () -> {
                    throw new IllegalStateException("nothing is taken any more");
                })
                .close();
    }
}
