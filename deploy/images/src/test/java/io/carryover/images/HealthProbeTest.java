/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthProbeTest {
    private final HttpServer server;

    HealthProbeTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void serve() {
        answer("/q/health/ready", 200);
        answer("/q/health/started", 503);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void isUpWhereTheCheckSaysSo() {
        assertThat(HealthProbe.isUp(ask("ready"))).isTrue();
        assertThat(HealthProbe.isUp(ask("started"))).isFalse();
        assertThat(ask("nothing")).contains("404");
    }

    @Test
    void isDownWhereNothingListens() {
        server.stop(0);

        assertThat(HealthProbe.isUp(ask("ready"))).isFalse();
    }

    private String ask(String check) {
        return HealthProbe.ask(server.getAddress().getPort(), check);
    }

    private void answer(String path, int status) {
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }
}
