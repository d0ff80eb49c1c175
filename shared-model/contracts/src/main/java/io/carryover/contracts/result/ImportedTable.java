/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.result;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table of numbers that somebody else computed, such as those of a paper: one record of {@code carryover.results}, so that it is there as a
 * whole or not at all.
 *
 * @param name which table it is; one stands per tenant and name
 * @param revision the higher one stands
 * @param origin {@link #PUBLISHED} for tables that come with Carryover, {@link #IMPORTED} for those of a client
 * @param source where the numbers are from
 * @param citation of that
 * @param licence of that
 * @param columns its numbers; absent in a withdrawal
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonTypeName(ImportedTable.TYPE)
public record ImportedTable(
        int version,
        TenantId tenant,
        String name,
        int revision,
        String origin,
        String source,
        String citation,
        String licence,
        Optional<List<Column>> columns,
        Instant at)
        implements ResultsMessage {
    /** What tells this kind of record from others on the topic. */
    public static final String TYPE = "imported-table";

    /** Newest version that this code writes and reads. */
    public static final int VERSION = 1;

    /** Comes with Carryover. */
    public static final String PUBLISHED = "published";

    /** Given by a client. */
    public static final String IMPORTED = "imported";

    public ImportedTable {
        columns = columns.map(List::copyOf);
    }

    /**
     * Numbers that share all this.
     *
     * @param task {@code linear}, {@code few-shot-5w5s15q}, {@code detection-frozen}, …
     * @param protocol recipe with version and grid, as the table says it
     * @param unit {@code percent}, {@code fraction}, {@code degrees} or {@code plain}
     * @param items whether a value is a share of n items, or a mean of such shares over classes
     * @param role {@code source} for the dataset of pretraining, else {@code target}
     * @param provenance who says so
     */
    public record Column(
            String task,
            String dataset,
            String metric,
            String protocol,
            String unit,
            boolean higherIsBetter,
            boolean items,
            String role,
            String provenance,
            List<Cell> cells) {
        public Column {
            cells = List.copyOf(cells);
        }
    }

    /**
     * One number.
     *
     * @param decimals that it was printed with
     * @param n items scored; 0 where not known
     * @param ci95 as the table prints it; absent where it prints none
     */
    public record Cell(String model, long seed, double value, int decimals, long n, Optional<Ends> ci95) {}

    /** Ends of a 95 % interval. */
    public record Ends(double lo, double hi) {}

    @Override
    public Sha256 digest() {
        return Sha256.of(Json.canonical(Map.of("tenant", tenant.value(), "table", name)));
    }
}
