/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import io.carryover.contracts.event.ControlState;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.machine.Scenario.Fault;
import io.carryover.contracts.machine.World.At;
import io.carryover.contracts.machine.World.Event;
import io.carryover.contracts.machine.World.Said;
import io.carryover.contracts.machine.World.Worker;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What workers do, by the real {@link WorkerRules}: each read or write of something shared is a move of its own. */
final class WorkerMoves {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Scenario scenario;
    private final Moves moves;

    WorkerMoves(Scenario scenario, Moves moves) {
        this.scenario = scenario;
        this.moves = moves;
    }

    void of(World world, int w) {
        Worker worker = world.workers.get(w);
        if (worker.frozen()) {
            moves.add(false, () -> "w" + w + ": wakes", world.worker(w, frozen(worker, false)));
            return;
        }
        if (worker.at() != At.IDLE) {
            faults(world, w, worker);
        }
        switch (worker.at()) {
            case IDLE -> take(world, w);
            case TAKEN -> look(world, w, worker);
            case CHECKED ->
                moves.add(
                        true,
                        () -> "w" + w + ": publish started a" + worker.attempt(),
                        say(world.worker(w, worker.to(At.COMPUTING)), w, worker, Said.STARTED, 0));
            case COMPUTING -> compute(world, w, worker);
            case COMMITTED -> {
                heartbeat(world, w, worker);
                moves.add(
                        true,
                        () -> "w" + w + ": publish succeeded a" + worker.committed(),
                        say(
                                world.worker(w, worker.to(At.ACKNOWLEDGING)),
                                w,
                                worker,
                                Said.SUCCEEDED,
                                worker.committed()));
            }
            case ACKNOWLEDGING -> acknowledge(world, w, worker);
        }
    }

    private static Worker frozen(Worker w, boolean frozen) {
        return new Worker(w.at(), frozen, w.job(), w.run(), w.dispatch(), w.attempt(), w.step(), w.committed());
    }

    private void faults(World world, int w, Worker worker) {
        if (scenario.poison()) {
            if (worker.at() == At.COMPUTING) {
                moves.add(true, () -> "w" + w + ": killed by the job", dies(world, w, worker));
            }
        } else if (world.left(Fault.CRASH) > 0) {
            moves.add(false, () -> "w" + w + ": dies at " + worker.at(), dies(world.spend(Fault.CRASH), w, worker));
        }
        if (world.left(Fault.FREEZE) > 0) {
            moves.add(
                    false,
                    () -> "w" + w + ": freezes at " + worker.at(),
                    world.spend(Fault.FREEZE).worker(w, frozen(worker, true)));
        }
    }

    private World dies(World world, int w, Worker worker) {
        World next = Moves.letAllGo(moves, world.worker(w, Worker.IDLE), w);
        if (scenario.poison()) {
            next.died = (BitSet) world.died.clone();
            next.died.set(worker.attempt());
        }
        return next;
    }

    private void take(World world, int w) {
        int attempt = FreshIds.attempt(world);
        for (int i = 0; i < world.records.size(); i++) {
            World.Sent r = world.records.get(i);
            if (r.holder() >= 0 || (i > 0 && world.records.get(i - 1).equals(r))) {
                continue;
            }
            World next = world.worker(w, new Worker(At.TAKEN, false, r.job(), r.run(), r.dispatch(), attempt, 0, 0));
            next.records = World.plus(
                            World.minus(world.records, i),
                            new World.Sent(r.job(), r.run(), r.dispatch(), w, r.deliveries() + 1))
                    .stream()
                    .sorted()
                    .toList();
            moves.add(true, () -> "w" + w + ": takes " + r + " as a" + attempt, next);
        }
    }

    private void look(World world, int w, Worker worker) {
        int j = worker.job();
        Optional<AttemptId> outcome =
                Optional.of(world.outcomes.get(j)).filter(o -> o > 0).map(World::attempt);
        for (ControlState control : Set.copyOf(List.of(world.control.get(j), world.controlBefore.get(j)))) {
            Worker next =
                    switch (WorkerRules.onTake(worker.run(), Optional.of(control), outcome, false)) {
                        case WorkerRules.Take.Skip() -> worker.to(At.ACKNOWLEDGING);
                        case WorkerRules.Take.Adopt(var committed) -> committed(worker, World.number(committed));
                        case WorkerRules.Take.LeaveToOthers() ->
                            throw new IllegalStateException("no worker is avoided here");
                        case WorkerRules.Take.Run() ->
                            new Worker(
                                    At.CHECKED,
                                    false,
                                    j,
                                    worker.run(),
                                    worker.dispatch(),
                                    worker.attempt(),
                                    Math.min(world.checkpoints.get(j), scenario.steps()),
                                    0);
                    };
            moves.add(true, () -> "w" + w + ": looks, then " + next.at(), world.worker(w, next));
        }
    }

