/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.artifacts;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.result.Interval;
import io.carryover.protocols.rank.RankColumn;
import io.carryover.protocols.rank.RankIntervals;
import io.carryover.results.ResultsConfig;
import io.carryover.results.board.Board;
import io.carryover.results.board.Boards;
import io.carryover.results.board.Measured;
import io.carryover.results.board.Printed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Intervals of ranks by a bootstrap over images or episodes that all backbones of a column share. A column has them only
 * where every backbone's artifact is there, is about the same images in the same order, and gives the score on record.
 */
@ApplicationScoped
public class SharedBootstrap implements Boards.RankIntervals {
    private static final Logger LOG = LoggerFactory.getLogger(SharedBootstrap.class);
    private static final long SEED = 0;

    private final ItemFiles files;
    private final boolean enabled;
    private final Recent<Sha256, Units> units = new Recent<>(1024);
    private final Recent<String, Map<String, Interval>> done = new Recent<>(1024);

    @Inject
    SharedBootstrap(ItemFiles files, ResultsConfig config) {
        this(files, config.rankBootstrap().enabled());
    }

    /** @param enabled off saves reading artifacts */
    SharedBootstrap(ItemFiles files, boolean enabled) {
        this.files = files;
        this.enabled = enabled;
    }

    @Override
    public Map<String, Interval> of(Board.Column column, Map<String, List<Measured>> rows) {
        return known(column, rows)
                .or(() -> {
                    Optional<Map<String, Interval>> made = make(column, rows);
                    // What failed is tried again next time: the store may have been away.
                    made.ifPresent(intervals -> done.put(wish(rows), intervals));
                    return made;
                })
                .orElse(Map.of());
    }

    /** What is known without reading artifacts: none, for a column that can't have any; absent, where they must be read. */
    Optional<Map<String, Interval>> known(Board.Column column, Map<String, List<Measured>> rows) {
        boolean never = !enabled || rows.size() < 2 || !column.unit().equals("percent") || !column.higherIsBetter();
        return never ? Optional.of(Map.of()) : done.get(wish(rows));
    }

    /** Which results they are: equal wishes have equal intervals. */
    static String wish(Map<String, List<Measured>> rows) {
        MessageDigest digest = Sha256.newDigest();
        rows.forEach((row, measured) -> {
            digest.update(row.getBytes(StandardCharsets.UTF_8));
            measured.forEach(m -> digest.update(
                    (" " + m.id().hex() + m.record().revision() + "\n").getBytes(StandardCharsets.UTF_8)));
        });
        return Sha256.of(digest).hex();
    }

    private Optional<Map<String, Interval>> make(Board.Column column, Map<String, List<Measured>> rows) {
        Map<String, Units> byRow = new LinkedHashMap<>();
        for (Map.Entry<String, List<Measured>> row : rows.entrySet()) {
            Optional<Units> units = ofRow(row.getValue());
            if (units.isEmpty()) {
                return Optional.empty();
            }
            byRow.put(row.getKey(), units.get());
        }
        if (byRow.values().stream().map(Units::identity).distinct().count() > 1) {
            LOG.info("no rank intervals for {}: its backbones were scored on other images", column.id());
            return Optional.empty();
        }
        // Equal weights are one entry, as on the board.
        Map<String, Integer> places = new HashMap<>();
        List<Units> entries = new ArrayList<>();
        Map<String, Integer> known = new HashMap<>();
        rows.forEach((row, measured) -> {
            Integer place = known.computeIfAbsent(entry(row, measured), key -> {
                entries.add(byRow.get(row));
                return entries.size() - 1;
            });
            places.put(row, place);
        });
        List<RankIntervals.Row> ranked =
                RankIntervals.of(List.of(column(column, entries)), Printed.decimals(column.unit()), SEED);
        String method = entries.getFirst().labels().length == 0 ? "rank-bootstrap-episodes" : "rank-bootstrap-images";
        Map<String, Interval> intervals = new HashMap<>();
        places.forEach((row, place) -> {
            var interval = ranked.get(place).columns().getFirst();
            intervals.put(row, new Interval(interval.lo(), interval.hi(), method));
        });
        return Optional.of(Map.copyOf(intervals));
    }

    private static String entry(String row, List<Measured> measured) {
        Measured first = measured.getFirst();
        return first.record()
                .backbone()
                .tensors()
                .map(tensors -> tensors + " "
                        + Printed.text(first.score().value(), first.score().unit()))
                .orElse(row);
    }

    private static RankColumn column(Board.Column column, List<Units> entries) {
        double[][] values = entries.stream().map(Units::values).toArray(double[][]::new);
        return column.metric().equals("mean-per-class")
                ? RankColumn.unitsByClass(values, entries.getFirst().labels())
                : RankColumn.episodes(values);
    }

    private Optional<Units> ofRow(List<Measured> measured) {
        List<Units> seeds = new ArrayList<>();
        for (Measured one : measured) {
            Optional<Units> units = of(one);
            if (units.isEmpty()
                    || (!seeds.isEmpty()
                            && !units.get().identity().equals(seeds.getFirst().identity()))) {
                return Optional.empty();
            }
            seeds.add(units.get());
        }
        return Optional.of(Units.mean(seeds));
    }

    private Optional<Units> of(Measured measured) {
        // An image of a multi-label dataset is neither right nor wrong.
        Optional<ArtifactRef> ref =
                measured.record().key().metric().equals("map11") ? Optional.empty() : ItemFiles.of(measured);
        if (ref.isEmpty()) {
            return Optional.empty();
        }
        Optional<Units> known = units.get(ref.get().sha256());
        if (known.isPresent()) {
            return known;
        }
        return switch (files.read(measured)) {
            case ItemFiles.Read.Found found -> usable(found.items(), ref.get(), measured);
            case ItemFiles.Read.NoArtifact _, ItemFiles.Read.TooLarge _ -> Optional.empty();
            case ItemFiles.Read.Unreadable unreadable -> {
                LOG.warn(
                        "artifact {} can't be read, no rank intervals: {}",
                        unreadable.artifact().sha256().brief(),
                        unreadable.why());
                yield Optional.empty();
            }
        };
    }

    private Optional<Units> usable(Items items, ArtifactRef ref, Measured measured) {
        Optional<Units> read = Units.of(items);
        if (read.isPresent()
                && !measured.isScore(read.get().score(measured.record().key().metric()))) {
            LOG.warn(
                    "artifact {} does not give the score of result {}",
                    ref.sha256().brief(),
                    measured.id());
            return Optional.empty();
        }
        read.ifPresent(known -> units.put(ref.sha256(), known));
        return read;
    }
}
