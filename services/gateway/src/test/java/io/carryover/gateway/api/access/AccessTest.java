/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.api.Role;
import io.carryover.gateway.api.access.Access.Needed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    @ParameterizedTest
    @CsvSource({
        "GET,    /,                        VIEWER",
        "HEAD,   /v1/evaluations,          VIEWER",
        "GET,    /v1/evaluations/ev-1/jobs,VIEWER",
        "POST,   /v1/reports,              VIEWER",
        "POST,   /v1/evaluations,          CLIENT",
        "DELETE, /v1/evaluations/ev-1,     CLIENT",
        "POST,   /v1/uploads/up-1/complete,CLIENT",
        "PUT,    /v1/tables/mine,          OPERATOR",
        "POST,   /v1/garbage,              OPERATOR",
        "POST,   /v1/results/rebuild,      OPERATOR",
        "GET,    /v1/keys,                 OPERATOR",
        "GET,    /v1/status,               OPERATOR",
        "POST,   /v1/jobs/abc/requeue,     OPERATOR",
        "DELETE, /v1/queues/heads.cpu/drain,OPERATOR",
        "POST,   /v1/evaluations/ev-1/cells/0/rerun,OPERATOR",
        "POST,   /v1/evaluations/plan,     CLIENT",
        "POST,   /v1/evaluations/ev-1/retry,CLIENT",
    })
    void aRouteNeedsARole(String method, String path, Role role) {
        assertThat(Access.of(method, path)).contains(new Needed.AtLeast(role));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/ready", "/q/metrics", "/assets/carryover.css", "/login"})
    void whatShowsNobodysDataIsOpen(String path) {
        assertThat(Access.of("GET", path)).contains(new Needed.Nothing());
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /v1/secrets",
        "GET,    /v1",
        "GET,    /v1/keys/any",
        "PATCH,  /v1/evaluations/ev-1",
        "POST,   /q/metrics",
        "GET,    /q/dev",
        "DELETE, /",
        "GET,    /v1/evaluations;a=b",
        "GET,    /assets",
        "TRACE,  /v1/evaluations",
    })
    void whatNoLineNamesIsClosed(String method, String path) {
        assertThat(Access.of(method, path)).isEmpty();
    }

    @Test
    void aRoleMayWhatThoseBelowItMay() {
        assertThat(Role.OPERATOR.includes(Role.CLIENT)).isTrue();
        assertThat(Role.CLIENT.includes(Role.CLIENT)).isTrue();
        assertThat(Role.VIEWER.includes(Role.CLIENT)).isFalse();
    }
}
