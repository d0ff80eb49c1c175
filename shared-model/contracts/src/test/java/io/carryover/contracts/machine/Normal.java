/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import java.util.BitSet;
import java.util.Optional;

/** What is kept of a job from one decision to the next. */
final class Normal {
    private Normal() {}

    /** Instants only matter within one decision here, so that equal worlds look equal. */
    static Job atT0(Job job) {
        return switch (job.state()) {
            case JobState.Queued _ -> job.with(new JobState.Queued(World.T0, Optional.empty()));
            case JobState.Released r -> job.with(new JobState.Released(r.dispatch(), World.T0, r.deadLettered()));
            case JobState.Running r ->
                job.with(new JobState.Running(
                        r.dispatch(), r.attempt(), r.worker(), World.T0, World.T0, r.second(), r.deadLettered()));
            case JobState.Cancelling c -> job.with(new JobState.Cancelling(c.attempt(), c.worker(), World.T0));
            case JobState.Planned _,
                    JobState.Succeeded _,
                    JobState.Failed _,
                    JobState.Cancelled _,
                    JobState.Skipped _ -> job;
        };
    }

    static BitSet held(BitSet before, Job old, Job now) {
        var held = old.run() == now.run() ? (BitSet) before.clone() : new BitSet();
        now.state().current().ifPresent(a -> held.set(World.number(a)));
        if (now.state() instanceof JobState.Running running) {
            running.second().ifPresent(s -> held.set(World.number(s.attempt())));
        }
        return held;
    }
}
