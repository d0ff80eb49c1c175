/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import io.carryover.contracts.machine.World.Event;
import io.carryover.contracts.machine.World.Said;
import io.carryover.contracts.machine.World.Worker;
import java.util.List;
import java.util.Optional;

/** Heartbeats go on all the time; only those are moves that can change what the gateway thinks. */
final class Heartbeats {
    private Heartbeats() {}

    static Optional<Said> thatMatters(World world, Worker worker, List<Event> queue) {
        Job job = world.jobs.get(worker.job());
        int a = worker.attempt();
        if (!(job.state() instanceof JobState.Running running)
                || job.run() != worker.run()
                || queue.stream().anyMatch(e -> e.attempt() == a)) {
            return Optional.empty();
        }
        int first = World.number(running.attempt());
        if (first == a) {
            boolean matters = running.second().isPresent()
                    || running.deadLettered().isPresent()
                    || queue.stream().anyMatch(e -> e.said() == Said.STARTED);
            return matters ? Optional.of(Said.HEARTBEAT) : Optional.empty();
        }
        if (running.second().filter(s -> World.number(s.attempt()) == a).isPresent()) {
            boolean silent = !world.alive(first) && queue.stream().noneMatch(e -> e.attempt() == first);
            return silent ? Optional.of(Said.LATE_HEARTBEAT) : Optional.empty();
        }
        return job.stopped().contains(World.attempt(a)) ? Optional.empty() : Optional.of(Said.HEARTBEAT);
    }
}
