/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;

/**
 * {@code java Evaluate.java GATEWAY BACKBONE KIND DATASET}: evaluates a registered backbone, follows it, prints the board. {@code CARRYOVER_KEY} holds the
 * key of a gateway that asks for one.
 */
public final class Evaluate {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Evaluate() {}

    public static void main(String[] args) throws Exception {
        if (args.length != 4) {
            System.err.println("java Evaluate.java GATEWAY BACKBONE KIND DATASET");
            System.exit(2);
        }
        URI gateway = URI.create(args[0]);
        // Names are letters, digits, '.', '_' and '-': they need no escapes.
        String request = "{\"backbones\": [\"%s\"], \"tasks\": [{\"kind\": \"%s\", \"dataset\": \"%s\"}]}"
                .formatted(args[1], args[2], args[3]);
        HttpResponse<String> posted = HTTP.send(
                request(gateway.resolve("/v1/evaluations"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(request))
                        .build(),
                BodyHandlers.ofString());
        if (posted.statusCode() != 202) {
            System.err.println(posted.body());
            System.exit(1);
        }
        String evaluation = posted.headers().firstValue("Location").orElseThrow();
        follow(gateway.resolve(evaluation));
        System.out.println(HTTP.send(
                        request(gateway.resolve("/v1/leaderboard?format=markdown&dataset=" + args[3]))
                                .build(),
                        BodyHandlers.ofString())
                .body());
    }

    private static HttpRequest.Builder request(URI address) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        String key = System.getenv("CARRYOVER_KEY");
        return key == null ? request : request.header("Authorization", "Bearer " + key);
    }

    /** Prints its events until the server closes the stream after the last one. */
    private static void follow(URI evaluation) throws Exception {
        HttpRequest request =
                request(evaluation).header("Accept", "text/event-stream").build();
        try (Stream<String> lines = HTTP.send(request, BodyHandlers.ofLines()).body()) {
            lines.filter(line -> line.startsWith("event:") || line.startsWith("data:")).forEach(System.out::println);
        }
    }
}
