/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import io.carryover.contracts.machine.World.At;
import io.carryover.contracts.machine.World.Said;
import java.util.TreeSet;

/** What an acknowledgement leaves behind. */
final class Carried {
    private Carried() {}

    /** Whether something other than three silent locks carries the job on. */
    static boolean carried(World world, int j) {
        Job job = world.jobs.get(j);
        if (!(job.state() instanceof JobState.Released || job.state() instanceof JobState.Running)
                || world.outcomes.get(j) > 0
                || twoHeartbeatsSettleIt(job.state())) {
            return true;
        }
        var awaited = new TreeSet<Integer>();
        job.state().current().ifPresent(a -> awaited.add(World.number(a)));
        boolean said = world.events.stream().anyMatch(q -> q.stream()
                .anyMatch(e -> e.job() == j
                        && (e.said() == Said.STARTED
                                ? q.stream().anyMatch(f -> !f.equals(e) && f.attempt() == e.attempt())
                                : awaited.contains(e.attempt()) && e.said() != Said.HEARTBEAT)));
        return said
                || world.records.stream().anyMatch(r -> r.job() == j)
                || world.outbox.stream().anyMatch(r -> r.job() == j)
                || world.deadLetters.stream().anyMatch(r -> r.job() == j)
                || world.workers.stream()
                        .anyMatch(v -> !v.frozen() && v.job() == j && v.at() != At.IDLE && v.at() != At.ACKNOWLEDGING);
    }

    private static boolean twoHeartbeatsSettleIt(JobState state) {
        return switch (state) {
            case JobState.Running r ->
                r.second().isPresent() || r.deadLettered().isPresent();
            case JobState.Released r -> r.deadLettered().isPresent();
            default -> false;
        };
    }
}
