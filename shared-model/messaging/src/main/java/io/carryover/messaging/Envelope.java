/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * CloudEvents 1.0 in Kafka's binary mode: every record carries who wrote what and when as headers, its value is the
 * message alone. Readers depend on none of them.
 */
public final class Envelope {
    /** W3C trace context. */
    public static final String TRACE_PARENT = "traceparent";

    private static final String JSON = "application/json";

    private final String source;
    private final Clock clock;

    /** @param source who writes, a URI reference: {@code /gateway/g-1}, {@code /worker/w-7} */
    public Envelope(String source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /**
     * Headers of one message.
     *
     * @param message name as in JSON: {@code job}, {@code started}, {@code control}, {@code result}
     * @param subject whom it is about: the job key, the worker
     * @param traceParent trace that it belongs to, if any
     */
    public Map<String, String> headers(String message, int version, String subject, Optional<String> traceParent) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", UUID.randomUUID().toString());
        headers.put("ce_source", source);
        headers.put("ce_type", "io.carryover." + message + ".v" + version);
        headers.put("ce_time", clock.instant().toString());
        headers.put("ce_subject", subject);
        headers.put("content-type", JSON);
        traceParent.ifPresent(trace -> headers.put(TRACE_PARENT, trace));
        return headers;
    }

    /** All headers as texts; of several under one name the last. */
    public static Map<String, String> read(Headers headers) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Header header : headers) {
            if (header.value() != null) {
                texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    /** When the writer says it wrote, if it says so readably; the broker's time is the one to trust. */
    public static Optional<Instant> time(Map<String, String> headers) {
        try {
            return Optional.ofNullable(headers.get("ce_time")).map(Instant::parse);
        } catch (java.time.format.DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static void write(Map<String, String> from, Headers to) {
        from.forEach((name, value) -> to.add(name, value.getBytes(StandardCharsets.UTF_8)));
    }
}
