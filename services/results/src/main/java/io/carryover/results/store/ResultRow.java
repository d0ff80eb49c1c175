/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.store;

import io.carryover.contracts.json.Json;
import io.carryover.contracts.result.ResultRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The record that stands for a result key. A withdrawal stands too, so that nothing older comes back. Written by {@link BatchWriter}. */
@Entity
@Table(name = "result")
class ResultRow {
    @Id
    String id = "";

    String tenant = "";
    int revision;
    boolean withdrawn;
    String backbone = "";
    String dataset = "";
    String task = "";
    String protocol = "";

    @Column(name = "recorded_at")
    Instant recordedAt = Instant.EPOCH;

    byte[] record = {};

    ResultRecord record() {
        return stored(record);
    }

    static ResultRecord stored(byte[] stored) {
        return record(StoredRecord.json(stored));
    }

    static ResultRecord record(byte[] json) {
        return Json.readVersioned(json, ResultRecord.class, ResultRecord.VERSION);
    }
}
