/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a worker gets its jobs: one at a time, from one thread. A job that was taken is held until it is accepted,
 * rejected or its lease ends; before the next {@link #take} it must have been settled by one of the four other methods.
 */
public interface JobQueue extends AutoCloseable {
    /** What the broker says about a lease. */
    enum Lease {
        HELD,
        /** Another worker may have the job now. Nothing can be done with the delivery but {@link #abandon}. */
        LOST
    }

    /**
     * The next job, waiting for one up to {@code patience}.
     *
     * @throws io.carryover.contracts.error.CarryoverException BROKER_UNAVAILABLE; may be called again
     */
    Optional<Delivery> take(Duration patience);

    /** Begins the lease anew. Never throws: a broker that doesn't answer means LOST. */
    Lease renew(Delivery delivery);

    /** The job is done with, however it ended. LOST when the lease had ended before; never throws. */
    Lease accept(Delivery delivery);

    /** The job can't be read: to the dead letters with it. Never throws. */
    Lease reject(Delivery delivery);

    /** Forgets a delivery whose lease is lost, without a word to the broker. */
    void abandon(Delivery delivery);

    /** How long a lease lasts. */
    Duration lock();

    /** Leaves the group. What is still held goes to others at once. */
    @Override
    void close();
}
