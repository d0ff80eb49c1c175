/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining.finetune;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Memory that the trainings of one process may take together: each alone may fit where two do not, and then one waits. */
final class MemoryShares {
    /** How often one that waits says that it lives. */
    private static final long TURN_MILLIS = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition less = lock.newCondition();
    private long taken;

    /** Called while waiting, so that the job isn't taken for dead, and may throw to give up. */
    @FunctionalInterface
    interface Waiting {
        void turn();
    }

    /** A part of the memory, until it is closed. */
    interface Share extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Takes {@code bytes}, when there is room for them.
     *
     * @param limit bytes for all shares together; a single share may exceed it
     * @throws InterruptedException where the thread is interrupted while it waits
     */
    Share take(long bytes, long limit, Waiting waiting) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (taken > 0 && taken + bytes > limit) {
                boolean signalled = less.await(TURN_MILLIS, TimeUnit.MILLISECONDS);
                if (!signalled) {
                    waiting.turn();
                }
            }
            taken += bytes;
        } finally {
            lock.unlock();
        }
        return () -> give(bytes);
    }

    private void give(long bytes) {
        lock.lock();
        try {
            taken -= bytes;
            less.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
