/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.artifacts;

import io.carryover.contracts.result.Interval;
import io.carryover.results.ResultsConfig;
import io.carryover.results.board.Board;
import io.carryover.results.board.Boards;
import io.carryover.results.board.Measured;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Intervals of ranks that no board waits long for: a small board has them at once, a large one's artifacts are read in the
 * background, column by column, and its intervals stand on the next board; a column of too many backbones has none. Boards say
 * so.
 */
@ApplicationScoped
public class RankIntervalsInTime {
    private static final Logger LOG = LoggerFactory.getLogger(RankIntervalsInTime.class);

    /** A board reads artifacts of this many results while it is made. */
    private static final int AT_ONCE = 256;

    private static final int LONGEST_QUEUE = 4096;

    private final SharedBootstrap bootstrap;
    private final int mostBackbones;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final Set<String> failed = ConcurrentHashMap.newKeySet();
    private final AtomicLong made = new AtomicLong();
    private final ThreadPoolExecutor background = new ThreadPoolExecutor(
            0,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(LONGEST_QUEUE),
            Thread.ofPlatform().daemon().name("rank-intervals-", 0).factory());
    private String version = "";

    @Inject
    RankIntervalsInTime(SharedBootstrap bootstrap, ResultsConfig config) {
        this(bootstrap, config.rankBootstrap().mostBackbones());
    }

    RankIntervalsInTime(SharedBootstrap bootstrap, int mostBackbones) {
        this.bootstrap = bootstrap;
        this.mostBackbones = mostBackbones;
    }

    void onStop(@Observes ShutdownEvent event) {
        background.shutdownNow();
    }

    /** Changes when intervals were made that boards made before don't have. */
    public long state() {
        return made.get();
    }

    /**
     * For one board.
     *
     * @param version of the results: where it changes, what failed is tried again
     */
    public synchronized OfBoard ofBoard(String version) {
        if (!version.equals(this.version)) {
            this.version = version;
            failed.clear();
        }
        return new OfBoard();
    }

    /** What one board gets, and what it has to say of it. */
    public final class OfBoard implements Boards.RankIntervals {
        private int left = AT_ONCE;
        private int later;
        private int tooMany;

        private OfBoard() {}

        @Override
        public Map<String, Interval> of(Board.Column column, Map<String, List<Measured>> rows) {
            Optional<Map<String, Interval>> known = bootstrap.known(column, rows);
            if (known.isPresent()) {
                return known.get();
            }
            if (rows.size() > mostBackbones) {
                tooMany++;
                return Map.of();
            }
            int results = rows.values().stream().mapToInt(List::size).sum();
            if (results <= left) {
                left -= results;
                return bootstrap.of(column, rows);
            }
            later += inBackground(column, rows) ? 1 : 0;
            return Map.of();
        }

        /** Sentences for the board's notes. */
        public List<String> notes() {
            List<String> notes = new ArrayList<>();
            if (later > 0) {
                notes.add("Intervals of ranks of %d columns are being computed: they will stand on this board later."
                        .formatted(later));
            }
            if (tooMany > 0) {
                notes.add("%d columns have more than %d backbones: too many for intervals of ranks."
                        .formatted(tooMany, mostBackbones));
            }
            return List.copyOf(notes);
        }
    }

    /** Whether they may still come. */
    private boolean inBackground(Board.Column column, Map<String, List<Measured>> rows) {
        String wish = SharedBootstrap.wish(rows);
        if (failed.contains(wish)) {
            return false;
        }
        if (waiting.add(wish)) {
            try {
                background.execute(() -> make(wish, column, rows));
            } catch (RejectedExecutionException e) {
                waiting.remove(wish); // the queue is full: another board asks again
            }
        }
        return true;
    }

    private void make(String wish, Board.Column column, Map<String, List<Measured>> rows) {
        try {
            bootstrap.of(column, rows);
        } catch (RuntimeException e) {
            LOG.warn("no rank intervals for {}", column.id(), e);
        }
        if (bootstrap.known(column, rows).isEmpty()) {
            failed.add(wish);
        }
        waiting.remove(wish);
        // Boards of many columns are made again when all are there, not for each.
        if (waiting.isEmpty()) {
            made.incrementAndGet();
        }
    }
}
