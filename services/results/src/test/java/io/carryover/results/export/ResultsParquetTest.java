/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.results.export.Parquet.Column;
import io.carryover.results.fixture.DemoResults;
import io.carryover.results.fixture.Records;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Read back by another implementation of the format. */
class ResultsParquetTest {
    private static final String HOSTILE = "a\",\n=1+1 \u0000 é 漢 <b>";

    @Test
    void everyNumberIsARowWithItsIntervalProtocolAndDigests() throws IOException {
        List<ResultRecord> records = new ArrayList<>(DemoResults.all());
        records.add(Records.linear(
                Records.checkpoint(HOSTILE, "h"), DemoResults.DIGITS, ProtocolId.CONVERGED, 88.25, 1, 900));
        var out = new ByteArrayOutputStream();
        ResultsParquet.write(records, out);

        List<String> seen = new ArrayList<>();
        try (ParquetFileReader file = open(out)) {
            assertThat(file.getFileMetaData().numRows()).isEqualTo(records.size());
            var rows = file.rowReader();
            for (ResultRecord record : records) {
                assertThat(rows.hasNext()).isTrue();
                rows.next();
                var score = io.carryover.results.board.Measured.of(record).score();
                assertThat(rows.getString("result"))
                        .isEqualTo(record.key().digest().hex());
                assertThat(rows.getString("backbone"))
                        .isEqualTo(record.backbone().name());
                assertThat(rows.getString("protocol"))
                        .isEqualTo(record.key().protocol().id());
                assertThat(rows.getString("grid")).isEqualTo(record.key().grid());
                assertThat(rows.getDouble("value")).isEqualTo(score.value());
                assertThat(rows.getDouble("ci95_lo")).isEqualTo(score.ci95().lo());
                assertThat(rows.getDouble("ci95_hi")).isEqualTo(score.ci95().hi());
                assertThat(rows.getString("interval")).isEqualTo(score.ci95().method());
                assertThat(rows.getLong("n")).isEqualTo(score.n());
                assertThat(rows.getLong("seed")).isEqualTo(record.key().seed());
                assertThat(rows.getBoolean("higher_is_better")).isTrue();
                assertThat(rows.getTimestamp("at")).isEqualTo(record.at());
                assertThat(rows.getString("dataset_sha256"))
                        .isEqualTo(record.key().dataset().hex());
                assertThat(rows.isNull("tensors_sha256"))
                        .isEqualTo(record.backbone().tensors().isEmpty());
                record.backbone().tensors().ifPresent(digest -> assertThat(rows.getString("tensors_sha256"))
                        .isEqualTo(digest.hex()));
                seen.add(rows.getString("backbone"));
            }
            assertThat(rows.hasNext()).isFalse();
        }
        assertThat(seen).endsWith(HOSTILE);
    }

    @Test
    void noResultsAreATableWithoutRows() throws IOException {
        var out = new ByteArrayOutputStream();
        ResultsParquet.write(List.of(), out);

        try (ParquetFileReader file = open(out)) {
            assertThat(file.getFileMetaData().numRows()).isZero();
            assertThat(file.getFileSchema().getColumns()).hasSize(31);
        }
    }

    @Test
    void severalGroupsOfRowsWithHolesAndFlagsComeBackInOrder() throws IOException {
        List<Integer> rows = IntStream.range(0, 120_001).boxed().toList();
        var out = new ByteArrayOutputStream();
        Parquet.write(
                out,
                List.of(
                        new Column<>("i", Parquet.Type.LONG, false, Integer::longValue),
                        new Column<>("even", Parquet.Type.BOOLEAN, true, i -> i % 5 == 0 ? null : i % 2 == 0),
                        new Column<>("text", Parquet.Type.TEXT, true, i -> i % 3 == 0 ? null : "t" + i),
                        new Column<>(
                                "at",
                                Parquet.Type.TIMESTAMP,
                                true,
                                i -> i % 7 == 0 ? null : Instant.ofEpochSecond(i, 1_000))),
                rows,
                "test");

        try (ParquetFileReader file = open(out)) {
            assertThat(file.getFileMetaData().rowGroups()).hasSize(3);
            var read = file.rowReader();
            for (int i : rows) {
                read.next();
                if (read.getLong("i") != i
                        || read.isNull("even") != (i % 5 == 0)
                        || (i % 5 != 0 && read.getBoolean("even") != (i % 2 == 0))
                        || read.isNull("text") != (i % 3 == 0)
                        || (i % 3 != 0 && !read.getString("text").equals("t" + i))
                        || read.isNull("at") != (i % 7 == 0)
                        || (i % 7 != 0 && !read.getTimestamp("at").equals(Instant.ofEpochSecond(i, 1_000)))) {
                    throw new AssertionError("row " + i);
                }
            }
            assertThat(read.hasNext()).isFalse();
        }
    }

    private static ParquetFileReader open(ByteArrayOutputStream written) throws IOException {
        // The reader wants memory outside the heap, as a file's mapping is.
        ByteBuffer buffer = ByteBuffer.allocateDirect(written.size());
        buffer.put(written.toByteArray()).flip();
        return ParquetFileReader.open(InputFile.of(buffer));
    }
}
