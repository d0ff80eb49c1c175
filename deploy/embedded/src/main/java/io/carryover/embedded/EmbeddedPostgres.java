/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.embedded;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A PostgreSQL server as a child process, on 127.0.0.1 only, with a password of its own. Its data outlive it. When this
 * JVM dies, however it dies, the server sees it and shuts down.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** Role that owns everything. */
    public static final String USER = "carryover";

    /** How much a crash of the machine may cost. */
    public enum Durability {
        /** A commit is on disk before it is answered. */
        SAFE,
        /** Nothing is forced to disk: for tests. */
        FAST
    }

    private static final System.Logger LOG = System.getLogger(EmbeddedPostgres.class.getName());
    private static final int ATTEMPTS = 3;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(10);

    private final PostgresCommands commands;
    private final Path dataDir;
    private final Durability durability;
    private final String password;
    private final Started started;
    private boolean closed;

    /** The wrapper whose standard input, once closed, stops the server; and the port that the server listens on. */
    private record Started(Process guard, int port) {}

    /**
     * Starts the server and returns once it accepts connections. A server that a killed run left on the same folder is
     * stopped first: the caller holds the lock of the home.
     *
     * @param dir folder of this server alone: data, password, log
     * @param binaries where the programs are unpacked to, may be shared
     * @param port 0 takes a free one
     * @throws CarryoverException PORT_IN_USE when a given port is taken, DATABASE_UNAVAILABLE when it can't start
     */
    public EmbeddedPostgres(Path dir, Path binaries, int port, Durability durability) {
        QuietLogs.apply();
        if (port != 0 && !Ports.isFree(port)) {
            throw new CarryoverException(ErrorCode.PORT_IN_USE, "port " + port + " for PostgreSQL is in use");
        }
        this.durability = durability;
        this.dataDir = dir.resolve("data").toAbsolutePath();
        try {
            Secrets.createPrivateDirectories(dir);
            this.commands = PostgresCommands.in(PostgresBinaries.unpack(binaries));
            Path passwordFile = dir.resolve("password");
            this.password = Secrets.loadOrMake(passwordFile, new SecureRandom());
            new Postmaster(dataDir).clearLeftovers(STOP_PATIENCE);
            if (!Files.exists(dataDir.resolve("PG_VERSION"))) {
                initialise(passwordFile);
            }
            this.started = startWithRetries(dir.resolve("postgres.log"), port);
        } catch (IOException e) {
            throw new CarryoverException(
                    ErrorCode.DATABASE_UNAVAILABLE, "embedded PostgreSQL did not start: " + e.getMessage(), e);
        }
    }

    /** JDBC URL of a database on this server, without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + started.port() + "/" + database;
    }

    /** The port it listens on. */
    public int port() {
        return started.port();
    }

    /** Password of {@link #USER}. */
    public String password() {
        return password;
    }

    /** Whether the server still runs. */
    public boolean isAlive() {
        return started.guard().isAlive();
    }

    /** Fast shutdown: sessions are cut, data are flushed. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stop(started.guard());
    }

    private void initialise(Path passwordFile) throws IOException {
        Path unfinished = dataDir.resolveSibling("data-unfinished");
        PostgresBinaries.deleteTree(unfinished);
        List<String> arguments = new ArrayList<>(
                List.of("-D", unfinished.toString(), "-U", USER, "--auth=scram-sha-256", "--pwfile=" + passwordFile));
        arguments.addAll(List.of("--encoding=UTF8", "--no-locale", "--locale-provider=builtin"));
        arguments.addAll(List.of("--builtin-locale=C.UTF-8", "--data-checksums", "--wal-segsize=4"));
        arguments.add("--no-instructions");
        if (durability == Durability.FAST) {
            arguments.add("--no-sync");
        }
        commands.run("initdb", arguments);
        Files.move(unfinished, dataDir);
    }

    private Started startWithRetries(Path log, int port) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int candidate = Ports.orFree(port);
            Process guard = commands.start("postgres", serverArguments(candidate), log);
            try {
                awaitReady(guard);
                return new Started(guard, candidate);
            } catch (IOException e) {
                stop(guard);
                if (attempt == ATTEMPTS) {
                    throw new IOException(e.getMessage() + "; last of its log: " + PostgresCommands.tail(log), e);
                }
                LOG.log(
                        System.Logger.Level.INFO,
                        "embedded PostgreSQL did not start, trying again: {0}",
                        e.getMessage());
            }
        }
    }

    private void awaitReady(Process guard) throws IOException {
        Postmaster postmaster = new Postmaster(dataDir);
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!postmaster.isReady()) {
            if (!guard.isAlive()) {
                throw new IOException("the server ended with status " + guard.exitValue());
            }
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                throw new IOException("the server was not ready within " + START_LIMIT);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private List<String> serverArguments(int port) {
        List<String> arguments = new ArrayList<>(List.of("-D", dataDir.toString()));
        String forced = durability == Durability.SAFE ? "on" : "off";
        for (String setting : List.of(
                "port=" + port,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=" + forced,
                "synchronous_commit=" + forced,
                "full_page_writes=" + forced,
                "shared_buffers=32MB",
                "max_connections=200",
                "max_wal_size=256MB",
                "jit=off",
                "max_parallel_workers_per_gather=0",
                "timezone=UTC",
                "log_timezone=UTC",
                "log_checkpoints=off",
                "log_line_prefix=%m [%p] ")) {
            arguments.add("-c");
            arguments.add(setting);
        }
        return arguments;
    }

    private void stop(Process guard) {
        try {
            guard.getOutputStream().close();
            if (!guard.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                Optional<ProcessHandle> server = new Postmaster(dataDir).process();
                if (server.isPresent()) {
                    Postmaster.stop(server.get(), STOP_PATIENCE);
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "embedded PostgreSQL did not stop cleanly", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
