/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.JobSpec;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(WithFakes.class)
class RegistrationsIT {
    @Inject
    FakeJobs jobs;

    @Inject
    FakeStore store;

    @Test
    void checkpointIsPendingUntilItsImportEndsThenReady() {
        post("/v1/backbones", "{\"name\":\"byol\",\"path\":\"/data/byol.pth\",\"inputSize\":64}")
                .statusCode(201)
                .header("Location", endsWith("/v1/backbones/byol"))
                .body("state", equalTo("pending"))
                .body("origin", equalTo("checkpoint"))
                .body("recipe", equalTo("64 px, normalisation imagenet, global average pool"));

        JobKey job = Given.lastJob(jobs, JobSpec.ImportCheckpoint.class);
        jobs.succeed(job, Given.checkpoint("11", "aa"));

        given().get("/v1/backbones/byol")
                .then()
                .statusCode(200)
                .body("state", equalTo("ready"))
                .body("report.tensorsSha256", equalTo("aa".repeat(32)))
                .body("recipe", equalTo("resnet50w8, 64 px, normalisation imagenet, global average pool"))
                .body("digest.length()", equalTo(64));
        given().get("/v1/backbones").then().statusCode(200).body("items.name", hasItem("byol"));
    }

    @Test
    void anOnnxFileIsABackboneBetweenTwoOfItsValues() {
        post(
                        "/v1/backbones",
                        "{\"name\":\"dino\",\"path\":\"/data/dino.onnx\",\"inputSize\":64,\"onnxOutput\":\"cls\"}")
                .statusCode(201)
                .body("state", equalTo("pending"))
                .body("origin", equalTo("checkpoint"))
                .body("recipe", equalTo("ONNX file, 64 px, normalisation imagenet"));
        var spec = (JobSpec.ImportOnnx) jobs.wanted().getLast().spec();
        assertThat(spec.input()).isEmpty();
        assertThat(spec.output()).contains("cls");
        assertThat(spec.side()).isEqualTo(64);

        jobs.succeed(Given.lastJob(jobs, JobSpec.ImportOnnx.class), Given.onnx("31", "32", "cls"));

        given().get("/v1/backbones/dino")
                .then()
                .body("state", equalTo("ready"))
                .body("onnx.sha256", equalTo("31".repeat(32)))
                .body("onnx.data.'weights.bin'", equalTo("32".repeat(32)))
                .body("onnx.output", equalTo("cls"))
                .body("report", equalTo(null))
                .body("recipe", equalTo("ONNX file, pixels to cls, 64 px, normalisation imagenet"));
    }

    @Test
    void whatFitsNoFileOfItsNameIsRefusedAtOnce() {
        int wanted = jobs.wanted().size();

        post("/v1/backbones", "{\"name\":\"x\",\"path\":\"/data/x.pth\",\"onnxOutput\":\"cls\"}")
                .statusCode(400)
                .body("detail", equalTo("onnxInput, onnxOutput: for a file called .onnx"));
        post("/v1/backbones", "{\"name\":\"x\",\"path\":\"/data/x.onnx\",\"padding\":\"same\"}")
                .statusCode(400)
                .body("detail", equalTo("layout, architecture, padding: an .onnx file has its own"));
        post("/v1/backbones", "{\"name\":\"x\",\"path\":\"/data/x.pth\",\"architecture\":\"vgg16\"}")
                .statusCode(400)
                .body("detail", startsWith("architecture: auto, resnet18, resnet34, resnet50, resnet101 or resnet152"));

        assertThat(jobs.wanted()).hasSize(wanted);
    }

    @Test
    void aFamilyOfAnyWidthMayBeAskedFor() {
        String body = "{\"name\":\"%s\",\"path\":\"/data/%s.pth\",\"architecture\":\"%s\"}";
        post("/v1/backbones", body.formatted("any-width", "any-width", "resnet50"))
                .statusCode(201);
        var spec = (JobSpec.ImportCheckpoint) jobs.wanted().getLast().spec();
        assertThat(spec.architecture()).contains("resnet50");
        jobs.succeed(Given.lastJob(jobs, JobSpec.ImportCheckpoint.class), Given.checkpoint("41", "42"));
        given().get("/v1/backbones/any-width").then().body("state", equalTo("ready"));

        post("/v1/backbones", body.formatted("auto", "auto", "auto")).statusCode(201);
        spec = (JobSpec.ImportCheckpoint) jobs.wanted().getLast().spec();
        assertThat(spec.architecture()).isEmpty();
    }

