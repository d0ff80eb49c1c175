/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.table;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code job_story}: one thing that happened to a job. */
@Entity(name = "GatewayStory")
@Table(name = "job_story")
public class StoryRow {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    public String job = "";
    public String tenant = "";
    public Instant at = Instant.EPOCH;
    public int run;
    public String what = "";
    public String worker = "";
    public String detail = "";
}
