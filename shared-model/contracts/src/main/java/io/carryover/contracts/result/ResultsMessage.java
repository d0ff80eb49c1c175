/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.result;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.json.Json;

/**
 * A record of {@code carryover.results}. The field {@code type} tells the kinds apart; a measured result, the first kind there was, has none. The
 * first record of a key stands unless a later one carries a higher revision.
 */
public sealed interface ResultsMessage permits ResultRecord, ImportedTable {
    /** The key of the record on the topic. */
    Sha256 digest();

    /** Whose it is. */
    TenantId tenant();

    /**
     * Reads a record's value.
     *
     * @throws CarryoverException UNKNOWN_VERSION for a kind or a version that this code doesn't know; INVALID_REQUEST when it is no such JSON
     */
    static ResultsMessage read(byte[] value) {
        // A measured result of ours is told by how it begins: the whole of a million of them isn't searched for a type
        // that isn't there.
        String type = Json.beginsWithVersionAnd("key", value)
                ? ""
                : Json.text(value, "type").orElse("");
        return switch (type) {
            case "" -> Json.readVersioned(value, ResultRecord.class, ResultRecord.VERSION);
            case ImportedTable.TYPE -> Json.readVersioned(value, ImportedTable.class, ImportedTable.VERSION);
            default ->
                throw new CarryoverException(
                        ErrorCode.UNKNOWN_VERSION,
                        "a record of type '%s', which this service doesn't know".formatted(type));
        };
    }
}
