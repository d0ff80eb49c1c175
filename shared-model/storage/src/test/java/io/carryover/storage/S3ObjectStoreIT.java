/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.embedded.EmbeddedS3;
import io.carryover.embedded.TestInfrastructure;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class S3ObjectStoreIT extends ObjectStoreContract {
    private final EmbeddedS3 server = TestInfrastructure.shared().s3();
    private final S3Settings settings = S3Settings.of(
            server.endpoint(), TestInfrastructure.shared().freshBucket(), server.accessKey(), server.secretKey());
    private final S3ObjectStore bare = new S3ObjectStore(settings);
    private final ObjectStore store = RetryingObjectStore.withDefaults(bare, StoreListener.NONE);

    @AfterEach
    void disconnect() {
        bare.close();
    }

    @Override
    ObjectStore store() {
        return store;
    }

    @Test
    void listsBeyondAThousand() {
        for (int i = 0; i < 1005; i++) {
            store.put("many/%04d".formatted(i), new byte[0], "text/plain");
        }
        ObjectStore.ListPage all = store.list("many/", Optional.empty(), 2000);
        assertThat(all.objects()).hasSize(1005);
        assertThat(all.next()).isEmpty();
        assertThat(store.list("many/", Optional.of("many/1001"), 2000).objects())
                .extracting(ObjectStore.ObjectStat::key)
                .containsExactly("many/1002", "many/1003", "many/1004");
    }

    @Test
    void givesUrlsThatNeedNoKeyAndNothingWithoutThem() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest upload = HttpRequest.newBuilder(store.presignPut("up.txt", Duration.ofMinutes(1)))
                    .PUT(HttpRequest.BodyPublishers.ofString("uploaded"))
                    .build();
            assertThat(client.send(upload, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
            HttpRequest download = HttpRequest.newBuilder(store.presignGet("up.txt", Duration.ofMinutes(1)))
                    .build();
            assertThat(client.send(download, BodyHandlers.ofString()).body()).isEqualTo("uploaded");
            HttpRequest unsigned = HttpRequest.newBuilder(
                            URI.create(server.endpoint() + "/" + settings.bucket() + "/up.txt"))
                    .build();
            assertThat(client.send(unsigned, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(403);
        }
        assertThat(text("up.txt")).isEqualTo("uploaded");
    }

    @Test
    void saysWhatIsWrongWithKeysBucketOrAddress() {
        assertRefused(
                S3Settings.of(settings.endpoint().toString(), settings.bucket(), settings.accessKey(), "wrong-secret"),
                "the object store refuses the keys that are configured");
        assertRefused(
                S3Settings.of(
                        settings.endpoint().toString(), "no-such-bucket", settings.accessKey(), settings.secretKey()),
                "the bucket that is configured does not exist");
        try (S3ObjectStore nobody =
                new S3ObjectStore(S3Settings.of("http://127.0.0.1:1", "bucket", "key", "secret-key"))) {
            assertThatExceptionOfType(TransientStoreException.class)
                    .isThrownBy(() -> nobody.put("k", "v".getBytes(UTF_8), "text/plain"))
                    .withMessageContaining("no answer from the object store");
        }
    }

    private static void assertRefused(S3Settings settings, String message) {
        try (S3ObjectStore refused = new S3ObjectStore(settings)) {
            assertThatExceptionOfType(CarryoverException.class)
                    .isThrownBy(() -> refused.put("k", "v".getBytes(UTF_8), "text/plain"))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
                    .withMessageContaining(message);
        }
    }
}
