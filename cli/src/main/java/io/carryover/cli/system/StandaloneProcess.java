/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.system;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.error.HomeErrors;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The process of the standalone system that a command started, serving at {@code url}. */
public record StandaloneProcess(Process process, URI url) {
    private static final Duration SHUTDOWN = Duration.ofSeconds(40);

    /**
     * Starts it beside this command, for this command alone: it ends with it, however that ends.
     *
     * @throws CarryoverException what the system says where it can't start; DISK_FULL, HOME_NOT_WRITABLE
     */
    static StandaloneProcess start(Map<String, String> environment, Optional<Integer> port) {
        Path home = Home.of(environment).folder();
        try {
            Files.createDirectories(home.resolve("logs"));
            Path log = home.resolve("logs/standalone.log");
            ProcessBuilder builder = builder(environment, port);
            builder.environment()
                    .put(
                            "CARRYOVER_PARENT_PID",
                            String.valueOf(ProcessHandle.current().pid()));
            builder.environment().put("CARRYOVER_LOG_TO_FILE", "true");
            builder.environment().put("CARRYOVER_LOG_FILE", log.toString());
            Process process =
                    builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            process.getOutputStream().close();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process), "stop the system"));
            return new StandaloneProcess(process, awaitReady(process, log));
        } catch (IOException e) {
            throw HomeErrors.unusable(home, e);
        }
    }

    /** The process of the standalone system, as {@code up} runs it in the foreground. */
    public static ProcessBuilder builder(Map<String, String> environment, Optional<Integer> port) {
        String app = environment.get("CARRYOVER_STANDALONE");
        if (app == null || !Files.isRegularFile(Path.of(app))) {
            throw new CarryoverException(
                    ErrorCode.GATEWAY_UNREACHABLE,
                    "the standalone system is not beside this command (CARRYOVER_STANDALONE)");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + environment.getOrDefault("CARRYOVER_HEAP", "1280m"),
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + Path.of(app).resolveSibling("standalone.jsa"),
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        port.ifPresent(p -> command.add("-Dquarkus.http.port=" + p));
        command.addAll(List.of("-jar", app));
        var builder = new ProcessBuilder(command);
        builder.environment()
                .put("CARRYOVER_HOME", Home.of(environment).folder().toString());
        return builder;
    }

    private static URI awaitReady(Process process, Path log) throws IOException {
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("READY ")) {
                drain(lines);
                return URI.create(line.substring("READY ".length()).strip());
            }
            if (line.startsWith("FAILED ")) {
                String[] parts = line.split(" ", 3);
                throw new CarryoverException(ErrorCode.valueOf(parts[1]), parts[2]);
            }
        }
        throw new CarryoverException(ErrorCode.INTERNAL, "the system ended before it was ready; its log is " + log);
    }

    /** Goes on reading what the process prints, so that it never blocks on a full pipe. */
    private static void drain(BufferedReader lines) {
        Thread.ofVirtual().start(() -> {
            try {
                while (lines.readLine() != null) {
                    // Its log file has it.
                }
            } catch (IOException ended) {
                // The process is gone, and with it its output.
            }
        });
    }

    /** Ends it and waits until it has ended. */
    void stop() {
        stop(process);
    }

    /** Ends the process in good order and waits for it: when the command is gone, nothing of it runs any more. */
    private static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(SHUTDOWN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
