/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.result;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.json.Json;

/**
 * Which number this is; one record stands per key.
 *
 * @param backbone digest of the backbone
 * @param dataset digest of the dataset's manifest
 * @param task text form of the task without its dataset: {@code linear}, {@code few-shot-5w5s15q}
 * @param grid {@code full}, or the name of a smaller search
 */
public record ResultKey(
        TenantId tenant,
        Sha256 backbone,
        Sha256 dataset,
        String task,
        String metric,
        ProtocolId protocol,
        String grid,
        long seed,
        Variant variant) {
    /** Digest of the whole key: the key of the record on {@code carryover.results}. */
    public Sha256 digest() {
        return Sha256.of(Json.canonicalRecord(this));
    }
}
