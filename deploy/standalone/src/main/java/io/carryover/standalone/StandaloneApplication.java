/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.HomeErrors;
import io.carryover.contracts.json.Json;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** Waits until every service is ready, says so, and stays until it is told to stop. */
public final class StandaloneApplication implements QuarkusApplication {
    private static final Duration PACE = Duration.ofMillis(50);

    @Override
    public int run(String... args) throws Exception {
        stopWithParent();
        int port = ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
        URI url = URI.create("http://127.0.0.1:" + port);
        Path announcement = Standalone.home().resolve("standalone.json");
        // Beside this thread, which must be free to hear that it is time to stop, ready or not.
        Thread.ofVirtual().name("await readiness").start(() -> announceOnceReady(announcement, url));
        try {
            Quarkus.waitForExit();
        } finally {
            Files.deleteIfExists(announcement);
        }
        return 0;
    }

    /** A command that started the system for itself may be killed: the system then ends too. */
    private static void stopWithParent() {
        String parent = System.getenv("CARRYOVER_PARENT_PID");
        if (parent != null) {
            Thread.ofVirtual().name("stop with parent").start(() -> {
                ProcessHandle.of(Long.parseLong(parent))
                        .ifPresent(p -> p.onExit().join());
                Quarkus.asyncExit();
            });
        }
    }

    private static void announceOnceReady(Path announcement, URI url) {
        try {
            awaitReady(url);
            announce(announcement, url);
            Standalone.say("READY " + url);
        } catch (IOException e) {
            CarryoverException why = HomeErrors.unusable(Standalone.home(), e);
            Standalone.say("FAILED " + why.code() + " " + why.getMessage());
            Quarkus.asyncExit(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitReady(URI url) throws InterruptedException {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        HttpRequest ready = HttpRequest.newBuilder(url.resolve("/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        while (true) {
            try {
                if (http.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // The port opens a moment after the beans are there.
            }
            Thread.sleep(PACE);
        }
    }

    private static void announce(Path file, URI url) throws IOException {
        Path temporary = file.resolveSibling("standalone.json.new");
        Files.write(temporary, Json.bytes(Map.of("pid", ProcessHandle.current().pid(), "url", url.toString())));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
