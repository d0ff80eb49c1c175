/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** The object store, which all services share; keys begin with {@code carryover.s3}. */
@ConfigMapping(prefix = "carryover.s3")
public interface StoreConfig {
    /** Where it answers. */
    @WithDefault("http://127.0.0.1:9000")
    URI endpoint();

    /** What presigned URLs name, where clients reach it under another address. */
    Optional<URI> publicEndpoint();

    /** As the store calls it. */
    @WithDefault("us-east-1")
    String region();

    /** One bucket holds everything. */
    @WithDefault("carryover")
    String bucket();

    /** Public half of the key. */
    @WithDefault("carryover")
    String accessKey();

    /** Secret half of the key. */
    @WithDefault("carryover-secret")
    String secretKey();
}
