/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.json.Json;
import io.carryover.gateway.api.evaluation.EvaluationRules.Checked;
import io.carryover.gateway.api.evaluation.Evaluations.Posted;
import io.carryover.gateway.api.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One answer per {@code Idempotency-Key} and tenant, for seven days. */
@ApplicationScoped
class Idempotency {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final Sql sql;

    @Inject
    Idempotency(Sql sql) {
        this.sql = sql;
    }

    /**
     * The answer that this key has already; else the key is held until the transaction ends.
     *
     * @throws CarryoverException IDEMPOTENCY_KEY_REUSED with another body, REQUEST_IN_PROGRESS while the first is still
     *     being answered, INVALID_REQUEST for a key that isn't 1 to 200 visible ASCII characters
     */
    Optional<Posted> before(TenantId tenant, String key, Checked request) {
        if (!KEY.matcher(key).matches()) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST, "Idempotency-Key: 1 to 200 visible ASCII characters");
        }
        // A lock of the transaction and not a row: a gateway that dies in the middle leaves nothing behind.
        if (!sql.tryLock(lock(tenant, key))) {
            throw new CarryoverException(
                    ErrorCode.REQUEST_IN_PROGRESS, "a request with Idempotency-Key '%s' is in work".formatted(key));
        }
        sql.update("delete from gateway.idempotency where created_at < now() - interval '7 days'");
        return sql.first(
                        "select body_digest, evaluation, answer from gateway.idempotency where tenant = ? and key = ?",
                        row -> Map.entry(
                                row.text("body_digest"),
                                new Posted(new EvaluationId(row.text("evaluation")), row.text("answer"))),
                        tenant.value(),
                        key)
                .map(first -> {
                    if (!first.getKey().equals(digest(request))) {
                        throw new CarryoverException(
                                ErrorCode.IDEMPOTENCY_KEY_REUSED,
                                "Idempotency-Key '%s' was used for evaluation '%s' with another body"
                                        .formatted(key, first.getValue().id()));
                    }
                    return first.getValue();
                });
    }

    void remember(TenantId tenant, String key, Checked request, Posted posted) {
        sql.update(
                "insert into gateway.idempotency (tenant, key, body_digest, evaluation, answer) values (?, ?, ?, ?, ?)",
                tenant.value(),
                key,
                digest(request),
                posted.id().value(),
                posted.json());
    }

    /** Name of the lock that holds a key while its first request is answered. */
    static String lock(TenantId tenant, String key) {
        return "idempotency " + tenant + " " + key;
    }

    private static String digest(Checked request) {
        return Sha256.of(Json.canonical(request)).hex();
    }
}
