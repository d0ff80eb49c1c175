/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.system;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The data folder of standalone: {@code CARRYOVER_HOME}, else a folder under the user's data directory. */
public record Home(Path folder) {
    /** Processes begin on a clock of ticks, files on another. */
    private static final Duration CLOCKS = Duration.ofSeconds(2);

    /** What a running standalone system writes into its home when it is ready. */
    record Running(long pid, String url) {}

    /** The folder that this environment names. */
    public static Home of(Map<String, String> environment) {
        String named = environment.get("CARRYOVER_HOME");
        if (named != null && !named.isBlank()) {
            return new Home(Path.of(named).toAbsolutePath());
        }
        Path user = Path.of(System.getProperty("user.home"));
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        String xdg = environment.get("XDG_DATA_HOME");
        Path data = mac
                ? user.resolve("Library/Application Support")
                : xdg != null && !xdg.isBlank() ? Path.of(xdg) : user.resolve(".local/share");
        return new Home(data.resolve("carryover").toAbsolutePath());
    }

    /** Address of the system that runs on this folder now, if one does. */
    public Optional<URI> runningAt() {
        try {
            Path announcement = folder.resolve("standalone.json");
            Running running = Json.read(Files.readAllBytes(announcement), Running.class);
            Instant announced = Files.getLastModifiedTime(announcement).toInstant();
            boolean alive = ProcessHandle.of(running.pid())
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> began(process, announced))
                    .isPresent();
            return alive ? Optional.of(URI.create(running.url())) : Optional.empty();
        } catch (IOException | CarryoverException notRunning) {
            return Optional.empty();
        }
    }

    /** Not so where a killed system left its announcement and another process got its number since. */
    private static boolean began(ProcessHandle process, Instant announced) {
        return process.info()
                .startInstant()
                .map(began -> began.isBefore(announced.plus(CLOCKS)))
                .orElse(true);
    }
}
