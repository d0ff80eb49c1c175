/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.table;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code job}. {@link #detail} is the truth; the columns beside it are what queries need of it. */
@Entity(name = "GatewayJob")
@Table(name = "job")
public class JobRow {
    @Id
    public String key = "";

    public String tenant = "";
    public @Nullable String owner;
    public String queue = "";
    public String spec = "";
    public String state = "";
    public String detail = "";
    public int run;

    /** Of the results that come of its outcome. */
    public int revision = 1;

    @Column(name = "turn_tenant")
    public String turnTenant = "";

    @Column(name = "turn_evaluation")
    public String turnEvaluation = "";

    @Column(name = "queued_at")
    public @Nullable Instant queuedAt;

    @Column(name = "not_before")
    public @Nullable Instant notBefore;

    @Column(name = "state_since")
    public Instant stateSince = Instant.EPOCH;

    @Column(name = "watch_at")
    public @Nullable Instant watchAt;

    @Column(name = "failure_code")
    public @Nullable String failureCode;

    @Column(name = "failure_message")
    public @Nullable String failureMessage;

    @Column(name = "skipped_because")
    public @Nullable String skippedBecause;

    public @Nullable String outcome;
    public @Nullable String progress;

    @Column(name = "progress_at")
    public @Nullable Instant progressAt;

    @Column(name = "started_at")
    public @Nullable Instant startedAt;

    @Column(name = "ended_at")
    public @Nullable Instant endedAt;
}
