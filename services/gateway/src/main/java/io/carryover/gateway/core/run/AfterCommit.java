/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.job.Queue;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What other threads must look at once the current transaction is committed: the outbox, queues with room or work. */
@ApplicationScoped
public class AfterCommit {
    private final TransactionSynchronizationRegistry transactions;
    private final CopyOnWriteArrayList<Runnable> outbox = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<Consumer<Set<Queue>>> queues = new CopyOnWriteArrayList<>();

    AfterCommit(TransactionSynchronizationRegistry transactions) {
        this.transactions = transactions;
    }

    /** Calls {@code wake} after each commit that wrote to the outbox. */
    void onOutbox(Runnable wake) {
        outbox.add(wake);
    }

    /** Calls {@code wake} after each commit that may let jobs of these queues be released. */
    void onQueues(Consumer<Set<Queue>> wake) {
        queues.add(wake);
    }

    /** The current transaction wrote to the outbox; says whether it is the first to say so. */
    boolean outboxWritten() {
        Pending pending = pending();
        boolean first = !pending.outbox;
        pending.outbox = true;
        return first;
    }

    /** The current transaction put a job into this queue, or took one out of its window. */
    void queueTouched(Queue queue) {
        pending().queues.add(queue);
    }

    /** Runs once the current transaction is committed, and not at all when it isn't. */
    void then(Runnable action) {
        pending().actions.add(action);
    }

    private Pending pending() {
        if (transactions.getResource(Pending.class) instanceof Pending found) {
            return found;
        }
        Pending fresh = new Pending();
        transactions.putResource(Pending.class, fresh);
        transactions.registerInterposedSynchronization(fresh);
        return fresh;
    }

    private final class Pending implements Synchronization {
        private final Set<Queue> queues = new LinkedHashSet<>();
        private final List<Runnable> actions = new ArrayList<>();
        private boolean outbox;

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            if (status != Status.STATUS_COMMITTED) {
                return;
            }
            actions.forEach(Runnable::run);
            if (outbox) {
                AfterCommit.this.outbox.forEach(Runnable::run);
            }
            if (!queues.isEmpty()) {
                AfterCommit.this.queues.forEach(wake -> wake.accept(Set.copyOf(queues)));
            }
        }
    }
}
