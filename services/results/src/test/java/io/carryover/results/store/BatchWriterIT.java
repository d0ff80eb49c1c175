/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.embedded.EmbeddedPostgres;
import io.carryover.embedded.TestInfrastructure;
import io.carryover.results.fixture.DemoResults;
import io.carryover.results.fixture.Records;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches of any size come to what the rule says of single records: the first of a key stands unless a later one is higher. */
class BatchWriterIT {
    private static final ResultRecord.BackboneFacts BACKBONE = Records.checkpoint("it's \"ü\", {b\\}", "weights");

    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456Z");

    private Connection database = open();

    @BeforeEach
    void tables() throws SQLException, IOException {
        try (Statement statement = database.createStatement()) {
            statement.execute("create schema results; set search_path = results");
            for (String file : List.of(
                    "V1__results.sql",
                    "V2__imported_tables.sql",
                    "V5__places.sql",
                    "V6__rebuilds.sql",
                    "V7__memory_of_index_sorts.sql",
                    "V8__reading_everything.sql")) {
                statement.execute(migration(file));
            }
        }
    }

    @AfterEach
    void closed() throws SQLException {
        database.close();
    }

    @Test
    void randomSequencesInBatchesComeToTheSameStateAsOneByOne() throws SQLException {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<Arrival.Placed> arrivals = arrivals(random);
            for (int largest : new int[] {1, 7, 120}) {
                empty();
                takeInBatches(arrivals, largest, random);
                assertThat(rows())
                        .as("seed %d, batches of up to %d", seed, largest)
                        .isEqualTo(expected(arrivals));
            }
        }
    }

    @Test
    void readFromTheBeginningWithoutKeysTheyComeToTheSameState() throws SQLException {
        database.setAutoCommit(false);
        Set<String> indexes = indexes();
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<Arrival.Placed> arrivals = arrivals(random);
            int without = random.nextInt(arrivals.size());
            empty();
            FirstReading.begin(database);
            takeInBatches(arrivals.subList(0, without), 7, random);
            assertThat(indexes()).doesNotContain("result_pkey", "result_artifact_pkey", "result_by_time");
            FirstReading.end(database);
            assertThat(indexes()).isEqualTo(indexes);
            takeInBatches(arrivals.subList(without, arrivals.size()), 7, random);
            assertThat(rows()).as("seed %d", seed).isEqualTo(expected(arrivals));
        }
    }

    /** So many that they are fetched and taken again in several portions. */
    @Test
    void manyRepeatedKeysAreSettled() throws SQLException {
        database.setAutoCommit(false);
        List<Arrival.Placed> arrivals = new ArrayList<>();
        for (int offset = 0; offset < 5_000; offset++) {
            arrivals.add(new Arrival.Placed(
                    arrival("key " + offset % 1_700, offset, offset, false, new TreeMap<>()), 0, offset));
        }
        FirstReading.begin(database);
        takeInBatches(arrivals, 400, new Random(1));

        FirstReading.end(database);

        assertThat(rows()).hasSize(1_700).isEqualTo(expected(arrivals));
    }

    @Test
    void theEndOfWhatHasNotBegunOnlyMakesIndexesThatAreMissing() throws SQLException {
        Set<String> indexes = indexes();
        try (Statement statement = database.createStatement()) {
            statement.execute("drop index results.result_by_time");
        }

        FirstReading.end(database);

        assertThat(indexes()).isEqualTo(indexes);
    }

    @Test
    void anEmptyBatchChangesNothing() throws SQLException {
        new BatchWriter(database).take(List.of());

        assertThat(rows()).isEmpty();
    }

    /** The records of a key are in one partition. */
    private static List<Arrival.Placed> arrivals(Random random) {
        List<Arrival.Placed> arrivals = new ArrayList<>();
        for (int offset = 0; offset < 120; offset++) {
            Arrival arrival = arrival(random, offset);
            arrivals.add(new Arrival.Placed(arrival, arrival.id().charAt(0) % 2, offset));
        }
        return arrivals;
    }

    /** Of few keys, so that they meet; some withdrawn, some with artifacts; texts that need quoting. */
    private static Arrival arrival(Random random, int offset) {
        boolean withdrawn = random.nextInt(5) == 0;
        SortedMap<String, ArtifactRef> artifacts = new TreeMap<>();
        for (int i = 0; i < random.nextInt(3); i++) {
            artifacts.put("a" + i, new ArtifactRef(Sha256.of("a" + random.nextInt(4)), i, ArtifactRef.SAFETENSORS));
        }
        return arrival("key " + random.nextInt(15), random.nextInt(4), offset, withdrawn, artifacts);
    }

    private static Arrival arrival(
            String key, int revision, int value, boolean withdrawn, SortedMap<String, ArtifactRef> artifacts) {
        ResultRecord first = Records.knn(BACKBONE, DemoResults.DIGITS, value, 1, 10);
        ResultRecord record = new ResultRecord(
                first.version(),
                first.key(),
                revision,
                first.backbone(),
                first.dataset(),
                first.job(),
                withdrawn ? Optional.empty() : first.output(),
                artifacts,
                first.provenance(),
                first.featureProvenance(),
                AT.plusSeconds(value));
        return Arrival.of(Sha256.of(key), record, StoredRecord.of(Json.bytes(record)));
    }

    private void takeInBatches(List<Arrival.Placed> arrivals, int largest, Random random) throws SQLException {
        int from = 0;
        while (from < arrivals.size()) {
            int to = Math.min(arrivals.size(), from + 1 + random.nextInt(largest));
            new BatchWriter(database).take(arrivals.subList(from, to));
            from = to;
        }
    }

    private Set<String> indexes() throws SQLException {
        Set<String> names = new TreeSet<>();
        try (Statement statement = database.createStatement();
                ResultSet found =
                        statement.executeQuery("select indexname from pg_indexes where schemaname = 'results'")) {
            while (found.next()) {
                names.add(found.getString(1));
            }
        }
        return names;
    }

    private static Set<String> expected(List<Arrival.Placed> arrivals) {
        Map<String, Arrival.Placed> standing = new HashMap<>();
        for (Arrival.Placed placed : arrivals) {
            Arrival.Placed before = standing.get(placed.arrival().id());
            if (before == null || placed.arrival().revision() > before.arrival().revision()) {
                standing.put(placed.arrival().id(), placed);
            }
        }
        Set<String> rows = new TreeSet<>();
        standing.values().forEach(placed -> {
            Arrival row = placed.arrival();
            rows.add(String.join(
                    "|",
                    row.id(),
                    row.tenant(),
                    String.valueOf(row.revision()),
                    String.valueOf(row.withdrawn()),
                    row.backbone(),
                    row.recordedAt().toString(),
                    text(row.record().bytes()),
                    Sha256.of(StoredRecord.json(row.record().bytes())).hex(),
                    String.valueOf(placed.partition()),
                    String.valueOf(placed.offset())));
            row.artifacts()
                    .forEach((name, ref) ->
                            rows.add(row.id() + "|" + name + "|" + ref.sha256().hex() + "|" + ref.sizeBytes()));
        });
        return rows;
    }

    private static String text(byte[] stored) {
        return new String(StoredRecord.json(stored), StandardCharsets.UTF_8);
    }

    private Set<String> rows() throws SQLException {
        Set<String> rows = new TreeSet<>();
        try (Statement statement = database.createStatement()) {
            try (ResultSet found = statement.executeQuery("select * from results.result")) {
                while (found.next()) {
                    rows.add(String.join(
                            "|",
                            found.getString("id"),
                            found.getString("tenant"),
                            found.getString("revision"),
                            String.valueOf(found.getBoolean("withdrawn")),
                            found.getString("backbone"),
                            found.getObject("recorded_at", java.time.OffsetDateTime.class)
                                    .toInstant()
                                    .toString(),
                            text(found.getBytes("record")),
                            HexFormat.of().formatHex(found.getBytes("digest")),
                            found.getString("partition_id"),
                            found.getString("record_offset")));
                }
            }
            try (ResultSet found = statement.executeQuery("select * from results.result_artifact")) {
                while (found.next()) {
                    rows.add(String.join(
                            "|",
                            found.getString("result"),
                            found.getString("name"),
                            found.getString("sha256"),
                            found.getString("size_bytes")));
                }
            }
        }
        return rows;
    }

    private void empty() throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute("truncate results.result, results.result_artifact");
        }
    }

    private static Connection open() {
        TestInfrastructure shared = TestInfrastructure.shared();
        try {
            return DriverManager.getConnection(
                    shared.freshDatabase(),
                    EmbeddedPostgres.USER,
                    shared.postgres().password());
        } catch (SQLException e) {
            throw new IllegalStateException("no database", e);
        }
    }

    private static String migration(String file) throws IOException {
        try (InputStream in = BatchWriterIT.class.getResourceAsStream("/db/results/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
