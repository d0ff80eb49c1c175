/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import io.carryover.contracts.machine.Scenario.Fault;
import io.carryover.contracts.machine.World.At;
import io.carryover.contracts.machine.World.Worker;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** All that can happen next in a world: gateway, relay, broker and clients here, workers in {@link WorkerMoves}. */
final class Moves {
    private final Scenario scenario;
    private final Gateway gateway;
    private final WorkerMoves workers;
    private List<Move> moves = new ArrayList<>();

    Moves(Scenario scenario) {
        this.scenario = scenario;
        this.gateway = new Gateway(scenario);
        this.workers = new WorkerMoves(scenario, this);
    }

    List<Move> of(World world) {
        moves = new ArrayList<>();
        for (int j = 0; j < world.jobs.size(); j++) {
            release(world, j);
            sweep(world, j);
            store(world, j);
        }
        clients(world);
        relay(world);
        events(world);
        broker(world);
        for (int w = 0; w < world.workers.size(); w++) {
            workers.of(world, w);
        }
        return moves;
    }

    void add(boolean fair, Supplier<String> label, World next) {
        add(fair, label, next, Set.of());
    }

    void add(boolean fair, Supplier<String> label, World next, Set<Violation> more) {
        var found = EnumSet.noneOf(Violation.class);
        found.addAll(gateway.found);
        found.addAll(more);
        gateway.found.clear();
        moves.add(new Move(fair, label, next, found));
    }

    private void release(World world, int j) {
        if (world.jobs.get(j).state() instanceof JobState.Queued) {
            add(true, () -> "gateway: release j" + j, gateway.release(world, j));
        }
    }

    private void sweep(World world, int j) {
        if (!world.quiet()) {
            return;
        }
        boolean idle = world.workers.stream().anyMatch(w -> w.at() == At.IDLE && !w.frozen());
        switch (world.jobs.get(j).state()) {
            case JobState.Released r -> {
                int dispatch = World.number(r.dispatch());
                boolean unsent = world.outbox.stream().anyMatch(o -> o.dispatch() == dispatch);
                boolean gone = world.records.stream().noneMatch(o -> o.dispatch() == dispatch)
                        && world.workers.stream()
                                .noneMatch(w -> w.dispatch() == dispatch
                                        && !w.frozen()
                                        && (w.at() == At.TAKEN || w.at() == At.CHECKED));
                if (r.deadLettered().isPresent() || (idle && !unsent && gone)) {
                    add(true, () -> "sweeper: released and silent j" + j, gateway.swept(world, j, idle));
                } else if (idle && !unsent && world.left(Fault.SPURIOUS) > 0) {
                    add(false, () -> "sweeper: spurious j" + j, gateway.swept(world.spend(Fault.SPURIOUS), j, true));
                }
            }
            case JobState.Running r -> silence(world, j, World.number(r.attempt()));
            case JobState.Cancelling c -> silence(world, j, World.number(c.attempt()));
            case JobState.Failed _ -> {
                World next = gateway.swept(world, j, idle);
                if (!(next.jobs.get(j).state() instanceof JobState.Failed)) {
                    add(true, () -> "sweeper: failed j" + j + " has an outcome", next);
                }
            }
            case JobState.Planned _,
                    JobState.Queued _,
                    JobState.Succeeded _,
                    JobState.Cancelled _,
                    JobState.Skipped _ -> {}
        }
    }

    private void silence(World world, int j, int attempt) {
        if (!world.alive(attempt)) {
            add(true, () -> "sweeper: a" + attempt + " of j" + j + " is silent", gateway.swept(world, j, false));
        }
    }

    private void store(World world, int j) {
        Job job = world.jobs.get(j);
        if (!(job.state() instanceof JobState.Succeeded)) {
            return;
        }
        if (world.left(Fault.LOSE) > 0 && !Gateway.isLost(world, j)) {
            World next = world.spend(Fault.LOSE);
            next.lost = World.set(world.lost, j, true);
            add(false, () -> "store: bytes of j" + j + " are lost", next);
        }
        if (world.left(Fault.RERUN) > 0 && job.wanted()) {
            add(false, () -> "operator: run j" + j + " again", gateway.rerun(world.spend(Fault.RERUN), j));
        }
        boolean more = scenario.rules().equals(Rules.ALL) || job.run() < 3; // weaker rules may run for ever
        if (scenario.budget(Fault.LOSE) > 0 && Gateway.isLost(world, j) && more) {
            add(true, () -> "gateway: outcome lost j" + j, gateway.outcomeLost(world, j));
            if (world.left(Fault.GATEWAY) > 0 && world.outcomes.get(j) > 0) {
                add(
                        false,
                        () -> "gateway: quarantine j" + j + ", crash",
                        gateway.quarantined(world.spend(Fault.GATEWAY), j));
            }
        }
    }

