/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.machine.ReleaseWindow.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReleaseWindowTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void smallEvaluationIsNotStuckBehindAHugeOne() {
        var queued = new ArrayList<Place>();
        for (int i = 0; i < 1000; i++) {
            queued.add(place("huge" + i, "t1", "e1", i));
        }
        queued.add(place("small1", "t1", "e2", 5000));
        queued.add(place("small2", "t1", "e2", 5001));

        assertThat(ReleaseWindow.next(queued, List.of(), 5))
                .containsExactly(key("huge0"), key("small1"), key("huge1"), key("small2"), key("huge2"));
    }

    @Test
    void tenantsTakeTurnsHoweverManyEvaluationsTheyHave() {
        var queued = List.of(
                place("a", "t1", "e1", 1),
                place("b", "t1", "e2", 2),
                place("c", "t1", "e3", 3),
                place("d", "t2", "e4", 4));

        assertThat(ReleaseWindow.next(queued, List.of(), 3)).containsExactly(key("a"), key("d"), key("b"));
    }

    @Test
    void whatIsInFlightCounts() {
        var inFlight = List.of(place("x", "t1", "e1", 0), place("y", "t1", "e1", 0));
        var queued = List.of(place("a", "t1", "e1", 1), place("d", "t2", "e4", 4), place("e", "t2", "e4", 5));

        assertThat(ReleaseWindow.next(queued, inFlight, 4)).containsExactly(key("d"), key("e"));
        assertThat(ReleaseWindow.next(queued, inFlight, 2)).isEmpty();
        assertThat(ReleaseWindow.size(0)).isZero();
        assertThat(ReleaseWindow.size(3)).isEqualTo(6);
    }

    @Property(tries = 300)
    void windowIsFilledAndNoTenantGetsTwoMoreThanOneThatWaits(
            @ForAll @Size(max = 40) List<@IntRange(max = 11) Integer> owners, @ForAll @IntRange(max = 20) int window) {
        var queued = new ArrayList<Place>();
        var tenantOf = new HashMap<JobKey, String>();
        for (int i = 0; i < owners.size(); i++) {
            String tenant = "t" + owners.get(i) / 4;
            queued.add(place("j" + i, tenant, "e" + owners.get(i), i));
            tenantOf.put(key("j" + i), tenant);
        }

        List<JobKey> next = ReleaseWindow.next(queued, List.of(), window);

        assertThat(next).hasSize(Math.min(window, queued.size())).doesNotHaveDuplicates();
        var got = new HashMap<String, Integer>();
        tenantOf.values().forEach(t -> got.put(t, 0));
        next.forEach(j -> got.merge(tenantOf.getOrDefault(j, "?"), 1, Integer::sum));
        var waiting = new HashSet<String>();
        tenantOf.forEach((j, t) -> {
            if (!next.contains(j)) {
                waiting.add(t);
            }
        });
        for (String waits : waiting) {
            int has = got.getOrDefault(waits, 0);
            assertThat(got.values()).allMatch(others -> others <= has + 1);
        }
    }

    private static Place place(String job, String tenant, String evaluation, int second) {
        return new Place(key(job), new TenantId(tenant), new EvaluationId(evaluation), T0.plusSeconds(second));
    }

    private static JobKey key(String job) {
        return new JobKey(job);
    }
}
