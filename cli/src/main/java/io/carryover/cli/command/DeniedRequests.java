/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.client.GatewayClient;
import io.carryover.contracts.api.DatasetRequest;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Things that a gateway must refuse: tried without the command's key, if it has one. */
final class DeniedRequests {
    private static final String NAME = "carryover-check-path";
    private static final String PATH = "/nonexistent/carryover-check";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final GatewayClient client;
    private final Map<String, String> environment;

    DeniedRequests(GatewayClient client, Map<String, String> environment) {
        this.client = client;
        this.environment = environment;
    }

    List<Finding> all() {
        var findings = new ArrayList<Finding>();
        findings.add(denied(
                "another site's page is refused",
                status("Origin", "https://elsewhere.example"),
                "Whoever runs a browser beside this gateway can be made to ask it: see docs/kubernetes.md."));
        if (environment.containsKey("CARRYOVER_KEY") || environment.containsKey("CARRYOVER_KEY_FILE")) {
            findings.add(denied(
                    "nobody is let in without a key",
                    status("Accept", "application/json"),
                    "The command has a key, but the gateway asks for none: turn its authentication on."));
        }
        if (!client.isLocal()) {
            findings.add(path());
        }
        return findings;
    }

    private static Finding denied(String what, int status, String remedy) {
        return new Finding(what, status == 401 || status == 403, "status " + status, remedy);
    }

    private int status(String header, String value) {
        URI list = client.base().resolve("/v1/evaluations?limit=1");
        try {
            return http.send(
                            HttpRequest.newBuilder(list)
                                    .timeout(LIMIT)
                                    .header(header, value)
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.GATEWAY_UNREACHABLE, "no gateway answers at " + client.base(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CarryoverException(ErrorCode.GATEWAY_UNREACHABLE, "interrupted", e);
        }
    }

    private Finding path() {
        String what = "paths of the server's disk are refused";
        try {
            client.register(new DatasetRequest(NAME, PATH, null, null, null, null, null));
            client.delete("/v1/datasets/" + NAME);
            return Finding.mend(what, "one was taken", "Set carryover.api.local-paths to never on the gateway.");
        } catch (CarryoverException e) {
            return new Finding(
                    what,
                    e.code() == ErrorCode.FORBIDDEN_PATH,
                    e.code().name(),
                    e.code().remedy());
        }
    }
}
