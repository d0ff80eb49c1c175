/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.carryover.contracts.json.Json;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An issuer of tokens on loopback: it describes itself, signs whatever claims are posted to {@code /sign}, by a key that nobody knows under
 * {@code /sign?key=other}, and lets everybody in as a client of the tenant {@code lab}.
 */
public final class TestIssuer implements QuarkusTestResourceLifecycleManager {
    /** What the gateway is called here. */
    static final String CLIENT = "carryover";

    private final Clock clock = Clock.systemUTC();
    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            KeyPair keys = keys();
            KeyPair others = keys();
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server = started;
            String url = "http://127.0.0.1:" + started.getAddress().getPort();
            started.createContext(
                    "/.well-known/openid-configuration",
                    exchange -> json(
                            exchange,
                            Map.of(
                                    "issuer",
                                    url,
                                    "authorization_endpoint",
                                    url + "/authorize",
                                    "token_endpoint",
                                    url + "/token",
                                    "jwks_uri",
                                    url + "/jwks",
                                    "response_types_supported",
                                    List.of("code"),
                                    "subject_types_supported",
                                    List.of("public"),
                                    "id_token_signing_alg_values_supported",
                                    List.of("RS256"))));
            started.createContext("/jwks", exchange -> json(exchange, Map.of("keys", List.of(jwk(keys)))));
            started.createContext("/sign", exchange -> {
                JsonNode claims = Json.read(exchange.getRequestBody().readAllBytes(), JsonNode.class);
                KeyPair by = "key=other".equals(exchange.getRequestURI().getQuery()) ? others : keys;
                send(exchange, "text/plain", sign(claims, by.getPrivate()));
            });
            started.createContext("/authorize", exchange -> {
                Map<String, String> query = query(exchange.getRequestURI());
                exchange.getResponseHeaders()
                        .set("Location", "%s?code=c&state=%s".formatted(query.get("redirect_uri"), query.get("state")));
                exchange.sendResponseHeaders(302, -1);
                exchange.close();
            });
            started.createContext("/token", exchange -> {
                long now = clock.instant().getEpochSecond();
                String token = sign(
                        Map.of(
                                "iss",
                                url,
                                "aud",
                                CLIENT,
                                "sub",
                                "ada",
                                "upn",
                                "ada",
                                "iat",
                                now,
                                "exp",
                                now + 300,
                                "groups",
                                List.of("carryover-client"),
                                "tenant",
                                "lab"),
                        keys.getPrivate());
                json(
                        exchange,
                        Map.of("access_token", token, "id_token", token, "token_type", "Bearer", "expires_in", 300));
            });
            started.start();
            return Map.of("quarkus.oidc.auth-server-url", url);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> jwk(KeyPair keys) {
        var key = (RSAPublicKey) keys.getPublic();
        return Map.of(
                "kty", "RSA",
                "kid", "test",
                "use", "sig",
                "alg", "RS256",
                "n", base64(unsigned(key.getModulus().toByteArray())),
                "e", base64(unsigned(key.getPublicExponent().toByteArray())));
    }

    /** Without the byte that only carries the sign. */
    private static byte[] unsigned(byte[] number) {
        return number[0] == 0 ? Arrays.copyOfRange(number, 1, number.length) : number;
    }

    private static String sign(Object claims, PrivateKey key) {
        String signed = base64(Json.bytes(Map.of("alg", "RS256", "typ", "JWT", "kid", "test"))) + "."
                + base64(Json.bytes(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Map<String, String> query(URI uri) {
        return Arrays.stream(uri.getRawQuery().split("&"))
                .map(part -> part.split("=", 2))
                .collect(Collectors.toMap(
                        part -> part[0],
                        part -> URLDecoder.decode(part[1], StandardCharsets.UTF_8),
                        (first, _) -> first,
                        HashMap::new));
    }

    private static void json(HttpExchange exchange, Object body) throws IOException {
        send(exchange, "application/json", Json.text(body));
    }

    private static void send(HttpExchange exchange, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
