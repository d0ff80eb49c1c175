/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.carryover.contracts.api.Role;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.TenantId;
import io.carryover.gateway.config.GatewayConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Makes, checks, rotates and revokes keys and sessions. What was read of one is kept for {@code carryover.gateway.auth.key-cache}, so that most
 * requests ask no database; a key that another gateway revoked is taken until then.
 */
@ApplicationScoped
public class Keys {
    /** How exactly a key's last use is known: one write in so long, whatever it is used for. */
    private static final Duration USED_EVERY = Duration.ofMinutes(5);

    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);
    private static final int MOST_KEPT = 10_000;

    private final KeyTable table;
    private final AuthenticationMeters meters;
    private final Duration session;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final Cache<String, Optional<ApiKey>> recent;

    @Inject
    Keys(KeyTable table, AuthenticationMeters meters, GatewayConfig config) {
        this.table = table;
        this.meters = meters;
        this.session = config.auth().session();
        this.recent = Caffeine.newBuilder()
                .maximumSize(MOST_KEPT)
                .expireAfterWrite(config.auth().keyCache())
                .build();
    }

    /** A key or session that was just made: its text is known now and never again. */
    record Issued(KeyText text, ApiKey key) {}

    /**
     * Whose key or session this is.
     *
     * @throws CarryoverException UNAUTHENTICATED where it isn't taken; DATABASE_UNAVAILABLE
     */
    Caller check(String text, ApiKey.Kind kind) {
        KeyText given = KeyText.parse(text).orElseThrow(() -> refused(Refusal.MALFORMED, "that is no key"));
        ApiKey key = recent.get(given.id(), table::find)
                .filter(known -> known.kind() == kind && given.hasDigest(known.digest()))
                .orElseThrow(() -> refused(Refusal.UNKNOWN, "no such key here"));
        Instant now = clock.instant();
        if (key.revoked().isPresent()) {
            throw refused(Refusal.REVOKED, "key %s is revoked".formatted(key.id()));
        }
        if (key.expires().filter(end -> !now.isBefore(end)).isPresent()) {
            throw refused(Refusal.EXPIRED, "key %s has expired".formatted(key.id()));
        }
        if (key.used().filter(last -> last.isAfter(now.minus(USED_EVERY))).isEmpty()) {
            table.used(key.id(), now, USED_EVERY);
            recent.put(key.id(), Optional.of(key.usedAt(now)));
        }
        return key.caller();
    }

    /** What is said of a header that holds no key. */
    CarryoverException malformed() {
        return refused(Refusal.MALFORMED, "the header Authorization holds no key: Bearer co_…");
    }

    private CarryoverException refused(Refusal why, String sentence) {
        meters.refused(why);
        return new CarryoverException(ErrorCode.UNAUTHENTICATED, sentence);
    }

    /** Makes a key. */
    @Transactional
    Issued create(TenantId tenant, Role role, String name, Optional<Duration> lifetime) {
        return issue(ApiKey.Kind.KEY, tenant, role, name, Optional.empty(), lifetime);
    }

    /** Opens a session of the caller, who has just proven who it is; not longer than its key lives. */
    @Transactional
    Issued open(Caller caller) {
        Instant now = clock.instant();
        table.dropSessions(now.minus(FORGOTTEN_AFTER));
        Optional<Duration> left =
                caller.key().flatMap(table::find).flatMap(ApiKey::expires).map(end -> Duration.between(now, end));
        Duration life = left.filter(rest -> rest.compareTo(session) < 0).orElse(session);
        return issue(
                ApiKey.Kind.SESSION, caller.tenant(), caller.role(), caller.name(), caller.key(), Optional.of(life));
    }

    private Issued issue(
            ApiKey.Kind kind,
            TenantId tenant,
            Role role,
            String name,
            Optional<String> openedBy,
            Optional<Duration> lifetime) {
        KeyText text = KeyText.fresh(random);
        Instant now = clock.instant();
        var key = new ApiKey(
                text.id(),
                kind,
                tenant,
                role,
                name,
                text.digest(),
                openedBy,
                now,
                lifetime.map(now::plus),
                Optional.empty(),
                Optional.empty());
        table.insert(key);
        return new Issued(text, key);
    }

    /** All keys, newest first. */
    List<ApiKey> list() {
        return table.keys();
    }

    /** @throws CarryoverException NOT_FOUND */
    @Transactional
    void revoke(String id) {
        find(id);
        table.revoke(id, clock.instant());
        forget();
    }

    /**
     * A new key for the same; the old one is taken for {@code grace} more, so that whoever uses it can change over.
     *
     * @throws CarryoverException NOT_FOUND; INVALID_REQUEST for one that is revoked
     */
    @Transactional
    Issued rotate(String id, Duration grace) {
        ApiKey old = find(id);
        if (old.revoked().isPresent()) {
            throw new CarryoverException(ErrorCode.INVALID_REQUEST, "key %s is revoked: make another".formatted(id));
        }
        Optional<Duration> lifetime = old.expires().map(end -> Duration.between(old.created(), end));
        Issued fresh = create(old.tenant(), old.role(), old.name(), lifetime);
        table.endBy(id, clock.instant().plus(grace));
        forget();
        return fresh;
    }

    /** Ends the session of this text, if it is one. */
    void close(String text) {
        KeyText.parse(text)
                .filter(given -> table.find(given.id())
                        .filter(known -> known.kind() == ApiKey.Kind.SESSION && given.hasDigest(known.digest()))
                        .isPresent())
                .ifPresent(given -> {
                    table.revoke(given.id(), clock.instant());
                    forget();
                });
    }

    /**
     * The key that an installation begins with: an operator's.
     *
     * @throws IllegalArgumentException for a text that isn't the form of a key
     */
    boolean bootstrap(String text) {
        KeyText given = KeyText.parse(text.strip())
                .orElseThrow(() -> new IllegalArgumentException(
                        "carryover.gateway.auth.bootstrap-key: not of the form co_<id>_<secret>, such as"
                                + " co_bootstrap_ and 64 hexadecimal digits (openssl rand -hex 32)"));
        return table.putBootstrap(new ApiKey(
                given.id(),
                ApiKey.Kind.KEY,
                TenantId.LOCAL,
                Role.OPERATOR,
                "bootstrap",
                given.digest(),
                Optional.empty(),
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    private ApiKey find(String id) {
        return table.find(id)
                .filter(key -> key.kind() == ApiKey.Kind.KEY)
                .orElseThrow(() -> new CarryoverException(ErrorCode.NOT_FOUND, "no key '%s'".formatted(id)));
    }

    private void forget() {
        recent.invalidateAll();
    }
}
