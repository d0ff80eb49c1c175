/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.job;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.json.Json;
import java.util.Optional;
import java.util.TreeMap;

/** Makes the key of a job from everything that can change its bytes. */
public final class JobKeys {
    private JobKeys() {}

    /**
     * The key: SHA-256 of the canonical JSON of step, step version and specification.
     *
     * @param owner the tenant, where an input is private; else empty, so that tenants share the work
     */
    public static JobKey of(JobSpec spec, Optional<TenantId> owner) {
        var identity = new TreeMap<String, Object>();
        identity.put("step", spec.step());
        identity.put("stepVersion", spec.stepVersion());
        identity.put("spec", spec);
        owner.ifPresent(tenant -> identity.put("tenant", tenant));
        return new JobKey(Sha256.of(Json.canonical(identity)).hex());
    }
}
