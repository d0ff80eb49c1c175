/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.published.StudyTables;
import io.carryover.contracts.result.ImportedTable;
import io.carryover.contracts.result.ImportedTable.Cell;
import io.carryover.contracts.result.ImportedTable.Column;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TablesTest {
    /** Added to, never changed: an installation that has an edition takes it no second time. */
    private static final Map<Integer, String> EDITIONS =
            Map.of(1, "4e5a6ce0782a7638f658f01ac75c78ba2aaa920075684af561468caf98e11ddb");

    @Test
    void otherTablesOfTheStudyHaveAnotherEdition() {
        assertThat(Tables.digest(Tables.study())).isEqualTo(Objects.requireNonNull(EDITIONS.get(StudyTables.EDITION)));
    }

    @Test
    void theStudysTablesSayWhatIsPrinted() {
        List<Column> columns = Tables.study().columns();

        Column aircraft = columns.stream()
                .filter(c -> c.task().equals("few-shot-5w20s15q") && c.dataset().equals("aircraft"))
                .findFirst()
                .orElseThrow();
        assertThat(aircraft.cells()).hasSize(14);
        assertThat(aircraft.cells().getFirst())
                .isEqualTo(new Cell("insdis", 0, 48.67, 2, 3_333, Optional.of(new ImportedTable.Ends(47.74, 49.6))));
        assertThat(aircraft.items()).isFalse();
        assertThat(columns.getFirst().role()).isEqualTo("source");
        assertThat(columns.getFirst().provenance()).isEqualTo("reported by authors");
    }

    @Test
    void aTableThatIsTooLargeForARecordIsRefused() {
        assertThatCode(() -> Tables.checkSize(table(1_000))).doesNotThrowAnyException();
        assertThatThrownBy(() -> Tables.checkSize(table(20_000)))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REQUEST_TOO_LARGE))
                .hasMessageEndingWith(
                        "bytes as one record, and 786432 is the most: import it in parts, under several names");
    }

    private static ImportedTable table(int cells) {
        return new ImportedTable(
                ImportedTable.VERSION,
                TenantId.LOCAL,
                "mine",
                0,
                ImportedTable.IMPORTED,
                "s",
                "c",
                "l",
                Optional.of(List.of(new Column(
                        "linear",
                        "pets",
                        "top1",
                        "study/1",
                        "percent",
                        true,
                        true,
                        "target",
                        "measured",
                        IntStream.range(0, cells)
                                .mapToObj(seed -> new Cell("moco", seed, 50, 2, 100, Optional.empty()))
                                .toList()))),
                Instant.EPOCH);
    }
}
