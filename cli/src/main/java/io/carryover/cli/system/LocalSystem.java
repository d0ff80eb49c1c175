/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.system;

import io.carryover.cli.client.GatewayClient;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
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
import java.util.function.Consumer;

/**
 * The system that a command talks to: a gateway elsewhere, the one that runs on this machine, or one that the command
 * starts for itself and ends when it is done.
 */
public final class LocalSystem implements AutoCloseable {
    private static final Duration SHUTDOWN = Duration.ofSeconds(40);

    private final GatewayClient client;
    private final Optional<Process> started;

    private LocalSystem(GatewayClient client, Optional<Process> started) {
        this.client = client;
        this.started = started;
    }

    /** The gateway. */
    public GatewayClient client() {
        return client;
    }

    /** Whether this command started the system, and so ends it. */
    public boolean ownsIt() {
        return started.isPresent();
    }

    /**
     * Finds a running system.
     *
     * @throws CarryoverException GATEWAY_UNREACHABLE where none runs
     */
    public static LocalSystem find(Map<String, String> environment) {
        return running(environment)
                .orElseThrow(
                        () -> new CarryoverException(ErrorCode.GATEWAY_UNREACHABLE, "no system runs on this machine"));
    }

    /** Finds a running system or starts one; {@code say} gets a line on what happens. */
    public static LocalSystem findOrStart(
            Map<String, String> environment, Optional<Integer> port, Consumer<String> say) {
        return running(environment).orElseGet(() -> start(environment, port, say));
    }

    private static Optional<LocalSystem> running(Map<String, String> environment) {
        String url = environment.get("CARRYOVER_URL");
        if (url != null && !url.isBlank()) {
            return Optional.of(new LocalSystem(new GatewayClient(URI.create(url)), Optional.empty()));
        }
        return Home.of(environment)
                .runningAt()
                .map(GatewayClient::new)
                .map(client -> new LocalSystem(client, Optional.empty()));
    }

    private static LocalSystem start(Map<String, String> environment, Optional<Integer> port, Consumer<String> say) {
        Home home = Home.of(environment);
        say.accept("starting the system (data in " + home.folder() + ")");
        try {
            Files.createDirectories(home.folder().resolve("logs"));
            Path log = home.folder().resolve("logs/standalone.log");
            ProcessBuilder builder = standalone(environment, port);
            builder.environment()
                    .put(
                            "CARRYOVER_PARENT_PID",
                            String.valueOf(ProcessHandle.current().pid()));
            builder.environment().put("CARRYOVER_LOG_TO_FILE", "true");
            builder.environment().put("CARRYOVER_LOG_FILE", log.toString());
            Process process =
                    builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            process.getOutputStream().close();
            var watch = new Thread(() -> process.destroy(), "stop the system");
            Runtime.getRuntime().addShutdownHook(watch);
            URI url = awaitReady(process, log);
            return new LocalSystem(new GatewayClient(url), Optional.of(process));
        } catch (IOException e) {
            throw new CarryoverException(
                    ErrorCode.DISK_FULL, "the data folder %s can't be used".formatted(home.folder()), e);
        }
    }

    /** The process of the standalone system, as {@code up} runs it in the foreground. */
    public static ProcessBuilder standalone(Map<String, String> environment, Optional<Integer> port) {
        String app = environment.get("CARRYOVER_STANDALONE");
        if (app == null || !Files.isRegularFile(Path.of(app))) {
            throw new CarryoverException(
                    ErrorCode.GATEWAY_UNREACHABLE,
                    "the standalone system is not beside this command (CARRYOVER_STANDALONE)");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + environment.getOrDefault("CARRYOVER_HEAP", "768m"),
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

    /** Ends the system if this command started it, and waits until it has ended. */
    @Override
    public void close() {
        started.ifPresent(process -> {
            process.destroy();
            try {
                if (!process.waitFor(SHUTDOWN.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        });
    }
}