    @Test
    void severalUploadsAreOneCheckpoint() {
        String index = uploaded("model.index", 10);
        String data = uploaded("model.data-00000-of-00001", 20);
        String uploads = "{\"name\":\"parts\",\"uploads\":[\"%s\",\"%s\"]}";

        post("/v1/backbones", uploads.formatted(index, data)).statusCode(201).body("state", equalTo("pending"));

        var spec = (JobSpec.ImportCheckpoint) jobs.wanted().getLast().spec();
        var source = (io.carryover.contracts.job.Source.Uploads) spec.source();
        assertThat(source.files())
                .extracting(io.carryover.contracts.job.Source.UploadedFile::fileName)
                .containsExactly("model.index", "model.data-00000-of-00001");
        assertThat(source.files().getFirst().objectKey()).isEqualTo("uploads/local/" + index);
        post("/v1/backbones", uploads.formatted(index, uploaded("model.index", 5)))
                .statusCode(400)
                .body("detail", equalTo("uploads: two of them are called 'model.index'"));
        post("/v1/backbones", uploads.formatted(index, "up-" + "0".repeat(24))).statusCode(404);
    }

    private String uploaded(String name, long size) {
        var begun = post("/v1/uploads", "{\"fileName\":\"%s\",\"sizeBytes\":%d}".formatted(name, size))
                .statusCode(201)
                .extract();
        store.received(begun.path("url"), size);
        String id = begun.path("id");
        given().post("/v1/uploads/{id}/complete", id).then().statusCode(200);
        return id;
    }

    @Test
    void aRefusedCheckpointSaysWhyAndItsNameMayBeUsedAgain() {
        post("/v1/backbones", "{\"name\":\"broken\",\"path\":\"/data/truncated.pth\"}")
                .statusCode(201);
        jobs.fail(
                Given.lastJob(jobs, JobSpec.ImportCheckpoint.class),
                ErrorCode.TRUNCATED_CHECKPOINT,
                "truncated.pth: no central directory");

        given().get("/v1/backbones/broken")
                .then()
                .body("state", equalTo("refused"))
                .body("problem.code", equalTo("TRUNCATED_CHECKPOINT"))
                .body("problem.detail", equalTo("truncated.pth: no central directory"))
                .body("problem.status", equalTo(422));

        post("/v1/backbones", "{\"name\":\"broken\",\"path\":\"/data/repaired.pth\"}")
                .statusCode(201)
                .body("state", equalTo("pending"));
    }

    @Test
    void anotherArchitectureThanInsistedOnIsRefused() {
        post("/v1/backbones", "{\"name\":\"wide\",\"path\":\"/data/a.pth\",\"architecture\":\"resnet50w64\"}")
                .statusCode(201);
        jobs.succeed(Given.lastJob(jobs, JobSpec.ImportCheckpoint.class), Given.checkpoint("12", "ab"));

        given().get("/v1/backbones/wide")
                .then()
                .body("state", equalTo("refused"))
                .body("problem.code", equalTo("ARCHITECTURE_MISMATCH"))
                .body("problem.detail", equalTo("the file holds a resnet50w8, not a resnet50w64"));
    }

    @Test
    void theSameOnceMoreIsTheSameAndAnotherIsRefused() {
        String body = "{\"name\":\"twice\",\"path\":\"/data/twice.pth\",\"inputSize\":64}";
        post("/v1/backbones", body).statusCode(201);
        int wanted = jobs.wanted().size();

        post("/v1/backbones", "{\"inputSize\":64,\"path\":\"/data/twice.pth\",\"name\":\"twice\",\"layout\":\"auto\"}")
                .statusCode(200);
        post("/v1/backbones", "{\"name\":\"twice\",\"path\":\"/data/twice.pth\",\"inputSize\":224}")
                .statusCode(409)
                .body("code", equalTo("NAME_TAKEN"));

        assertThat(jobs.wanted()).hasSize(wanted);
    }

    @Test
    void controlsAreReadyAtOnce() {
        post(
                        "/v1/backbones",
                        "{\"name\":\"random\",\"control\":\"random\",\"architecture\":\"resnet50w8\",\"inputSize\":64}")
                .statusCode(201)
                .body("state", equalTo("ready"))
                .body("origin", equalTo("control"))
                .body(
                        "recipe",
                        equalTo("resnet50w8 at torchvision's default initialisation, seeds [0, 1, 2], 64 px,"
                                + " normalisation imagenet, global average pool"));
        post("/v1/backbones", "{\"name\":\"pixels\",\"control\":\"pixels\"}")
                .statusCode(201)
                .body("state", equalTo("ready"))
                .body("recipe", equalTo("64×64 grey pixels"));
    }

