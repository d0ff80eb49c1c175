/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.images;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks the service in this container for its health: {@code HealthProbe live|ready|started}. Exit status 0 where it is up, 1
 * where not. Images have no shell and no curl; a plain socket loads few classes, as this starts every few seconds.
 */
public final class HealthProbe {
    private static final int DEFAULT_PORT = 8080;
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private HealthProbe() {}

    /** Asks on loopback, at the port of {@code QUARKUS_HTTP_PORT}; prints what the engine then shows of a failed probe. */
    public static void main(String[] arguments) {
        String port = System.getenv("QUARKUS_HTTP_PORT");
        String answer = ask(port == null ? DEFAULT_PORT : Integer.parseInt(port), arguments[0]);
        System.out.println(answer);
        System.exit(isUp(answer) ? 0 : 1);
    }

    /** Whether an answer of {@link #ask} means that the service is up. */
    static boolean isUp(String answer) {
        return answer.contains(" 200 ");
    }

    /** First line of the answer: {@code HTTP/1.1 200 OK}; or why there is none. */
    static String ask(int port, String check) {
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    Math.toIntExact(PATIENCE.toMillis()));
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            String request =
                    "GET /q/health/%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(check);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String line = reader.readLine();
            return line == null ? "no answer" : line;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
