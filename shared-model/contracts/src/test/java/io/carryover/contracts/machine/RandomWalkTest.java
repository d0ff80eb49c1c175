/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Worlds too large to search whole: three jobs, three workers, faults of every kind, at random. */
class RandomWalkTest {
    private static final int STEPS = 300;
    private static final int PATIENCE = 20_000;

    @Property(tries = 150)
    void promisesHoldAndEveryJobEndsAsItsWishesSay(@ForAll("scenarios") Scenario scenario, @ForAll long seed) {
        var walk = new Walk(scenario, seed);
        for (int i = 0; i < STEPS && walk.step(false); i++) {
            walk.check();
        }
        int left = PATIENCE;
        while (!Checker.isGood(scenario, walk.world) && left-- > 0) {
            assertThat(walk.step(true))
                    .as("something fair can happen in %s", walk.way)
                    .isTrue();
            walk.check();
        }
        assertThat(left).as("ends at last: %s", walk.world.jobs).isPositive();
    }

    @Property(tries = 20)
    void sameChoicesGiveTheSameWorld(@ForAll("scenarios") Scenario scenario, @ForAll long seed) {
        var one = new Walk(scenario, seed);
        var other = new Walk(scenario, seed);
        for (int i = 0; i < STEPS; i++) {
            assertThat(one.step(false)).isEqualTo(other.step(false));
        }
        assertThat(one.world.jobs).isEqualTo(other.world.jobs);
        assertThat(one.way).isEqualTo(other.way);
    }

    @Provide
    Arbitrary<Scenario> scenarios() {
        Arbitrary<EnumMap<Scenario.Fault, Integer>> budgets = Arbitraries.maps(
                        Arbitraries.of(Scenario.Fault.class),
                        Arbitraries.integers().between(1, 3))
                .map(map -> {
                    map.remove(Scenario.Fault.ZOMBIE);
                    var budget = new EnumMap<Scenario.Fault, Integer>(Scenario.Fault.class);
                    budget.putAll(map);
                    return budget;
                });
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(1, 3),
                        budgets)
                .as((chained, deliveries, retries, budget) -> {
                    Scenario scenario =
                            Scenario.one().jobs(chained, 0, 1, 2).workers(3).limits(deliveries, 3, retries);
                    for (var fault : budget.entrySet()) {
                        scenario = scenario.may(fault.getKey(), fault.getValue());
                    }
                    return scenario;
                });
    }

    private static final class Walk {
        private final Moves moves;
        private final Random random;
        private final List<String> way = new ArrayList<>();
        private World world;
        private Move last;

        Walk(Scenario scenario, long seed) {
            moves = new Moves(scenario);
            random = new Random(seed);
            world = new World(scenario);
            last = new Move(true, () -> "start", world, java.util.Set.of());
        }

        boolean step(boolean fair) {
            List<Move> possible =
                    moves.of(world).stream().filter(m -> m.fair() || !fair).toList();
            if (possible.isEmpty()) {
                return false;
            }
            last = possible.get(random.nextInt(possible.size()));
            world = last.next();
            way.add(last.label().get());
            return true;
        }

        void check() {
            assertThat(last.found()).as("%s", way).isSubsetOf(Violation.ORPHANED);
        }
    }
}
