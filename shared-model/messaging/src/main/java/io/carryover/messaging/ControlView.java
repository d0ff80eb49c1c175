/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import io.carryover.contracts.event.ControlState;
import io.carryover.contracts.id.JobKey;
import java.util.Optional;
import java.util.function.Consumer;

/** What the gateway has told workers so far, as far as this process knows: it may be behind, never wrong. */
public interface ControlView {
    /** The newest known state of a job. */
    Optional<ControlState> state(JobKey job);

    /** Whether everything that was written before this view began has been read. */
    boolean caughtUp();

    /**
     * Calls {@code listener} on each later state of a job, on a thread of the view: it must be quick.
     *
     * @return ends the calls when closed
     */
    Subscription listen(JobKey job, Consumer<ControlState> listener);

    /** Ends something that was begun. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
