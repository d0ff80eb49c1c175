/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import io.carryover.embedded.EmbeddedPostgres;
import io.carryover.embedded.TestInfrastructure;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/** The API on a real database, over fake jobs, results, workers and store. */
public class WithFakes implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(FakeJobs.class, FakeResults.class, FakeWorkers.class, FakeStore.class, MemoryStore.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        TestInfrastructure infrastructure = TestInfrastructure.shared();
        return Map.of(
                "carryover.api.page-origins", "https://pages.example",
                "carryover.database.url", infrastructure.freshDatabase(),
                "carryover.database.user", EmbeddedPostgres.USER,
                "carryover.database.password", infrastructure.postgres().password(),
                "quarkus.http.test-port", "0",
                "carryover.gateway.running", "false",
                "carryover.api.upload.part-bytes", "1000000",
                "carryover.api.max-body-bytes", "100000");
    }
}
