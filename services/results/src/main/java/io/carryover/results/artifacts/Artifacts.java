/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.artifacts;

import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.metrics.MetricsCatalogue;
import io.carryover.storage.Blobs;
import io.carryover.storage.S3ObjectStore;
import io.carryover.storage.S3Settings;
import io.carryover.storage.StoreListener;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The object store, for reading. */
@ApplicationScoped
public class Artifacts {
    private final Blobs blobs;

    @Inject
    Artifacts(
            @ConfigProperty(name = "carryover.s3.endpoint") URI endpoint,
            @ConfigProperty(name = "carryover.s3.region") String region,
            @ConfigProperty(name = "carryover.s3.bucket") String bucket,
            @ConfigProperty(name = "carryover.s3.access-key") String accessKey,
            @ConfigProperty(name = "carryover.s3.secret-key") String secretKey,
            MeterRegistry meters) {
        S3Settings settings = new S3Settings(endpoint, Optional.empty(), region, bucket, accessKey, secretKey);
        // Nothing is written, so nothing is spooled.
        this.blobs = new Blobs(
                S3ObjectStore.connect(settings, listener(meters)), Path.of(System.getProperty("java.io.tmpdir")));
    }

    private static StoreListener listener(MeterRegistry meters) {
        return new StoreListener() {
            @Override
            public void failed(String operation) {
                meters.counter(MetricsCatalogue.STORE_ERRORS.metricName(), "operation", operation)
                        .increment();
            }

            @Override
            public void transferred(String operation, long bytes) {
                meters.counter(MetricsCatalogue.ARTIFACT_BYTES.metricName(), "operation", operation)
                        .increment((double) bytes);
            }
        };
    }

    /** On any store. */
    Artifacts(Blobs blobs) {
        this.blobs = blobs;
    }

    /** @throws io.carryover.contracts.error.CarryoverException STORE_UNAVAILABLE when it can't be used */
    public void check() {
        blobs.check();
    }

    /**
     * The bytes of an artifact; the stream fails instead of ending where they aren't of that size and digest.
     *
     * @throws io.carryover.contracts.error.CarryoverException INPUT_LOST, STORE_UNAVAILABLE
     */
    public InputStream open(ArtifactRef artifact) {
        return blobs.open(artifact);
    }
}
