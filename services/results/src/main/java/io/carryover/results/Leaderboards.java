/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results;

import io.carryover.contracts.id.TenantId;
import io.carryover.results.artifacts.RankIntervalsInTime;
import io.carryover.results.board.Board;
import io.carryover.results.board.Boards;
import io.carryover.results.board.Measured;
import io.carryover.results.store.LogState;
import io.carryover.results.store.ResultFilter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Boards of what stands, each computed once per state of the database. */
@ApplicationScoped
public class Leaderboards {
    /** Boards that are kept have no more cells together, about 150 bytes each; the last one is kept whatever its size. */
    private static final long MOST_CELLS = 400_000;

    private final BoardResults results;
    private final LogState state;
    private final RankIntervalsInTime intervals;
    private final Object making = new Object();
    private final Map<Wish, Made> made = new LinkedHashMap<>(16, 0.75f, true);

    private record Wish(TenantId tenant, ResultFilter filter, Optional<String> variant) {}

    /**
     * A board.
     *
     * @param version of what it was made of: boards of the same wish and version are the same
     */
    public record Made(String version, Board board) {
        private long cells() {
            return board.rows().stream().mapToLong(row -> row.cells().size()).sum();
        }
    }

    @Inject
    Leaderboards(BoardResults results, LogState state, RankIntervalsInTime intervals) {
        this.results = results;
        this.state = state;
        this.intervals = intervals;
    }

    /** The board over the results that {@code filter} lets through. */
    public Board board(TenantId tenant, ResultFilter filter, Optional<String> variant) {
        return made(tenant, filter, variant).board();
    }

    /** What a board that is asked for now is made of. */
    public String version() {
        return version(state.place().version());
    }

    private String version(String place) {
        return place + "-" + intervals.state();
    }

    /** The same with its version. */
    public Made made(TenantId tenant, ResultFilter filter, Optional<String> variant) {
        // The version is read first: a board may be newer than its version says, never older.
        String place = state.place().version();
        String version = version(place);
        Wish wish = new Wish(tenant, filter, variant);
        Optional<Made> known = known(wish, version);
        if (known.isPresent()) {
            return known.get();
        }
        // Of several requests for a board that isn't there yet, one makes it.
        synchronized (making) {
            return known(wish, version).orElseGet(() -> keep(wish, make(wish, place, version)));
        }
    }

    private Made make(Wish wish, String place, String version) {
        List<Measured> measured = results.of(wish.tenant()).stream()
                .filter(each -> wish.filter().matches(each.record()))
                .toList();
        RankIntervalsInTime.OfBoard ranks = intervals.ofBoard(place);
        Board board = Boards.of(measured, wish.variant(), ranks);
        return new Made(version, withUnreadable(wish.tenant(), withNotes(board, ranks.notes())));
    }

    private Optional<Made> known(Wish wish, String version) {
        synchronized (made) {
            return Optional.ofNullable(made.get(wish))
                    .filter(board -> board.version().equals(version));
        }
    }

    private Made keep(Wish wish, Made fresh) {
        synchronized (made) {
            made.values().removeIf(other -> !other.version().equals(fresh.version()));
            made.put(wish, fresh);
            long cells = made.values().stream().mapToLong(Made::cells).sum();
            var oldest = made.values().iterator();
            while (cells > MOST_CELLS && made.size() > 1) {
                cells -= oldest.next().cells();
                oldest.remove();
            }
        }
        return fresh;
    }

    private static Board withNotes(Board board, List<String> more) {
        return new Board(
                board.columns(),
                board.rows(),
                Stream.concat(board.notes().stream(), more.stream()).toList(),
                board.variant(),
                board.otherVariants());
    }

    /** What this version can't read isn't hidden. */
    private Board withUnreadable(TenantId tenant, Board board) {
        long unreadable = state.counts(tenant).unreadable();
        if (unreadable == 0) {
            return board;
        }
        return withNotes(
                board,
                List.of(
                        "%d records of the results topic can't be read by this version: upgrade, then `carryover admin rebuild-results`."
                                .formatted(unreadable)));
    }
}
