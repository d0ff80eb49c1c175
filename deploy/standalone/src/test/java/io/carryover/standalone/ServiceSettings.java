/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import io.carryover.embedded.EmbeddedPostgres;
import io.carryover.embedded.TestInfrastructure;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What services need that run as processes of their own. */
final class ServiceSettings {
    private ServiceSettings() {}

    /** A store, a database and folders of their own; no Kafka. */
    static Map<String, String> withoutKafka(Path folder) {
        TestInfrastructure infrastructure = TestInfrastructure.shared();
        var settings = new HashMap<String, String>();
        settings.put("carryover.s3.endpoint", infrastructure.s3().endpoint());
        settings.put("carryover.s3.access-key", infrastructure.s3().accessKey());
        settings.put("carryover.s3.secret-key", infrastructure.s3().secretKey());
        settings.put("carryover.s3.bucket", infrastructure.freshBucket());
        settings.put("carryover.database.url", infrastructure.freshDatabase());
        settings.put("carryover.database.user", EmbeddedPostgres.USER);
        settings.put("carryover.database.password", infrastructure.postgres().password());
        settings.put("carryover.features.folder", folder.resolve("features").toString());
        settings.put("carryover.heads.folder", folder.resolve("heads").toString());
        settings.put("carryover.analysis.folder", folder.resolve("analysis").toString());
        return settings;
    }
}
