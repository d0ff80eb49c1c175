/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cookie that holds a session's text: no script reads it, and no other site's form sends it. */
final class Session {
    /** Its name. */
    static final String COOKIE = "carryover-session";

    private Session() {}

    /** The text in a request's cookie, if it has one. */
    static Optional<String> of(HttpServerRequest request) {
        return Optional.ofNullable(request.getCookie(COOKIE)).map(Cookie::getValue);
    }

    /** Sets the cookie. Lax, so that a link on another page, such as a dashboard, finds its reader signed in. */
    static void give(HttpServerRequest request, Keys.Issued session, Instant now) {
        Duration life =
                session.key().expires().map(end -> Duration.between(now, end)).orElse(Duration.ZERO);
        request.response().addCookie(cookie(request, session.text().text(), life));
    }

    /** Takes it away. */
    static void take(HttpServerRequest request) {
        request.response().addCookie(cookie(request, "", Duration.ZERO));
    }

    private static Cookie cookie(HttpServerRequest request, String value, Duration life) {
        return Cookie.cookie(COOKIE, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.LAX)
                .setSecure(secure(request))
                .setMaxAge(life.toSeconds());
    }

    /**
     * Whether the browser speaks TLS, to us or to what stands in front. Whoever forges these headers forges them for its own cookie.
     */
    private static boolean secure(HttpServerRequest request) {
        return request.isSSL()
                || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"))
                || begins(request.getHeader("Origin"), "https:");
    }

    private static boolean begins(@Nullable String text, String with) {
        return text != null && text.startsWith(with);
    }
}
