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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The record that stands for a result key. A withdrawal stands too, so that nothing older comes back. */
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

    String record = "";

    void take(ResultRecord from) {
        id = from.key().digest().hex();
        tenant = from.key().tenant().value();
        revision = from.revision();
        withdrawn = from.output().isEmpty();
        backbone = from.backbone().name();
        dataset = from.dataset().name();
        task = from.key().task();
        protocol = from.key().protocol().name();
        // What the database keeps, so that cursors compare equal.
        recordedAt = from.at().truncatedTo(ChronoUnit.MICROS);
        record = Json.canonical(from);
    }

    ResultRecord record() {
        return Json.readVersioned(record.getBytes(StandardCharsets.UTF_8), ResultRecord.class, ResultRecord.VERSION);
    }
}
