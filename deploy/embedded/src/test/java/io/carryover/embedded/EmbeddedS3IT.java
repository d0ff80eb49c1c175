/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedS3IT {
    private final Path folder;

    EmbeddedS3IT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void keepsItsKeysAndBucketsAndShowsThemToNobodyElse() throws Exception {
        Path data = folder.resolve("s3");
        String accessKey;
        String secretKey;
        try (EmbeddedS3 first = new EmbeddedS3(data)) {
            first.ensureBucket("carryover");
            accessKey = first.accessKey();
            secretKey = first.secretKey();
        }
        try (EmbeddedS3 second = new EmbeddedS3(data)) {
            second.ensureBucket("carryover");
            assertThat(second.accessKey()).isEqualTo(accessKey).hasSize(40);
            assertThat(second.secretKey()).isEqualTo(secretKey).hasSize(40);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("secret-key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesRequestsWithoutASignature() throws Exception {
        try (EmbeddedS3 s3 = new EmbeddedS3(folder.resolve("s3"));
                HttpClient client = HttpClient.newHttpClient()) {
            s3.ensureBucket("carryover");
            HttpRequest list = HttpRequest.newBuilder(URI.create(s3.endpoint() + "/carryover"))
                    .build();
            HttpRequest write = HttpRequest.newBuilder(URI.create(s3.endpoint() + "/carryover/outcome.json"))
                    .PUT(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            assertThat(client.send(list, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
            assertThat(client.send(write, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
        }
    }
}
