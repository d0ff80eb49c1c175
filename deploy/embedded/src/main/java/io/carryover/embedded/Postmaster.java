/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What {@code postmaster.pid} in a data folder says about the server that runs, or ran, on it. */
final class Postmaster {
    private static final int STATUS_LINE = 7;

    private final Path dataDir;
    private final Path pidFile;

    Postmaster(Path dataDir) {
        this.dataDir = dataDir;
        this.pidFile = dataDir.resolve("postmaster.pid");
    }

    /** True once the server accepts connections. */
    boolean isReady() throws IOException {
        List<String> lines = lines();
        return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
    }

    /** The live server of this data folder: a process of that number which is something else is not taken for it. */
    Optional<ProcessHandle> process() throws IOException {
        List<String> lines = lines();
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,10}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(ProcessHandle::isAlive)
                .filter(this::isServerOfThisFolder);
    }

    /**
     * Ends what a killed run left: a server that still runs here is asked to stop, then made to; a pid file without a
     * server is removed, as its number may belong to another process by now. Call it only with the home locked.
     */
    void clearLeftovers(Duration patience) throws IOException {
        Optional<ProcessHandle> stale = process();
        if (stale.isPresent()) {
            stop(stale.get(), patience);
        }
        Files.deleteIfExists(pidFile);
    }

    /** Fast shutdown, then an immediate one (the next start recovers from the log), then a kill. */
    static void stop(ProcessHandle server, Duration patience) throws IOException {
        for (String signal : List.of("INT", "QUIT", "KILL")) {
            signal(server, signal);
            if (awaitEnd(server, patience)) {
                return;
            }
        }
        throw new IOException("PostgreSQL, process " + server.pid() + ", does not end");
    }

    private static boolean awaitEnd(ProcessHandle server, Duration patience) throws IOException {
        try {
            server.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IOException("waiting for PostgreSQL to end failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL was stopping", e);
        }
    }

    // Java can send TERM and KILL only, and TERM would wait for clients.
    private static void signal(ProcessHandle server, String signal) throws IOException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -\"$0\" \"$1\"", signal, Long.toString(server.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            kill.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isServerOfThisFolder(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        String[] arguments = info.arguments().orElse(new String[0]);
        boolean postgres = info.command().map(c -> c.endsWith("postgres")).orElse(false);
        return postgres
                && Arrays.asList(arguments).contains(dataDir.toAbsolutePath().toString());
    }

    private List<String> lines() throws IOException {
        try {
            return Files.readAllLines(pidFile);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
