/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.embedded.EmbeddedPostgres;
import io.carryover.embedded.TestInfrastructure;
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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches of any size come to what the rule says of single records: the first of a key stands unless a later one is higher. */
class BatchWriterIT {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456Z");

    private Connection database = open();

    @BeforeEach
    void tables() throws SQLException, IOException {
        try (Statement statement = database.createStatement()) {
            statement.execute("create schema results; set search_path = results");
            for (String file : List.of("V1__results.sql", "V5__places.sql", "V6__rebuilds.sql")) {
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
            List<Arrival.Placed> arrivals = new ArrayList<>();
            for (int offset = 0; offset < 120; offset++) {
                arrivals.add(new Arrival.Placed(arrival(random, offset), random.nextInt(2), offset));
            }
            for (int largest : new int[] {1, 7, 120}) {
                empty();
                int from = 0;
                while (from < arrivals.size()) {
                    int to = Math.min(arrivals.size(), from + 1 + random.nextInt(largest));
                    new BatchWriter(database).take(arrivals.subList(from, to));
                    from = to;
                }
                assertThat(rows())
                        .as("seed %d, batches of up to %d", seed, largest)
                        .isEqualTo(expected(arrivals));
            }
        }
    }

    @Test
    void anEmptyBatchChangesNothing() throws SQLException {
        new BatchWriter(database).take(List.of());

        assertThat(rows()).isEmpty();
    }

    /** Of few keys, so that they meet; some withdrawn, some with artifacts; texts that need quoting. */
    private static Arrival arrival(Random random, int offset) {
        boolean withdrawn = random.nextInt(5) == 0;
        Map<String, ArtifactRef> artifacts = new TreeMap<>();
        for (int i = 0; i < random.nextInt(3); i++) {
            artifacts.put("a" + i, new ArtifactRef(Sha256.of("a" + random.nextInt(4)), i, ArtifactRef.SAFETENSORS));
        }
        return new Arrival(
                Sha256.of("key " + random.nextInt(15)).hex(),
                "local",
                random.nextInt(4),
                withdrawn,
                "it's \"ü\", {b\\}",
                "d",
                "linear",
                "study",
                AT.plusSeconds(offset),
                withdrawn ? Map.of() : artifacts,
                "{\"n\": \"" + offset + "\"}");
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
                    row.json(),
                    String.valueOf(placed.partition()),
                    String.valueOf(placed.offset())));
            row.artifacts()
                    .forEach((name, ref) ->
                            rows.add(row.id() + "|" + name + "|" + ref.sha256().hex() + "|" + ref.sizeBytes()));
        });
        return rows;
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
                            found.getString("record"),
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
