/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.carryover.contracts.id.Sha256;
import io.carryover.gateway.core.chaos.Infrastructure;
import io.carryover.storage.ObjectStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Uploads in parts of 5 MiB into a real store. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class StoreUploadsIT {
    private static final int MIB = 1 << 20;

    @Inject
    ObjectStore store;

    private static JsonPath begin(int size) {
        return given().contentType(ContentType.JSON)
                .body("{\"fileName\":\"large.pth\",\"sizeBytes\":%d}".formatted(size))
                .post("/v1/uploads")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private static void send(JsonPath upload, int part, byte[] file) throws IOException, InterruptedException {
        int from = upload.getInt("parts[%d].from".formatted(part - 1));
        int size = upload.getInt("parts[%d].sizeBytes".formatted(part - 1));
        HttpClient client = HttpClient.newHttpClient();
        var request = HttpRequest.newBuilder(URI.create(upload.getString("parts[%d].url".formatted(part - 1))))
                .PUT(BodyPublishers.ofByteArray(Arrays.copyOfRange(file, from, from + size)));
        assertThat(client.send(request.build(), BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aPartThatIsMissingIsNamedAndMayStillBeSent() throws IOException, InterruptedException {
        byte[] file = new byte[11 * MIB];
        new Random(7).nextBytes(file);
        JsonPath upload = begin(file.length);
        String id = upload.getString("id");
        assertThat(upload.getList("parts")).hasSize(3);
        send(upload, 3, file);
        send(upload, 1, file);

        given().post("/v1/uploads/{id}/complete", id)
                .then()
                .statusCode(409)
                .body("code", equalTo("UPLOAD_INCOMPLETE"))
                .body(
                        "detail",
                        containsString("part 2 of 3 of upload '%s' has none of %d bytes".formatted(id, 5 * MIB)));

        send(upload, 2, file);
        for (int i = 0; i < 2; i++) {
            given().post("/v1/uploads/{id}/complete", id).then().statusCode(200).body("state", equalTo("complete"));
        }
        try (InputStream in = store.get("uploads/local/" + id).orElseThrow()) {
            assertThat(Sha256.of(in.readAllBytes())).isEqualTo(Sha256.of(file));
        }
        given().delete("/v1/uploads/{id}", id).then().statusCode(400);
    }

    @Test
    void anUploadThatIsGivenUpIsGone() throws IOException, InterruptedException {
        byte[] file = new byte[6 * MIB];
        JsonPath upload = begin(file.length);
        String id = upload.getString("id");
        send(upload, 1, file);

        given().delete("/v1/uploads/{id}", id).then().statusCode(204);

        given().post("/v1/uploads/{id}/complete", id).then().statusCode(404);
        given().delete("/v1/uploads/{id}", id).then().statusCode(404);
        assertThat(store.stat("uploads/local/" + id)).isEmpty();
    }
}
