/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.event.WorkerEvent.Progress;
import io.carryover.contracts.id.JobKey;
import io.carryover.gateway.core.ProgressBus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** The bus: listeners of this process. */
@ApplicationScoped
public class LiveProgress implements ProgressBus {
    private final CopyOnWriteArrayList<BiConsumer<JobKey, Progress>> listeners = new CopyOnWriteArrayList<>();

    void publish(JobKey job, Progress progress) {
        listeners.forEach(listener -> listener.accept(job, progress));
    }

    @Override
    public Subscription subscribe(BiConsumer<JobKey, Progress> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
