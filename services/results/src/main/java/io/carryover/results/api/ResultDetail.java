/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.result.ResultRecord;
import java.util.List;

/**
 * {@code GET /v1/results/{result}}: the whole record, and where the artifacts behind it are read.
 *
 * @param interval how its interval was made, in words
 */
public record ResultDetail(Sha256 result, ResultRecord record, String interval, List<ArtifactLink> artifacts) {
    /** {@code href} streams the bytes, checked against their digest. */
    public record ArtifactLink(String name, ArtifactRef artifact, String href) {}

    /** Path that streams this artifact. */
    public static String href(Sha256 sha256) {
        return "/v1/artifacts/" + sha256;
    }
}
