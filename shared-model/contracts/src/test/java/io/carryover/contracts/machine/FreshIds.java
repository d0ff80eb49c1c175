/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import java.util.BitSet;
import java.util.List;

/** The smallest identities that nothing in a world names. */
final class FreshIds {
    private FreshIds() {}

    static int attempt(World world) {
        var used = new BitSet();
        for (Job job : world.jobs) {
            job.state().current().ifPresent(a -> used.set(World.number(a)));
            if (job.state() instanceof JobState.Running running) {
                running.second().ifPresent(s -> {
                    used.set(World.number(s.attempt()));
                    s.earlier().forEach(a -> used.set(World.number(a)));
                });
            }
            job.stopped().forEach(a -> used.set(World.number(a)));
            job.quarantined().forEach(a -> used.set(World.number(a)));
            job.result().ifPresent(a -> used.set(World.number(a)));
        }
        world.workers.forEach(w -> {
            used.set(w.attempt());
            used.set(w.committed());
        });
        world.events.forEach(q -> q.forEach(e -> {
            used.set(e.attempt());
            used.set(e.number());
        }));
        world.zombie.forEach(e -> {
            used.set(e.attempt());
            used.set(e.number());
        });
        world.outcomes.forEach(used::set);
        world.results.forEach(r -> r.forEach(used::set));
        world.control.forEach(c -> c.stopped().forEach(a -> used.set(World.number(a))));
        world.held.forEach(used::or);
        used.or(world.died);
        return used.nextClearBit(1);
    }

    static int dispatch(World world) {
        var used = new BitSet();
        for (Job job : world.jobs) {
            switch (job.state()) {
                case JobState.Released released -> used.set(World.number(released.dispatch()));
                case JobState.Running running -> {
                    used.set(World.number(running.dispatch()));
                    running.second().ifPresent(s -> used.set(World.number(s.dispatch())));
                }
                case JobState.Planned _,
                        JobState.Queued _,
                        JobState.Cancelling _,
                        JobState.Succeeded _,
                        JobState.Failed _,
                        JobState.Cancelled _,
                        JobState.Skipped _ -> {}
            }
        }
        world.workers.forEach(w -> used.set(w.dispatch()));
        List.of(world.records, world.outbox, world.deadLetters)
                .forEach(list -> list.forEach(r -> used.set(r.dispatch())));
        world.events.forEach(q -> q.forEach(e -> used.set(e.dispatch())));
        world.zombie.forEach(e -> used.set(e.dispatch()));
        return used.nextClearBit(1);
    }
}