    @Test
    void aDatasetIsReadyWithItsCounts() {
        post(
                        "/v1/datasets",
                        "{\"name\":\"letters\",\"path\":\"/data/letters\",\"role\":\"source\",\"note\":\"seen before\"}")
                .statusCode(201)
                .body("state", equalTo("pending"))
                .body("attribution.licence", equalTo("not stated"));
        jobs.succeed(Given.lastJob(jobs, JobSpec.ImportDataset.class), Given.dataset("dd"));

        given().get("/v1/datasets/letters")
                .then()
                .body("state", equalTo("ready"))
                .body("digest", equalTo("dd".repeat(32)))
                .body("images.test", equalTo(20))
                .body("classes.size()", equalTo(10))
                .body("role", equalTo("source"));
    }

    @Test
    void suppliedFeaturesWaitForTheirDataset() {
        post("/v1/datasets", "{\"name\":\"waited\",\"path\":\"/data/waited\"}").statusCode(201);
        JobKey dataset = Given.lastJob(jobs, JobSpec.ImportDataset.class);
        post("/v1/backbones", """
                        {"name":"supplied","dataset":"waited","recipe":"CLIP ViT-B/32, image tower",
                         "features":{"train":"/f/train.npy","val":"/f/val.npy","test":"/f/test.npy"}}""")
                .statusCode(201)
                .body("origin", equalTo("features-supplied"))
                .body("state", equalTo("pending"));
        assertThat(jobs.wanted())
                .noneMatch(job -> job.spec() instanceof JobSpec.ImportFeatures f
                        && f.dataset().hex().equals("de".repeat(32)));

        jobs.succeed(dataset, Given.dataset("de"));

        var imports = jobs.wanted().stream()
                .filter(job -> job.spec() instanceof JobSpec.ImportFeatures f
                        && f.dataset().hex().equals("de".repeat(32)))
                .toList();
        assertThat(imports)
                .extracting(job -> ((JobSpec.ImportFeatures) job.spec()).split())
                .containsExactly("test", "train", "val");
        imports.forEach(job -> jobs.succeed(job.key(), Given.features(10)));
        given().get("/v1/backbones/supplied")
                .then()
                .body("state", equalTo("ready"))
                .body("recipe", equalTo("CLIP ViT-B/32, image tower"));
    }

    @Test
    void deletingFreesTheNameAndLetsItsImportGo() {
        post("/v1/backbones", "{\"name\":\"gone\",\"path\":\"/data/gone.pth\"}").statusCode(201);
        JobKey job = Given.lastJob(jobs, JobSpec.ImportCheckpoint.class);

        given().delete("/v1/backbones/gone").then().statusCode(204);

        given().get("/v1/backbones/gone").then().statusCode(404).body("code", equalTo("NOT_FOUND"));
        assertThat(jobs.find(job).orElseThrow().state()).isEqualTo("cancelled");
    }

    @Test
    void anUploadIsTakenOnceItsBytesAreThere() {
        var begun = post("/v1/uploads", "{\"fileName\":\"my.pth\",\"sizeBytes\":1234}")
                .statusCode(201)
                .extract();
        String id = begun.path("id");
        given().post("/v1/uploads/{id}/complete", id).then().statusCode(409).body("code", equalTo("UPLOAD_INCOMPLETE"));
        store.received(begun.path("url"), 1000);
        given().post("/v1/uploads/{id}/complete", id)
                .then()
                .statusCode(409)
                .body("detail", equalTo("upload '" + id + "' holds 1000 bytes, 1234 were announced"));
        post("/v1/backbones", "{\"name\":\"early\",\"upload\":\"" + id + "\"}")
                .statusCode(409)
                .body("code", equalTo("UPLOAD_INCOMPLETE"));

        store.received(begun.path("url"), 1234);
        given().post("/v1/uploads/{id}/complete", id).then().statusCode(200).body("state", equalTo("complete"));
        post("/v1/backbones", "{\"name\":\"mine\",\"upload\":\"" + id + "\"}").statusCode(201);

        var spec = (JobSpec.ImportCheckpoint) jobs.wanted().getLast().spec();
        assertThat(spec.source()).isInstanceOfSatisfying(io.carryover.contracts.job.Source.Upload.class, upload -> {
            assertThat(upload.objectKey()).isEqualTo("uploads/local/" + id);
            assertThat(upload.fileName()).isEqualTo("my.pth");
        });
    }

    @Test
    void aLargeUploadGoesInParts() {
        post("/v1/uploads", "{\"fileName\":\"large.pth\",\"sizeBytes\":2500000}")
                .statusCode(201)
                .body("url", equalTo(null))
                .body("parts.sizeBytes", equalTo(java.util.List.of(1000000, 1000000, 500000)))
                .body("parts.from", equalTo(java.util.List.of(0, 1000000, 2000000)));
    }

    private static ValidatableResponse post(String path, String body) {
        return given().contentType(ContentType.JSON).body(body).post(path).then();
    }
}