    private static Worker committed(Worker w, int outcome) {
        return new Worker(At.COMMITTED, false, w.job(), w.run(), w.dispatch(), w.attempt(), w.step(), outcome);
    }

    private void compute(World world, int w, Worker worker) {
        int j = worker.job();
        heartbeat(world, w, worker);
        World over = world.worker(w, worker.to(At.ACKNOWLEDGING));
        var id = World.attempt(worker.attempt());
        if (tick(world, worker, Duration.ZERO) == WorkerRules.Tick.STOP) {
            moves.add(
                    true, () -> "w" + w + ": told to stop a" + worker.attempt(), say(over, w, worker, Said.STOPPED, 0));
        } else if (world.jobs.get(j).control().tellsToStop(worker.run(), id)) {
            moves.add(
                    true,
                    () -> "w" + w + ": was told to stop, but can't see it",
                    world,
                    Set.of(Violation.CONTROL_FORGOT));
        }
        if (scenario.poison()) {
            return;
        }
        steps(world, w, worker);
        if (world.left(Fault.HAND_BACK) > 0) {
            moves.add(
                    false,
                    () -> "w" + w + ": hands back a" + worker.attempt(),
                    say(over.spend(Fault.HAND_BACK), w, worker, Said.HANDED_BACK, worker.step()));
        }
        if (world.left(Fault.FAILURE) > 0) {
            moves.add(
                    false,
                    () -> "w" + w + ": fails a" + worker.attempt(),
                    say(over.spend(Fault.FAILURE), w, worker, Said.FAILED, 0));
        }
        if (world.left(Fault.STALL) > 0 && tick(world, worker, LIMIT) == WorkerRules.Tick.STALLED) {
            World said = say(world.spend(Fault.STALL), w, worker, Said.STALLED, 0);
            moves.add(false, () -> "w" + w + ": stalls and exits", dies(said, w, worker));
        }
    }

    private void steps(World world, int w, Worker worker) {
        int j = worker.job();
        if (scenario.chained() && j > 0 && Gateway.isLost(world, j - 1)) {
            moves.add(
                    true,
                    () -> "w" + w + ": input of j" + j + " is lost",
                    say(world.worker(w, worker.to(At.ACKNOWLEDGING)), w, worker, Said.INPUT_LOST, 0));
        } else if (worker.step() < scenario.steps()) {
            World next = world.worker(
                    w,
                    new Worker(
                            At.COMPUTING,
                            false,
                            j,
                            worker.run(),
                            worker.dispatch(),
                            worker.attempt(),
                            worker.step() + 1,
                            0));
            next.checkpoints = World.set(world.checkpoints, j, Math.max(world.checkpoints.get(j), worker.step() + 1));
            moves.add(true, () -> "w" + w + ": step and checkpoint", next);
        } else {
            int there = world.outcomes.get(j);
            World next = world.worker(w, committed(worker, there > 0 ? there : worker.attempt()));
            if (there == 0) {
                next.outcomes = World.set(world.outcomes, j, worker.attempt());
            }
            next.checkpoints = World.set(world.checkpoints, j, 0);
            moves.add(
                    true,
                    () -> "w" + w + (there > 0 ? ": adopts the outcome" : ": commits a" + worker.attempt()),
                    next);
        }
    }

    private static WorkerRules.Tick tick(World world, Worker worker, Duration still) {
        return WorkerRules.onTick(
                worker.run(),
                World.attempt(worker.attempt()),
                Optional.of(world.control.get(worker.job())),
                true,
                still,
                LIMIT);
    }

    private void heartbeat(World world, int w, Worker worker) {
        Heartbeats.thatMatters(world, worker, world.events.get(queue(w, worker)))
                .ifPresent(said -> moves.add(
                        true,
                        () -> "w" + w + ": " + said + " of a" + worker.attempt(),
                        say(world, w, worker, said, 0)));
    }

    private void acknowledge(World world, int w, Worker worker) {
        World next = world.worker(w, Worker.IDLE);
        boolean held = world.records.stream().anyMatch(r -> r.holder() == w);
        next.records = world.records.stream().filter(r -> r.holder() != w).toList();
        moves.add(
                true,
                () -> "w" + w + ": acknowledges" + (held ? "" : " (lease lost)"),
                next,
                held && !Carried.carried(next, worker.job()) ? Set.of(Violation.ORPHANED) : Set.of());
    }

    private World say(World world, int w, Worker worker, Said said, int number) {
        int q = queue(w, worker);
        World next = world.copy();
        next.events = World.set(
                world.events,
                q,
                World.plus(
                        world.events.get(q),
                        new Event(said, worker.job(), worker.run(), worker.dispatch(), worker.attempt(), number)));
        return next;
    }

    private int queue(int w, Worker worker) {
        return scenario.surroundings().eventsByJob() ? worker.job() : w;
    }
}
