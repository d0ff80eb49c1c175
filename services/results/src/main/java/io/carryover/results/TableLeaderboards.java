/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.result.ImportedTable;
import io.carryover.results.imported.RankedTable;
import io.carryover.results.imported.TableBoard;
import io.carryover.results.imported.TableBoards;
import io.carryover.results.store.ImportedTables;
import io.carryover.results.store.LogState;
import io.carryover.results.store.ResultFilter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Boards of imported tables; each table is ranked once per revision. */
@ApplicationScoped
public class TableLeaderboards {
    private final ImportedTables tables;
    private final LogState state;
    private final Map<TenantId, Standing> standing = new ConcurrentHashMap<>();

    private record Standing(String version, Map<Key, List<RankedTable>> ranked) {}

    private record Key(Sha256 table, int revision) {}

    @Inject
    TableLeaderboards(ImportedTables tables, LogState state) {
        this.tables = tables;
        this.state = state;
    }

    /**
     * Boards that have a column and a row.
     *
     * @param table the one that is wanted
     * @param setting whose datasets are wanted, see {@link TableBoards}
     */
    public List<TableBoard> boards(
            TenantId tenant, Optional<String> table, ResultFilter filter, Optional<String> setting) {
        return ranked(tenant).stream()
                .filter(ranked -> table.map(ranked.table().name()::equals).orElse(true))
                .filter(ranked -> filter.protocol()
                        .map(wanted -> ranked.protocol().split("[/,]", 2)[0].equals(wanted))
                        .orElse(true))
                .map(ranked -> TableBoards.of(ranked, filter, setting))
                .filter(board -> !board.columns().isEmpty() && !board.rows().isEmpty())
                .toList();
    }

    /** Whether there is one. */
    public boolean any(TenantId tenant) {
        return !ranked(tenant).isEmpty();
    }

    private List<RankedTable> ranked(TenantId tenant) {
        // The version is read first: what is kept may be newer than its version says, never older.
        String version = state.place().version();
        Standing known = standing.get(tenant);
        if (known == null || !known.version().equals(version)) {
            Map<Key, List<RankedTable>> before = known == null ? Map.of() : known.ranked();
            Map<Key, List<RankedTable>> now = new LinkedHashMap<>();
            for (ImportedTable table : tables.standing(tenant)) {
                Key key = new Key(table.digest(), table.revision());
                List<RankedTable> ranked = before.get(key);
                now.put(key, ranked == null ? RankedTable.of(table) : ranked);
            }
            known = new Standing(version, now);
            standing.put(tenant, known);
        }
        return known.ranked().values().stream().flatMap(List::stream).toList();
    }
}
