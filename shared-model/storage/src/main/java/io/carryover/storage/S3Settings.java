/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the objects are.
 *
 * @param endpoint such as {@code http://127.0.0.1:9000}
 * @param publicEndpoint what presigned URLs name, where clients reach the store under another address
 * @param region as the store calls it; {@code us-east-1} where it has none
 */
public record S3Settings(
        URI endpoint, Optional<URI> publicEndpoint, String region, String bucket, String accessKey, String secretKey) {
    /**
     * Reads {@code carryover.s3.endpoint}, {@code bucket}, {@code access-key} and {@code secret-key}, the same for workers and commands.
     *
     * @param lookup value of a setting
     */
    public static S3Settings read(Function<String, Optional<String>> lookup) {
        return of(
                lookup.apply("carryover.s3.endpoint").orElse("http://127.0.0.1:9000"),
                lookup.apply("carryover.s3.bucket").orElse("carryover"),
                lookup.apply("carryover.s3.access-key").orElse("carryover"),
                lookup.apply("carryover.s3.secret-key").orElse("carryover"));
    }

    /** A store that clients reach as we do, without regions. */
    public static S3Settings of(String endpoint, String bucket, String accessKey, String secretKey) {
        return new S3Settings(URI.create(endpoint), Optional.empty(), "us-east-1", bucket, accessKey, secretKey);
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "S3Settings[" + endpoint + ", " + bucket + "]";
    }
}
