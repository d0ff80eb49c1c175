/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** A record of the topic that this version can't read. */
@Entity
@IdClass(UnreadableRow.Place.class)
@Table(name = "unreadable_record")
class UnreadableRow {
    @Id
    @Column(name = "partition_id")
    int partition;

    @Id
    @Column(name = "record_offset")
    long offset;

    String tenant = "";
    String reason = "";

    /** Where it stands in the topic. */
    record Place(int partition, long offset) implements Serializable {}
}
