/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import static io.carryover.contracts.api.Role.CLIENT;
import static io.carryover.contracts.api.Role.OPERATOR;
import static io.carryover.contracts.api.Role.VIEWER;

import io.carryover.contracts.api.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which role each route needs, in one table. The first line that fits decides; a route that no line fits is refused, so a new one is closed until it
 * stands here (a test finds it).
 */
public final class Access {
    /** Where a browser comes back to from the issuer of tokens. */
    static final String OIDC = "/login/oidc";

    private static final Set<String> READS = Set.of("GET", "HEAD");

    /** What a route asks for. */
    public sealed interface Needed {
        /** Nobody is asked. */
        record Nothing() implements Needed {}

        /** Somebody whom the issuer of tokens knows, whatever its role: what comes of it, the route says. */
        record SignedIn() implements Needed {}

        /** Somebody of this role at least. */
        record AtLeast(Role role) implements Needed {}
    }

    private record Line(Set<String> methods, Pattern path, Needed needed) {
        /** @param path {@code *} is any part of it, and at the end all below it */
        Line(Set<String> methods, String path, Needed needed) {
            this(methods, Pattern.compile(path.replace("/*/", "/[^/]+/").replaceFirst("/\\*$", "/.*")), needed);
        }

        boolean fits(String method, String asked) {
            return methods.contains(method) && path.matcher(asked).matches();
        }
    }

    private static final List<Line> LINES = List.of(
            // Whether it lives, its metrics (the network says who may ask for them), and what pages look like.
            open(READS, "/q/health"),
            open(READS, "/q/health/*"),
            open(READS, "/q/metrics"),
            open(READS, "/assets/*"),
            open(READS, "/_static/*"),
            // Who isn't known yet says who it is.
            open(READS, "/login"),
            open(Set.of("POST"), "/login"),
            new Line(READS, OIDC, new Needed.SignedIn()),
            open(Set.of("POST"), "/logout"),
            // The installation.
            line(OPERATOR, READS, "/v1/keys"),
            line(OPERATOR, Set.of("POST"), "/v1/keys"),
            line(OPERATOR, Set.of("POST", "DELETE"), "/v1/keys/*"),
            line(OPERATOR, Set.of("POST"), "/v1/garbage"),
            line(OPERATOR, Set.of("POST"), "/v1/results/rebuild"),
            line(OPERATOR, Set.of("PUT", "DELETE"), "/v1/tables/*"),
            line(OPERATOR, READS, "/v1/status"),
            line(OPERATOR, Set.of("POST"), "/v1/republications"),
            line(OPERATOR, Set.of("POST", "DELETE"), "/v1/queues/*"),
            line(OPERATOR, Set.of("POST"), "/v1/jobs/*"),
            line(OPERATOR, Set.of("POST"), "/v1/evaluations/*/cells/*"),
            // Work.
            line(CLIENT, Set.of("POST"), "/v1/backbones"),
            line(CLIENT, Set.of("DELETE"), "/v1/backbones/*"),
            line(CLIENT, Set.of("POST"), "/v1/datasets"),
            line(CLIENT, Set.of("DELETE"), "/v1/datasets/*"),
            line(CLIENT, Set.of("POST"), "/v1/uploads"),
            line(CLIENT, Set.of("POST", "DELETE"), "/v1/uploads/*"),
            line(CLIENT, Set.of("POST"), "/v1/evaluations"),
            line(CLIENT, Set.of("POST", "DELETE"), "/v1/evaluations/*"),
            line(CLIENT, Set.of("POST"), "/v1/analysis"),
            // Looking. A report is asked for by POST and changes nothing.
            line(VIEWER, READS, "/v1/backbones"),
            line(VIEWER, READS, "/v1/backbones/*"),
            line(VIEWER, READS, "/v1/datasets"),
            line(VIEWER, READS, "/v1/datasets/*"),
            line(VIEWER, READS, "/v1/evaluations"),
            line(VIEWER, READS, "/v1/evaluations/*"),
            line(VIEWER, READS, "/v1/analysis"),
            line(VIEWER, READS, "/v1/analysis/*"),
            line(VIEWER, READS, "/v1/jobs/*"),
            line(VIEWER, READS, "/v1/queues"),
            line(VIEWER, READS, "/v1/workers"),
            line(VIEWER, READS, "/v1/tables"),
            line(VIEWER, READS, "/v1/tables/*"),
            line(VIEWER, READS, "/v1/leaderboard"),
            line(VIEWER, READS, "/v1/results"),
            line(VIEWER, READS, "/v1/results/*"),
            line(VIEWER, READS, "/v1/artifacts/*"),
            line(VIEWER, READS, "/v1/compare"),
            line(VIEWER, READS, "/v1/model-index"),
            line(VIEWER, READS, "/v1/exports/*"),
            line(VIEWER, Set.of("POST"), "/v1/reports"),
            line(VIEWER, READS, "/v1/reports/*"),
            line(VIEWER, READS, "/"),
            line(VIEWER, READS, "/study"),
            line(VIEWER, READS, "/study/*"),
            line(VIEWER, READS, "/tasks/*"),
            line(VIEWER, READS, "/backbones/*"),
            line(VIEWER, READS, "/results/*"),
            line(VIEWER, READS, "/compare"),
            line(VIEWER, READS, "/evaluations"),
            line(VIEWER, READS, "/evaluations/*"),
            line(VIEWER, READS, "/q/openapi"),
            line(VIEWER, READS, "/q/swagger-ui"),
            line(VIEWER, READS, "/q/swagger-ui/*"));

    private Access() {}

    /** What {@code method} on a normalised path needs; absent for a route that isn't known. */
    public static Optional<Needed> of(String method, String path) {
        return LINES.stream()
                .filter(line -> line.fits(method, path))
                .map(Line::needed)
                .findFirst();
    }

    private static Line open(Set<String> methods, String path) {
        return new Line(methods, path, new Needed.Nothing());
    }

    private static Line line(Role role, Set<String> methods, String path) {
        return new Line(methods, path, new Needed.AtLeast(role));
    }
}
