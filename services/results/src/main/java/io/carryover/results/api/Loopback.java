/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** What only a person on the machine itself may ask for. */
final class Loopback {
    private Loopback() {}

    /** @throws CarryoverException FORBIDDEN when it comes from elsewhere, or from a web page of another origin */
    static void require(HttpServerRequest request) {
        String from =
                request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
        if (!isLoopback(from)) {
            throw new CarryoverException(ErrorCode.FORBIDDEN, "taken only from loopback, not from " + from);
        }
        @Nullable String site = request.getHeader("Sec-Fetch-Site");
        if (request.getHeader("Origin") != null
                || (site != null && !site.equals("none") && !site.equals("same-origin"))) {
            throw new CarryoverException(ErrorCode.FORBIDDEN, "not taken from a web page");
        }
    }

    private static boolean isLoopback(@Nullable String address) {
        try {
            return address != null
                    && !address.isEmpty()
                    && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
