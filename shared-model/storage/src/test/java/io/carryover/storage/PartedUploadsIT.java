/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.embedded.TestInfrastructure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartedUploadsIT {
    private static final Duration VALID = Duration.ofMinutes(5);

    private static S3Settings bucket() {
        var s3 = TestInfrastructure.shared().s3();
        return S3Settings.of(s3.endpoint(), TestInfrastructure.shared().freshBucket(), s3.accessKey(), s3.secretKey());
    }

    @Test
    void partsSentByPlainPutsBecomeOneObject() throws IOException, InterruptedException {
        S3Settings settings = bucket();
        var uploads = new PartedUploads(settings);
        byte[] first = new byte[5 << 20];
        Arrays.fill(first, (byte) 1);
        byte[] second = {2, 3};

        String upload = uploads.begin("large");
        assertThat(uploads.arrived("large", upload)).isEmpty();
        put(uploads.presign("large", upload, 2, VALID), new byte[] {9});
        put(uploads.presign("large", upload, 2, VALID), second);
        put(uploads.presign("large", upload, 1, VALID), first);
        assertThat(uploads.arrived("large", upload)).isEqualTo(Map.of(1, (long) first.length, 2, 2L));
        uploads.complete("large", upload);

        try (var store = new S3ObjectStore(settings)) {
            assertThat(store.stat("large").orElseThrow().size()).isEqualTo(first.length + 2);
            assertThat(store.get("large", first.length - 1, 3).orElseThrow().readAllBytes())
                    .containsExactly(1, 2, 3);
        }
    }

    @Test
    void anUploadThatIsGivenUpLeavesNothing() throws IOException, InterruptedException {
        S3Settings settings = bucket();
        var uploads = new PartedUploads(settings);
        String upload = uploads.begin("given-up");
        put(uploads.presign("given-up", upload, 1, VALID), new byte[] {1});

        uploads.abort("given-up", upload);
        uploads.abort("given-up", upload);

        assertThat(uploads.arrived("given-up", upload)).isEmpty();
        try (var store = new S3ObjectStore(settings)) {
            assertThat(store.list("", Optional.empty(), 10).objects()).isEmpty();
        }
    }

    private static void put(URI url, byte[] bytes) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        int status = client.send(
                        HttpRequest.newBuilder(url)
                                .PUT(BodyPublishers.ofByteArray(bytes))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
        assertThat(status).isEqualTo(200);
    }
}