    private void clients(World world) {
        for (int e = 1; e <= 2; e++) {
            var evaluation = World.evaluation(e);
            boolean wanted = world.jobs.getFirst().wantedBy().contains(evaluation);
            if (wanted && world.left(Fault.CANCEL) > 0) {
                add(
                        false,
                        () -> "client: cancel " + evaluation,
                        gateway.unwanted(world.spend(Fault.CANCEL), evaluation));
            }
            if (!wanted && world.left(Fault.WANT) > 0) {
                add(false, () -> "client: want " + evaluation, gateway.wanted(world.spend(Fault.WANT), evaluation));
            }
        }
    }

    private void relay(World world) {
        if (!world.outbox.isEmpty()) {
            World sent = world.copy();
            sent.records = World.plus(world.records, world.outbox.getFirst());
            if (world.left(Fault.DUPLICATE) > 0) {
                add(false, () -> "relay: send, crash before marking", sent.spend(Fault.DUPLICATE));
            }
            World marked = sent.copy();
            marked.outbox = World.minus(world.outbox, 0);
            add(true, () -> "relay: send " + world.outbox.getFirst(), marked);
        }
    }

    private void events(World world) {
        if (!world.deadLetters.isEmpty()) {
            World next = world.copy();
            next.deadLetters = World.minus(world.deadLetters, 0);
            add(
                    true,
                    () -> "gateway: dead letter " + world.deadLetters.getFirst(),
                    gateway.deadLetter(next, world.deadLetters.getFirst()));
        }
        for (int q = 0; q < world.events.size(); q++) {
            if (!world.events.get(q).isEmpty()) {
                World.Event event = world.events.get(q).getFirst();
                World next = world.copy();
                next.events = World.set(world.events, q, World.minus(world.events.get(q), 0));
                World applied = gateway.said(next, event);
                add(true, () -> "gateway: apply " + event, applied);
                if (world.left(Fault.ZOMBIE) > 0 && !scenario.surroundings().fence()) {
                    World twice = applied.spend(Fault.ZOMBIE);
                    twice.zombie = World.plus(world.zombie, event);
                    add(false, () -> "gateway: apply " + event + ", and a zombie gateway has it too", twice);
                }
            }
        }
        for (int i = 0; i < world.zombie.size(); i++) {
            World.Event event = world.zombie.get(i);
            World next = world.copy();
            next.zombie = World.minus(world.zombie, i);
            add(true, () -> "zombie gateway: apply " + event, gateway.said(next, event));
        }
    }

    private void broker(World world) {
        if (world.left(Fault.LEADER) > 0 && world.records.stream().anyMatch(r -> r.holder() >= 0)) {
            World next = world.spend(Fault.LEADER);
            next.records = world.records.stream()
                    .map(r -> new World.Sent(r.job(), r.run(), r.dispatch(), -1, r.deliveries()))
                    .sorted()
                    .toList();
            add(false, () -> "broker: leader restarts, leases forgotten", next);
        }
        for (int i = 0; i < world.records.size(); i++) {
            int holder = world.records.get(i).holder();
            if (holder >= 0 && world.workers.get(holder).frozen()) {
                add(true, () -> "broker: lease of frozen w" + holder + " ends", letGo(world, i));
            }
        }
    }

    /** The lease of a record ends without an acknowledgement. */
    World letGo(World world, int i) {
        World.Sent r = world.records.get(i);
        World next = world.copy();
        next.records = World.minus(world.records, i);
        var free = new World.Sent(r.job(), r.run(), r.dispatch(), -1, r.deliveries());
        if (r.deliveries() >= scenario.deliveries()) {
            next.deadLetters = World.plus(world.deadLetters, free);
        } else {
            next.records = World.plus(next.records, free).stream().sorted().toList();
        }
        return next;
    }

    static World letAllGo(Moves moves, World world, int w) {
        World next = world;
        for (int i = next.records.size() - 1; i >= 0; i--) {
            if (next.records.get(i).holder() == w) {
                next = moves.letGo(next, i);
                i = next.records.size();
            }
        }
        return next;
    }

    static World become(World world, int w, Worker worker) {
        return world.worker(w, worker);
    }
}
