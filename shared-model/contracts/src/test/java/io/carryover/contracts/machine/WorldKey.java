/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import io.carryover.contracts.error.ErrorClass;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/** Canonical text of a world: equal for worlds that differ only in names of workers, attempts and dispatches, or in what is past. */
@SuppressWarnings("EnumOrdinal") // a key lives as long as one search
final class WorldKey {
    private static final List<List<Integer>> ORDERS_2 = List.of(List.of(0, 1), List.of(1, 0));
    private static final List<List<Integer>> ORDERS_3 = List.of(
            List.of(0, 1, 2), List.of(0, 2, 1), List.of(1, 0, 2), List.of(1, 2, 0), List.of(2, 0, 1), List.of(2, 1, 0));

    private final World world;
    private final List<Integer> order;
    private final BitSet live;
    private final int[] attempts = new int[128];
    private final int[] dispatches = new int[128];
    private int attemptsSeen;
    private int dispatchesSeen;
    private final StringBuilder out = new StringBuilder(96);

    private WorldKey(World world, List<Integer> order, BitSet live) {
        this.world = world;
        this.order = order;
        this.live = live;
    }

    static String of(World world, boolean eventsByJob) {
        var live = new BitSet();
        world.workers.forEach(w -> mark(live, w.attempt(), w.committed()));
        world.events.forEach(q -> q.forEach(e -> mark(live, e.attempt(), e.number())));
        world.zombie.forEach(e -> mark(live, e.attempt(), e.number()));
        String least = "";
        for (var order : orders(world)) {
            String text = new WorldKey(world, order, live).encode(eventsByJob);
            if (least.isEmpty() || text.compareTo(least) < 0) {
                least = text;
            }
        }
        return least;
    }

    /** Orders of the workers by what they do: several only where two do the same. */
    private static List<List<Integer>> orders(World world) {
        var orders = world.workers.size() == 2 ? ORDERS_2 : ORDERS_3;
        return orders.stream().filter(order -> sorted(world, order)).toList();
    }

    private static boolean sorted(World world, List<Integer> order) {
        for (int i = 1; i < order.size(); i++) {
            if (rank(world.workers.get(order.get(i - 1))) > rank(world.workers.get(order.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static int rank(World.Worker w) {
        return (((w.at().ordinal() * 2 + (w.frozen() ? 1 : 0)) * 16 + w.job()) * 16 + w.run()) * 16 + w.step();
    }

    private static void mark(BitSet live, int a, int b) {
        live.set(a);
        live.set(b);
    }

    private String encode(boolean eventsByJob) {
        for (int i : order) {
            World.Worker w = world.workers.get(i);
            put(w.at().ordinal() * 2 + (w.frozen() ? 1 : 0));
            if (w.at() != World.At.IDLE) {
                put(w.job(), w.run(), d(w.dispatch()), a(w.attempt()), w.step(), a(w.committed()));
            }
        }
        for (int j = 0; j < world.jobs.size(); j++) {
            job(j);
        }
        for (int q = 0; q < world.events.size(); q++) {
            int queue = eventsByJob || q >= order.size() ? q : order.get(q);
            world.events.get(queue).forEach(this::event);
            put(200);
        }
        world.zombie.forEach(this::event);
        put(200);
        records(world.records, true);
        records(world.outbox, false);
        records(world.deadLetters, false);
        world.results.forEach(values -> {
            values.forEach(v -> put(a(v)));
            put(200);
        });
        for (Scenario.Fault fault : Scenario.Fault.values()) {
            put(world.left(fault));
        }
        return out.toString();
    }

    private void job(int j) {
        Job job = world.jobs.get(j);
        put(job.run(), job.endedRun(), job.wantedBy().size());
        for (EvaluationId e : job.wantedBy()) {
            put(e.value().charAt(1) - '0');
        }
        Tally tally = job.tally();
        put(
                tally.failures(ErrorClass.INTERNAL),
                tally.failures(ErrorClass.TRANSIENT),
                tally.dead(),
                tally.idleHandBacks());
        switch (job.state()) {
            case JobState.Planned planned -> {
                put(0);
                keys(planned.waitsFor());
            }
            case JobState.Queued _ -> put(1);
            case JobState.Released r ->
                put(2, d(World.number(r.dispatch())), r.deadLettered().isPresent() ? 1 : 0);
            case JobState.Running r -> {
                put(3, d(World.number(r.dispatch())), a(World.number(r.attempt())));
                put(r.deadLettered().isPresent() ? 1 : 0, r.second().isPresent() ? 1 : 0);
                r.second().ifPresent(s -> {
                    put(d(World.number(s.dispatch())), a(World.number(s.attempt())), s.gone() ? 1 : 0);
                    put(s.earlier().size());
                    living(s.earlier());
                });
            }
            case JobState.Cancelling c -> put(4, a(World.number(c.attempt())));
            case JobState.Succeeded s -> put(5, a(World.number(s.outcome())));
            case JobState.Failed _ -> put(6);
            case JobState.Cancelled _ -> put(7);
            case JobState.Skipped s -> {
                put(8);
                keys(s.because());
                keys(s.waitsFor());
            }
        }
        living(job.stopped());
        living(job.quarantined());
        put(job.result().map(r -> a(World.number(r))).orElse(0));
        put(world.control.get(j).endedRun(), world.controlBefore.get(j).endedRun());
        living(world.control.get(j).stopped());
        put(a(world.outcomes.get(j)), world.checkpoints.get(j), world.lost.get(j) ? 1 : 0);
        if (!world.died.isEmpty() || !world.held.get(j).isEmpty()) {
            var heldAndDied = (BitSet) world.held.get(j).clone();
            heldAndDied.and(world.died);
            put(heldAndDied.cardinality());
            world.held.get(j).stream().filter(live::get).map(this::a).sorted().forEach(this::put);
            world.died.stream().filter(live::get).map(this::a).sorted().forEach(this::put);
        }
    }

    private void event(World.Event e) {
        put(e.said().ordinal(), e.job(), e.run(), d(e.dispatch()), a(e.attempt()));
        put(e.said() == World.Said.SUCCEEDED ? a(e.number()) : e.number());
    }

    private void records(List<World.Sent> records, boolean held) {
        var texts = new ArrayList<String>();
        for (World.Sent r : records) {
            int holder = r.holder() < 0 ? 9 : order.indexOf(r.holder());
            texts.add(new String(new char[] {
                (char) r.job(), (char) r.run(), (char) d(r.dispatch()), (char) holder, (char) r.deliveries()
            }));
        }
        if (held) {
            texts.sort(null);
        }
        texts.forEach(out::append);
        put(200);
    }

    private void keys(Collection<JobKey> keys) {
        keys.forEach(k -> put(k.value().charAt(1)));
        put(200);
    }

    private void living(Collection<AttemptId> ids) {
        ids.stream()
                .mapToInt(World::number)
                .filter(live::get)
                .map(this::a)
                .sorted()
                .forEach(this::put);
        put(200);
    }

    private int a(int attempt) {
        if (attempt == 0) {
            return 0;
        }
        if (attempts[attempt] == 0) {
            attempts[attempt] = ++attemptsSeen;
        }
        return attempts[attempt];
    }

    private int d(int dispatch) {
        if (dispatch == 0) {
            return 0;
        }
        if (dispatches[dispatch] == 0) {
            dispatches[dispatch] = ++dispatchesSeen;
        }
        return dispatches[dispatch];
    }

    private void put(int... values) {
        for (int value : values) {
            out.append((char) value);
        }
    }
}
