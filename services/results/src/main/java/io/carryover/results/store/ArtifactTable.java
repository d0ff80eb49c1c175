/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.store;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.ArtifactRef;
import io.quarkus.hibernate.orm.PersistenceUnit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;
import org.hibernate.Session;

/** Which artifacts belong to results that stand: only these are handed out, and only to their tenant. */
@ApplicationScoped
public class ArtifactTable {
    private final Session entities;

    @Inject
    ArtifactTable(@PersistenceUnit("results") Session entities) {
        this.entities = entities;
    }

    /** An artifact and whose it is. */
    public record Kept(String name, ArtifactRef artifact, String backbone, String dataset) {}

    /** The artifact of that digest, if a standing result of the tenant has it. */
    @Transactional
    public Optional<Kept> find(TenantId tenant, Sha256 sha256) {
        return entities.createNativeQuery(
                        "select a.name, a.size_bytes, a.media_type, r.backbone, r.dataset from {h-schema}result_artifact a"
                                + " join {h-schema}result r on r.id = a.result where a.tenant = ?1 and a.sha256 = ?2"
                                + " order by a.result, a.name limit 1",
                        Object[].class)
                .setParameter(1, tenant.value())
                .setParameter(2, sha256.hex())
                .getResultStream()
                .findFirst()
                .map(row -> new Kept(
                        (String) row[0],
                        new ArtifactRef(sha256, ((Number) row[1]).longValue(), (String) row[2]),
                        (String) row[3],
                        (String) row[4]));
    }
}
