/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.results.board.Measured;
import io.carryover.results.store.LogState;
import io.carryover.results.store.Place;
import io.carryover.results.store.ResultTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What boards need of all standing results, in memory: read once, then only what changed in the topic since. The database
 * decides: several instances beside each other see what it holds, whoever wrote it. About 0.9 kB a result; more than
 * {@code carryover.results.board-memory} of them aren't kept, and each change makes the next board read all of them again.
 */
@ApplicationScoped
class BoardResults {
    private static final Logger LOG = LoggerFactory.getLogger(BoardResults.class);

    /** As the database orders them: newest first. */
    private static final Comparator<Measured> NEWEST_FIRST = Comparator.comparing(
                    (Measured m) -> m.record().at().truncatedTo(ChronoUnit.MICROS))
            .thenComparing(Measured::id)
            .reversed();

    private final ResultTable results;
    private final LogState state;
    private final int most;

    /** By tenant, the one that was asked for last at the end. */
    private final Map<TenantId, Known> known = new LinkedHashMap<>(16, 0.75f, true);

    /** One tenant's results at a place. Equal parts of records, such as the facts of a backbone, are there once. */
    private record Known(
            TenantId tenant, Place place, Map<Sha256, Measured> byId, List<Measured> newestFirst, Slim slim) {}

    @Inject
    BoardResults(ResultTable results, LogState state, ResultsConfig config) {
        this(results, state, config.boardMemory());
    }

    BoardResults(ResultTable results, LogState state, int most) {
        this.results = results;
        this.state = state;
        this.most = most;
    }

    /** All that stands, newest first: records without their output but the score. */
    synchronized List<Measured> of(TenantId tenant) {
        // The place is read first: results may be newer than it, never older, and those are then read once more.
        Place now = state.place();
        @Nullable Known before = known.get(tenant);
        Known after = before != null && before.place().rebuilds() == now.rebuilds()
                ? before.place().equals(now) ? before : changed(before, now)
                : read(tenant, now);
        known.put(tenant, after);
        forget();
        return after.newestFirst();
    }

    /** Of tenants that were not asked for lately, as many as are too many together. */
    private void forget() {
        int results = known.values().stream()
                .mapToInt(each -> each.newestFirst().size())
                .sum();
        var oldest = known.values().iterator();
        while (results > most && oldest.hasNext()) {
            results -= oldest.next().newestFirst().size();
            oldest.remove();
        }
    }

    private Known read(TenantId tenant, Place now) {
        long start = System.nanoTime();
        Slim slim = new Slim();
        Map<Sha256, Measured> byId = new HashMap<>();
        results.changes(tenant, Optional.empty(), now, change -> apply(change, byId, slim));
        LOG.debug("{} results read in {} ms", byId.size(), (System.nanoTime() - start) / 1_000_000);
        return known(tenant, now, byId, slim);
    }

    private Known changed(Known before, Place now) {
        results.changes(
                before.tenant(),
                Optional.of(before.place()),
                now,
                change -> apply(change, before.byId(), before.slim()));
        return known(before.tenant(), now, before.byId(), before.slim());
    }

    private static void apply(ResultTable.Change change, Map<Sha256, Measured> byId, Slim slim) {
        change.record()
                .ifPresentOrElse(
                        record -> byId.put(change.id(), slim.of(Measured.of(record))), () -> byId.remove(change.id()));
    }

    private static Known known(TenantId tenant, Place now, Map<Sha256, Measured> byId, Slim slim) {
        return new Known(
                tenant, now, byId, byId.values().stream().sorted(NEWEST_FIRST).toList(), slim);
    }
}
