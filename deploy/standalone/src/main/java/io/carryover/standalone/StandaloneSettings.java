/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import io.carryover.embedded.EmbeddedInfrastructure;
import io.carryover.embedded.EmbeddedPostgres;
import java.util.Map;

/** Tells the services where their infrastructure is, by the same settings that a deployment of many processes uses. */
final class StandaloneSettings {
    static final String DATABASE = "postgres";
    static final String BUCKET = "carryover";

    private StandaloneSettings() {}

    static int halfOfTheCores() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    static Map<String, String> of(EmbeddedInfrastructure infrastructure) {
        var s3 = infrastructure.s3();
        var postgres = infrastructure.postgres();
        return Map.of(
                "carryover.kafka.bootstrap", infrastructure.kafka().bootstrap(),
                "carryover.s3.endpoint", s3.endpoint(),
                "carryover.s3.access-key", s3.accessKey(),
                "carryover.s3.secret-key", s3.secretKey(),
                "carryover.s3.bucket", BUCKET,
                "carryover.database.url", postgres.jdbcUrl(DATABASE),
                "carryover.database.user", EmbeddedPostgres.USER,
                "carryover.database.password", postgres.password());
    }
}
