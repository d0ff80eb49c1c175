/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.embedded;

import io.carryover.embedded.EmbeddedPostgres.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What integration tests share: one broker, one object store and one database server per JVM, each started when a test
 * first asks for it and stopped, with all its data, when the JVM ends. Tests keep apart by databases, buckets and topic
 * prefixes of their own.
 */
public final class TestInfrastructure {
    private static final TestInfrastructure SHARED = new TestInfrastructure();

    private final AtomicInteger counter = new AtomicInteger();
    private @Nullable Path folder;
    private @Nullable EmbeddedKafka kafka;
    private @Nullable EmbeddedS3 s3;
    private @Nullable EmbeddedPostgres postgres;

    private TestInfrastructure() {}

    /** The one of this JVM. */
    public static TestInfrastructure shared() {
        return SHARED;
    }

    /** The broker. */
    public synchronized EmbeddedKafka kafka() {
        if (kafka == null) {
            kafka = new EmbeddedKafka(folder().resolve("kafka"), Map.of());
        }
        return kafka;
    }

    /** {@code host:port} of the broker. */
    public String bootstrap() {
        return kafka().bootstrap();
    }

    /** The object store. */
    public synchronized EmbeddedS3 s3() {
        if (s3 == null) {
            s3 = new EmbeddedS3(folder().resolve("s3"));
        }
        return s3;
    }

    /** The database server. */
    public synchronized EmbeddedPostgres postgres() {
        if (postgres == null) {
            postgres = new EmbeddedPostgres(folder().resolve("postgres"), cachedBinaries(), 0, Durability.FAST);
        }
        return postgres;
    }

    /** A database of its own on the shared server: its JDBC URL; user {@link EmbeddedPostgres#USER}. */
    public String freshDatabase() {
        String name = "test_" + counter.incrementAndGet();
        EmbeddedPostgres server = postgres();
        try (Connection connection = administration(server);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("could not make a database", e);
        }
        return server.jdbcUrl(name);
    }

    /**
     * Not by DriverManager: a service that ends takes the driver out of it, and the next one of this JVM would find none.
     */
    private static Connection administration(EmbeddedPostgres server) throws SQLException {
        var login = new Properties();
        login.setProperty("user", EmbeddedPostgres.USER);
        login.setProperty("password", server.password());
        String url = server.jdbcUrl("postgres");
        for (Driver driver : ServiceLoader.load(Driver.class, TestInfrastructure.class.getClassLoader())) {
            if (driver.acceptsURL(url)) {
                return Objects.requireNonNull(driver.connect(url, login));
            }
        }
        throw new IllegalStateException("no driver for " + url);
    }

    /** A bucket of its own in the shared object store. */
    public String freshBucket() {
        String bucket = "test-" + counter.incrementAndGet();
        s3().ensureBucket(bucket);
        return bucket;
    }

    /** A prefix for names of topics and groups that no other test of this JVM uses, such as {@code t7.}. */
    public String freshPrefix() {
        return "t" + counter.incrementAndGet() + ".";
    }

    /** Where PostgreSQL's programs are kept from one test run to the next, as unpacking them takes a second. */
    public static Path cachedBinaries() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path cache = configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
        return cache.resolve("carryover/postgres-17");
    }

    private synchronized Path folder() {
        if (folder == null) {
            try {
                folder = Files.createTempDirectory("carryover-test-");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop test infrastructure"));
        }
        return folder;
    }

    private synchronized void close() {
        for (AutoCloseable part : new @Nullable AutoCloseable[] {kafka, s3, postgres}) {
            try {
                if (part != null) {
                    part.close();
                }
            } catch (Exception e) {
                System.getLogger(TestInfrastructure.class.getName())
                        .log(System.Logger.Level.WARNING, "could not stop", e);
            }
        }
        try {
            if (folder != null) {
                PostgresBinaries.deleteTree(folder);
            }
        } catch (IOException e) {
            System.getLogger(TestInfrastructure.class.getName())
                    .log(System.Logger.Level.WARNING, "could not remove " + folder, e);
        }
    }
}
