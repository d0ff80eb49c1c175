/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import java.util.List;

/** What a service does with the messages of a log. */
@FunctionalInterface
public interface LogHandler<T> {
    /**
     * Applies one message, inside the transaction that also moves the offset.
     *
     * @throws RuntimeException rolls back the batch, which is then tried again; a message that fails by itself three
     *     times, and not because something was away, is skipped and counted
     */
    void apply(Received<T> message);

    /**
     * Applies the messages of one transaction, in order, as if one by one.
     *
     * @throws RuntimeException as {@link #apply}; whatever failed, the messages are then applied each by itself
     */
    default void applyAll(List<Received<T>> messages) {
        messages.forEach(this::apply);
    }

    /** The transaction of these messages was committed: wake whoever waits for what they led to. */
    default void committed(List<Received<T>> messages) {}
}
