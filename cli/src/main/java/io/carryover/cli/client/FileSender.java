/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Sends a file to the object store by the presigned URLs that the gateway gave: whole, or in parts. A part that is lost on
 * the way is sent again alone. Memory is bounded whatever the file's size.
 */
final class FileSender {
    private static final int TRIES = 6;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final HttpClient http;
    private final Consumer<Duration> pause;

    /** @param pause waits between two tries */
    FileSender(HttpClient http, Consumer<Duration> pause) {
        this.http = http;
        this.pause = pause;
    }

    /**
     * Sends all of it.
     *
     * @param given the gateway's answer to {@code POST /v1/uploads}
     * @throws CarryoverException STORE_UNAVAILABLE naming the part that could not be sent
     */
    void send(Path file, JsonNode given) {
        JsonNode parts = given.path("parts");
        if (parts.isEmpty()) {
            send(file, 0, given.path("sizeBytes").asLong(), given.path("url").asText(), "the file");
            return;
        }
        for (JsonNode part : parts) {
            send(
                    file,
                    part.path("from").asLong(),
                    part.path("sizeBytes").asLong(),
                    part.path("url").asText(),
                    "part %d of %d".formatted(part.path("number").asInt(), parts.size()));
        }
    }

    private void send(Path file, long from, long size, String url, String what) {
        Duration wait = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            String problem;
            boolean hopeless = false;
            try {
                int status = http.send(
                                HttpRequest.newBuilder(URI.create(url))
                                        .PUT(slice(file, from, size))
                                        .build(),
                                BodyHandlers.discarding())
                        .statusCode();
                if (status / 100 == 2) {
                    return;
                }
                problem = "answered " + status;
                hopeless = status / 100 == 4 && status != 408 && status != 429;
            } catch (IOException e) {
                problem = "did not answer (%s)".formatted(e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CarryoverException(ErrorCode.STORE_UNAVAILABLE, "interrupted while sending " + file, e);
            }
            if (hopeless || attempt == TRIES) {
                throw new CarryoverException(
                        ErrorCode.STORE_UNAVAILABLE,
                        "the object store %s to %s of %s, tried %d times"
                                .formatted(problem, what, file.getFileName(), attempt));
            }
            pause.accept(wait);
            wait = wait.multipliedBy(2);
        }
    }

    private static BodyPublisher slice(Path file, long from, long size) {
        return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> open(file, from, size)), size);
    }

    private static InputStream open(Path file, long from, long size) {
        try {
            SeekableByteChannel channel = Files.newByteChannel(file).position(from);
            return new Slice(Channels.newInputStream(channel), size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first {@code left} bytes of a stream. */
    private static final class Slice extends FilterInputStream {
        private long left;

        Slice(InputStream in, long size) {
            super(in);
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = super.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(super.available(), left);
        }
    }
}
