/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.api.CallerHeaders;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.published.StudyTables;
import io.carryover.contracts.result.ImportedTable;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.results.fixture.ArtifactFiles;
import io.carryover.results.fixture.DemoResults;
import io.carryover.results.fixture.Eventually;
import io.carryover.results.fixture.Infrastructure;
import io.carryover.results.fixture.Records;
import io.carryover.results.fixture.ResultsTopic;
import io.carryover.results.fixture.Tables;
import io.carryover.storage.Blobs;
import io.carryover.storage.S3ObjectStore;
import io.carryover.storage.S3Settings;
import io.carryover.storage.StoreListener;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway says of who asks decides what is seen. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class TenantsIT {
    private static final String LAB = "lab";

    @Test
    void aTenantSeesItsOwnResultsAndNobodyElsesAndEverybodyTheStudys(@TempDir Path folder) throws IOException {
        ArtifactRef logits = ArtifactFiles.logits(blobs(folder), folder, 100, i -> i < 80);
        ResultRecord record = Records.tenant(
                Records.withArtifacts(
                        Records.linear(
                                Records.checkpoint("of-the-lab", "of-the-lab"),
                                DemoResults.DIGITS,
                                ProtocolId.STUDY,
                                80,
                                1,
                                100),
                        new TreeMap<>(Map.of("logits", logits))),
                new TenantId(LAB));
        String id = record.digest().hex();
        // Other tests of this database withdraw earlier revisions.
        ImportedTable study = Tables.study(StudyTables.NAME, 3);
        String tag = given().get("/v1/leaderboard").header("ETag");
        try {
            ResultsTopic.publish(List.of(record, study));
            Eventually.holds(() -> lab("/v1/results/state").jsonPath().getLong("counts.standing") == 1);

            assertThat(lab("/v1/results").jsonPath().<String>getList("items.backbone"))
                    .containsExactly("of-the-lab");
            assertThat(lab("/v1/leaderboard").asString()).contains("of-the-lab");
            assertThat(lab("/").asString()).contains("of-the-lab");
            for (String path : List.of("/v1/results/" + id, "/results/" + id, "/v1/artifacts/" + logits.sha256())) {
                assertThat(lab(path).statusCode()).as(path).isEqualTo(200);
                assertThat(given().get(path).statusCode()).as(path).isEqualTo(404);
            }
            for (String path : List.of("/v1/results?limit=1000", "/v1/results?format=csv", "/v1/leaderboard", "/")) {
                assertThat(given().get(path).asString()).as(path).doesNotContain("of-the-lab");
            }
            // A board that a browser keeps of one tenant is not said to be that of another.
            assertThat(given().header(CallerHeaders.TENANT, LAB)
                            .header("If-None-Match", tag)
                            .get("/v1/leaderboard")
                            .statusCode())
                    .isEqualTo(200);
            Eventually.holds(
                    () -> lab("/v1/leaderboard?origin=published").asString().contains("\"" + StudyTables.NAME + "\""));
        } finally {
            ResultsTopic.publish(List.of(Records.revised(record, 1, Optional.empty()), Tables.withdrawn(study, 4)));
            Eventually.holds(() -> lab("/v1/results/state").jsonPath().getLong("counts.standing") == 0);
        }
    }

    @Test
    void whoIsSignedInMaySignOut() {
        assertThat(given().header(CallerHeaders.NAME, "Ada%20L.")
                        .get("/evaluations")
                        .asString())
                .contains("action=\"/logout\"", "Signed in as Ada L.");
        assertThat(given().get("/evaluations").asString()).doesNotContain("/logout");
    }

    private static Response lab(String path) {
        return given().header(CallerHeaders.TENANT, LAB).get(path);
    }

    private static Blobs blobs(Path folder) {
        return new Blobs(
                S3ObjectStore.connect(
                        S3Settings.of(
                                config("carryover.s3.endpoint"),
                                config("carryover.s3.bucket"),
                                config("carryover.s3.access-key"),
                                config("carryover.s3.secret-key")),
                        StoreListener.NONE),
                folder);
    }

    private static String config(String key) {
        return ConfigProvider.getConfig().getValue(key, String.class);
    }
}
