/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.job;

import io.carryover.contracts.id.Sha256;

/** Bytes in the object store, under their own digest. {@code mediaType} tells how to read them. */
public record ArtifactRef(Sha256 sha256, long sizeBytes, String mediaType) {
    public static final String SAFETENSORS = "application/vnd.safetensors";
    public static final String JSON = "application/json";
    public static final String TEXT = "text/plain";
    public static final String OCTETS = "application/octet-stream";
}
