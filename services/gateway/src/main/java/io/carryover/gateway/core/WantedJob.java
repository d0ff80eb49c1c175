/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.DeviceClass;
import io.carryover.contracts.job.JobKeys;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Queue;
import java.util.Optional;

/**
 * A job that an evaluation or a registration needs.
 *
 * @param owner the tenant, where an input is private; else empty, so that tenants share the work
 * @param device where the installation runs this kind
 */
public record WantedJob(JobSpec spec, Optional<TenantId> owner, DeviceClass device) {
    /** On CPU. */
    public WantedJob(JobSpec spec, Optional<TenantId> owner) {
        this(spec, owner, DeviceClass.CPU);
    }

    /** Its identity. */
    public JobKey key() {
        return JobKeys.of(spec, owner);
    }

    /** Where it will wait for a worker. */
    public Queue queue() {
        return new Queue(spec.kind(), device);
    }
}
