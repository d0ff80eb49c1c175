/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carryover.embedded.EmbeddedPostgres.Durability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
    private final Path folder;

    EmbeddedPostgresIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void keepsItsRowsOverARestartOnAnotherPort() throws Exception {
        try (EmbeddedPostgres first = start()) {
            assertThat(ask(first, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(first, "CREATE TABLE kept AS SELECT 'äöü' AS word; SELECT upper(word) FROM kept"))
                    .isEqualTo("ÄÖÜ");
        }
        try (EmbeddedPostgres second = start()) {
            assertThat(ask(second, "SELECT word FROM kept")).isEqualTo("äöü");
        }
    }

    @Test
    void letsNobodyInWithoutItsPassword() {
        try (EmbeddedPostgres server = start()) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() ->
                            DriverManager.getConnection(server.jdbcUrl("postgres"), EmbeddedPostgres.USER, "carryover"))
                    .withMessageContaining("password authentication failed");
        }
    }

    @Test
    void sparesAProcessThatOnlyHasTheNumberOfAStaleServer() throws Exception {
        start().close();
        Process bystander = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(folder.resolve("postgres/data/postmaster.pid"), bystander.pid() + "\n/elsewhere\n");
            try (EmbeddedPostgres server = start()) {
                assertThat(ask(server, "SELECT 1")).isEqualTo("1");
            }
            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroy();
        }
    }

    @Test
    void givesEachTestADatabaseOfItsOwn() throws Exception {
        TestInfrastructure shared = TestInfrastructure.shared();
        String one = shared.freshDatabase();
        String other = shared.freshDatabase();
        assertThat(one).isNotEqualTo(other);
        String password = shared.postgres().password();
        try (Connection connection = DriverManager.getConnection(other, EmbeddedPostgres.USER, password)) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    private EmbeddedPostgres start() {
        return new EmbeddedPostgres(
                folder.resolve("postgres"), TestInfrastructure.cachedBinaries(), 0, Durability.SAFE);
    }

    private static String ask(EmbeddedPostgres server, String query) throws SQLException {
        String[] parts = query.split("; ");
        try (Connection connection = DriverManager.getConnection(
                        server.jdbcUrl("postgres"), EmbeddedPostgres.USER, server.password());
                Statement statement = connection.createStatement()) {
            for (int i = 0; i + 1 < parts.length; i++) {
                statement.execute(parts[i]);
            }
            try (ResultSet rows = statement.executeQuery(parts[parts.length - 1])) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
