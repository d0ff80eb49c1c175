/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results;

import io.carryover.contracts.id.TenantId;
import io.carryover.results.artifacts.SharedBootstrap;
import io.carryover.results.board.Board;
import io.carryover.results.board.Boards;
import io.carryover.results.board.Measured;
import io.carryover.results.store.LogState;
import io.carryover.results.store.ResultFilter;
import io.carryover.results.store.ResultTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Boards of what stands, each computed once per state of the database. */
@ApplicationScoped
public class Leaderboards {
    private static final int KEPT = 32;

    private final ResultTable results;
    private final LogState state;
    private final SharedBootstrap bootstrap;
    private final Map<Wish, Made> made = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Wish, Made> eldest) {
            return size() > KEPT;
        }
    });

    private record Wish(TenantId tenant, ResultFilter filter, Optional<String> variant) {}

    private record Made(String version, Board board) {}

    @Inject
    Leaderboards(ResultTable results, LogState state, SharedBootstrap bootstrap) {
        this.results = results;
        this.state = state;
        this.bootstrap = bootstrap;
    }

    /** The board over the results that {@code filter} lets through. */
    public Board board(TenantId tenant, ResultFilter filter, Optional<String> variant) {
        // The version is read first: a board may be newer than its version says, never older.
        String version = state.version();
        Wish wish = new Wish(tenant, filter, variant);
        Made known = made.get(wish);
        if (known != null && known.version().equals(version)) {
            return known.board();
        }
        List<Measured> measured =
                results.standing(tenant, filter).stream().map(Measured::of).toList();
        Board board = withUnreadable(tenant, Boards.of(measured, variant, bootstrap));
        made.put(wish, new Made(version, board));
        return board;
    }

    /** What this version can't read isn't hidden. */
    private Board withUnreadable(TenantId tenant, Board board) {
        long unreadable = state.counts(tenant).unreadable();
        if (unreadable == 0) {
            return board;
        }
        List<String> notes = new ArrayList<>(board.notes());
        notes.add(
                "%d records of the results topic can't be read by this version: upgrade, then `carryover admin rebuild-results`."
                        .formatted(unreadable));
        return new Board(board.columns(), board.rows(), List.copyOf(notes), board.variant(), board.otherVariants());
    }
}
