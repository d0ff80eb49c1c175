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
import org.junit.jupiter.api.Test;

class PartedUploadsIT {
    @Test
    void partsSentByPlainPutsBecomeOneObject() throws IOException, InterruptedException {
        var s3 = TestInfrastructure.shared().s3();
        S3Settings settings =
                S3Settings.of(s3.endpoint(), TestInfrastructure.shared().freshBucket(), s3.accessKey(), s3.secretKey());
        var uploads = new PartedUploads(settings);
        byte[] first = new byte[5 << 20];
        Arrays.fill(first, (byte) 1);
        byte[] second = {2, 3};

        String upload = uploads.begin("large");
        assertThat(uploads.complete("large", upload)).isFalse();
        put(uploads.presign("large", upload, 2, Duration.ofMinutes(5)), second);
        put(uploads.presign("large", upload, 1, Duration.ofMinutes(5)), first);
        assertThat(uploads.complete("large", upload)).isTrue();

        try (var store = new S3ObjectStore(settings)) {
            assertThat(store.stat("large").orElseThrow().size()).isEqualTo(first.length + 2);
            assertThat(store.get("large", first.length - 1, 3).orElseThrow().readAllBytes())
                    .containsExactly(1, 2, 3);
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
