/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Takes spans by OTLP over HTTP, as an installation's collector does, and keeps them. */
final class Collector implements AutoCloseable {
    private final HttpServer server;
    private final List<Seen> spans = new CopyOnWriteArrayList<>();

    /**
     * A span that came in.
     *
     * @param service process that it is of
     * @param parent empty where its trace begins with it
     * @param links traces that it names
     */
    record Seen(
            String service,
            String trace,
            String id,
            String parent,
            String name,
            Map<String, String> attributes,
            List<String> links) {}

    private Collector(HttpServer server) {
        this.server = server;
    }

    static Collector start() throws IOException {
        var collector = new Collector(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        collector.server.createContext("/v1/traces", exchange -> {
            ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
            request.getResourceSpansList().forEach(collector::keep);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.server.start();
        return collector;
    }

    /** What tells a process to send its spans here, soon. */
    Map<String, String> settings() {
        return settings(server.getAddress().getPort());
    }

    /** As above, of a collector at any port of this machine. */
    static Map<String, String> settings(int port) {
        return Map.of(
                "quarkus.otel.sdk.disabled", "false",
                "quarkus.otel.exporter.otlp.endpoint", "http://127.0.0.1:" + port,
                "quarkus.otel.exporter.otlp.protocol", "http/protobuf",
                "quarkus.otel.bsp.schedule.delay", "200ms");
    }

    List<Seen> spans() {
        return List.copyOf(spans);
    }

    /** Those of one trace. */
    List<Seen> trace(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void keep(ResourceSpans sent) {
        String service = attributes(sent.getResource().getAttributesList()).getOrDefault("service.name", "");
        sent.getScopeSpansList().stream()
                .flatMap(scope -> scope.getSpansList().stream())
                .map(span -> seen(service, span))
                .forEach(spans::add);
    }

    private static Seen seen(String service, Span span) {
        HexFormat hex = HexFormat.of();
        return new Seen(
                service,
                hex.formatHex(span.getTraceId().toByteArray()),
                hex.formatHex(span.getSpanId().toByteArray()),
                hex.formatHex(span.getParentSpanId().toByteArray()),
                span.getName(),
                attributes(span.getAttributesList()),
                span.getLinksList().stream()
                        .map(link -> hex.formatHex(link.getTraceId().toByteArray()))
                        .toList());
    }

    private static Map<String, String> attributes(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey, attribute -> attribute.getValue().getStringValue(), (one, other) -> one));
    }
}
