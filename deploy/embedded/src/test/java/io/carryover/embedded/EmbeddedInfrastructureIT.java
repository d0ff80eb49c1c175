/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.embedded.EmbeddedInfrastructure.Options;
import io.carryover.embedded.EmbeddedPostgres.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class EmbeddedInfrastructureIT {
    private final Path folder;

    EmbeddedInfrastructureIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void whatAKilledRunWroteIsThereInTheNextWhichNothingOfTheFirstDisturbs() throws Exception {
        Path home = folder.resolve("home");
        long database;
        try (Standing first = Standing.run(home)) {
            String[] ports = first.await("PORTS").split(" ");
            KafkaRecords.createTopic(ports[0], "kept");
            KafkaRecords.send(ports[0], "kept", "before the kill");
            sql(ports[2], passwordOf(home), "CREATE TABLE kept (word text)");
            sql(ports[2], passwordOf(home), "INSERT INTO kept VALUES ('before the kill')");
            database = new Postmaster(home.toRealPath().resolve("postgres/data"))
                    .process()
                    .orElseThrow()
                    .pid();
            first.kill();
        }
        Options options = new Options(0, 0, 0, Durability.FAST, Map.of(), TestInfrastructure.cachedBinaries());
        try (EmbeddedInfrastructure second = EmbeddedInfrastructure.start(home, options)) {
            assertThat(ProcessHandle.of(database).filter(ProcessHandle::isAlive))
                    .isEmpty();
            assertThat(KafkaRecords.read(second.kafka().bootstrap(), "kept", 1)).containsExactly("before the kill");
            assertThat(query(second.postgres(), "SELECT word FROM kept")).isEqualTo("before the kill");
        }
    }

    @Test
    void aRunWhoseProcessIsKilledTakesItsDatabaseWithIt() throws Exception {
        Path home = folder.resolve("home");
        try (Standing run = Standing.run(home)) {
            run.await("READY");
            ProcessHandle server = new Postmaster(home.toRealPath().resolve("postgres/data"))
                    .process()
                    .orElseThrow();
            run.kill();
            assertThat(server.onExit()).succeedsWithin(java.time.Duration.ofSeconds(20));
        }
    }

    private static String passwordOf(Path home) throws IOException {
        return java.nio.file.Files.readString(home.resolve("postgres/password")).strip();
    }

    private static void sql(String url, String password, String statement) throws Exception {
        try (Connection connection = DriverManager.getConnection(url, EmbeddedPostgres.USER, password);
                Statement command = connection.createStatement()) {
            command.execute(statement);
        }
    }

    private static String query(EmbeddedPostgres server, String query) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        server.jdbcUrl("postgres"), EmbeddedPostgres.USER, server.password());
                Statement command = connection.createStatement();
                ResultSet rows = command.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
