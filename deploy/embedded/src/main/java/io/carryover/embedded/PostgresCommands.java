/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs PostgreSQL's programs as this user; as root inside a user namespace of their own, since they refuse root. */
final class PostgresCommands {
    /**
     * Runs a server until it ends or until standard input does, which is when whoever holds the other end of the pipe
     * closes it or dies; the server then gets SIGINT, its fast shutdown.
     */
    private static final String GUARD = """
            trap '' INT HUP TERM
            exec 3<&0
            "$@" </dev/null 3<&- &
            server=$!
            (while read -r line <&3; do :; done; kill -INT $server) >/dev/null 2>&1 &
            watcher=$!
            wait $server
            status=$?
            kill -KILL $watcher 2>/dev/null
            exit $status
            """;

    private final Path home;
    private final List<String> prefix;

    private PostgresCommands(Path home, List<String> prefix) {
        this.home = home;
        this.prefix = prefix;
    }

    /** @throws IOException as root where user namespaces are forbidden: run as another user there */
    static PostgresCommands in(Path home) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new PostgresCommands(home, List.of());
        }
        if (!works(List.of("unshare", "-U", "true"))) {
            throw new IOException("PostgreSQL does not run as root, and this system forbids user namespaces:"
                    + " start Carryover as another user");
        }
        return new PostgresCommands(home, List.of("unshare", "-U"));
    }

    /** Runs a program to its end. */
    void run(String program, List<String> arguments) throws IOException {
        Process process = new ProcessBuilder(command(program, arguments))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = await(process);
        if (status != 0) {
            throw new IOException(program + " ended with status " + status + ": " + said.strip());
        }
    }

    /** Starts a server that ends when the returned process' standard input is closed or this JVM dies. */
    Process start(String program, List<String> arguments, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        // A session of its own: Ctrl-C on the terminal goes to Carryover, which stops its database last.
        if (works(List.of("setsid", "true"))) {
            command.add("setsid");
        }
        command.addAll(List.of("sh", "-c", GUARD, "sh"));
        command.addAll(command(program, arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** The last lines of a log, on one line. */
    static String tail(Path log) throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    private List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    private static boolean works(List<String> command) throws IOException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return await(process) == 0;
        } catch (IOException e) {
            return false; // the program itself is missing
        }
    }

    private static int await(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
