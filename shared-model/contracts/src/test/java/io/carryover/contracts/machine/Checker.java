/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Searches all worlds that a scenario can reach, breadth first, and then backwards from its good ends. */
final class Checker {
    private final Scenario scenario;
    private final int most;
    private final Moves moves;
    private final Map<String, Integer> seen = new HashMap<>();
    private final IntList parent = new IntList();
    private final IntList from = new IntList();
    private final IntList to = new IntList();
    private final BitSet good = new BitSet();
    private final Map<Violation, Integer> found = new EnumMap<>(Violation.class);
    private boolean complete = true;

    private Checker(Scenario scenario, int most) {
        this.scenario = scenario;
        this.most = most;
        this.moves = new Moves(scenario);
    }

    /** @param complete whether all states were seen, so that STUCK was judged */
    record Report(int states, boolean complete, Map<Violation, List<String>> violations) {}

    /** Searches up to {@code most} states; each violation comes with a shortest way to it. */
    static Report search(Scenario scenario, int most) {
        return new Checker(scenario, most).search(Optional.empty());
    }

    /** As above, and ends early where this violation is found. */
    static Report search(Scenario scenario, int most, Violation until) {
        return new Checker(scenario, most).search(Optional.of(until));
    }

    private Report search(Optional<Violation> until) {
        var queue = new ArrayDeque<World>();
        var start = new World(scenario);
        seen.put(key(start), 0);
        parent.add(-1);
        queue.add(start);
        for (int s = 0; !queue.isEmpty() && until.filter(found::containsKey).isEmpty(); s++) {
            World world = queue.remove();
            if (isGood(scenario, world)) {
                good.set(s);
            }
            for (Move move : moves.of(world)) {
                for (Violation v : move.found()) {
                    found.putIfAbsent(v, s);
                }
                String key = key(move.next());
                Integer known = seen.get(key);
                if (known == null) {
                    if (seen.size() >= most) {
                        complete = false;
                        continue;
                    }
                    known = seen.size();
                    seen.put(key, known);
                    parent.add(s);
                    queue.add(move.next());
                }
                if (move.fair()) {
                    from.add(s);
                    to.add(known);
                }
            }
        }
        if (complete && queue.isEmpty()) {
            stuck();
        }
        var ways = new EnumMap<Violation, List<String>>(Violation.class);
        found.forEach((violation, state) -> ways.put(violation, way(state, violation)));
        return new Report(seen.size(), complete, ways);
    }

    private String key(World world) {
        return WorldKey.of(world, scenario.surroundings().eventsByJob());
    }

    private void stuck() {
        int[] first = new int[seen.size() + 1];
        for (int i = 0; i < to.size(); i++) {
            first[to.get(i) + 1]++;
        }
        for (int i = 0; i < seen.size(); i++) {
            first[i + 1] += first[i];
        }
        int[] next = first.clone();
        int[] before = new int[to.size()];
        for (int i = 0; i < to.size(); i++) {
            before[next[to.get(i)]++] = from.get(i);
        }
        var reaches = (BitSet) good.clone();
        var stack = new ArrayDeque<Integer>();
        good.stream().forEach(stack::push);
        while (!stack.isEmpty()) {
            int s = stack.pop();
            for (int i = first[s]; i < first[s + 1]; i++) {
                if (!reaches.get(before[i])) {
                    reaches.set(before[i]);
                    stack.push(before[i]);
                }
            }
        }
        int lost = reaches.nextClearBit(0);
        if (lost < seen.size()) {
            found.put(Violation.STUCK, lost);
        }
    }

    /** Every job ended as its wishes say, and nothing that was committed is called failed. */
    static boolean isGood(Scenario scenario, World world) {
        return IntStream.range(0, scenario.jobs()).allMatch(j -> {
            Job job = world.jobs.get(j);
            return switch (job.state()) {
                case JobState.Succeeded _ ->
                    scenario.budget(Scenario.Fault.LOSE) == 0 || !job.wanted() || !Gateway.isLost(world, j);
                case JobState.Failed _ -> world.outcomes.get(j) == 0 || !job.wanted();
                case JobState.Cancelled _ -> !job.wanted();
                case JobState.Skipped _ ->
                    !job.wanted()
                            || world.jobs.get(j - 1).state() instanceof JobState.Failed
                            || world.jobs.get(j - 1).state() instanceof JobState.Skipped;
                case JobState.Planned _,
                        JobState.Queued _,
                        JobState.Released _,
                        JobState.Running _,
                        JobState.Cancelling _ -> false;
            };
        });
    }

    /** The labels on a shortest way to a state, found by going it again. */
    private List<String> way(int state, Violation violation) {
        var chain = new ArrayList<Integer>();
        for (int s = state; s >= 0; s = parent.get(s)) {
            chain.add(s);
        }
        Collections.reverse(chain);
        var labels = new ArrayList<String>();
        World world = new World(scenario);
        for (int s : chain.subList(1, chain.size())) {
            Move step = moves.of(world).stream()
                    .filter(m -> Integer.valueOf(s).equals(seen.get(key(m.next()))))
                    .findFirst()
                    .orElseThrow();
            labels.add(step.label().get());
            world = step.next();
        }
        moves.of(world).stream()
                .filter(m -> m.found().contains(violation))
                .findFirst()
                .ifPresent(m -> labels.add(m.label().get()));
        labels.add("then: " + world.jobs);
        return labels;
    }

    /** Integers without boxes: there are millions. */
    private static final class IntList {
        private int[] values = new int[1024];
        private int size;

        void add(int value) {
            if (size == values.length) {
                values = java.util.Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        int get(int i) {
            return values[i];
        }

        int size() {
            return size;
        }
    }
}
