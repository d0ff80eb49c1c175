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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    }

    @Test
    void takesAStoreThatIsDownForAPassingTroubleInEveryOperation(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "text");
        try (S3ObjectStore down = new S3ObjectStore(S3Settings.of("http://127.0.0.1:1", "bucket", "key", "secret"))) {
            List<ThrowingCallable> operations = List.of(
                    () -> down.put("k", new byte[1], "text/plain"),
                    () -> down.putIfAbsent("k", new byte[1], "text/plain"),
                    () -> down.putFile("k", file, "text/plain"),
                    () -> down.get("k"),
                    () -> down.get("k", 1, 2),
                    () -> down.stat("k"),
                    () -> down.list("k", Optional.empty(), 5),
                    () -> down.delete("k"),
                    () -> down.copy("k", "l"),
                    down::check);
            for (ThrowingCallable operation : operations) {
                assertThatExceptionOfType(TransientStoreException.class)
                        .isThrownBy(operation)
                        .withMessageContaining("no answer from the object store");
            }
        }
    }

    @Test
    void goesOnAfterTheStoreWasRestarted(@TempDir Path folder) throws Exception {
        EmbeddedS3 first = new EmbeddedS3(folder.resolve("s3"));
        first.ensureBucket("carryover");
        S3Settings here = S3Settings.of(first.endpoint(), "carryover", first.accessKey(), first.secretKey());
        AtomicReference<EmbeddedS3> second = new AtomicReference<>();
        RetryPolicy restartWhileWaiting =
                new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(1), RandomGenerator.getDefault(), wait -> {
                    if (second.get() == null) {
                        second.set(new EmbeddedS3(folder.resolve("s3"), first.port()));
                    }
                });
        try (RetryingObjectStore restarted =
                new RetryingObjectStore(new S3ObjectStore(here), restartWhileWaiting, StoreListener.NONE)) {
            restarted.put("before", "kept".getBytes(UTF_8), "text/plain");
            first.close();
            try (var in = restarted.get("before").orElseThrow()) {
                assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo("kept");
            }
            assertThat(second.get()).isNotNull();
        } finally {
            first.close();
            if (second.get() != null) {
                second.get().close();
            }
        }
    }

    private static void assertRefused(S3Settings settings, String message) {
        try (S3ObjectStore refused = new S3ObjectStore(settings)) {
            List<ThrowingCallable> operations =
                    List.of(() -> refused.put("k", "v".getBytes(UTF_8), "text/plain"), refused::check);
            for (ThrowingCallable operation : operations) {
                assertThatExceptionOfType(CarryoverException.class)
                        .isThrownBy(operation)
                        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
                        .withMessageContaining(message);
            }
        }
    }
}
