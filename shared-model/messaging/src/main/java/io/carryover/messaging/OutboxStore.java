/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import java.util.List;

/** The outbox table of a service, behind SQL. Called by one thread of {@link OutboxRelay}. */
public interface OutboxStore {
    /**
     * The oldest rows that aren't marked, by growing id. Of several relays on one table only one may get rows at a
     * time (an advisory lock or a lease row), or else the messages of one key could overtake each other; the others get
     * none.
     */
    List<OutboxRow> next(int limit);

    /** Marks or deletes rows that the broker has. A crash before it means that they are sent again. */
    void markSent(List<Long> ids);
}
