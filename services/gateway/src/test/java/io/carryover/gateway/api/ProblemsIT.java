/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every refusal that the routes document: status, code and words. */
@QuarkusTest
@TestProfile(WithFakes.class)
class ProblemsIT {
    @ParameterizedTest(name = "{0} {1} {2} -> {3} {4}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET    | /v1/nothing            |                                       | 404 | NOT_FOUND | no such route or resource
            GET    | /nothing-at-all        |                                       | 404 | NOT_FOUND | no such route or resource
            PUT    | /v1/backbones          | {}                                    | 405 | METHOD_NOT_ALLOWED | this route does not take that method
            GET    | /v1/backbones/none     |                                       | 404 | NOT_FOUND | no backbone 'none'
            GET    | /v1/datasets/none      |                                       | 404 | NOT_FOUND | no dataset 'none'
            DELETE | /v1/datasets/none      |                                       | 404 | NOT_FOUND | no dataset 'none'
            GET    | /v1/evaluations/none   |                                       | 404 | NOT_FOUND | no evaluation 'none'
            DELETE | /v1/evaluations/none   |                                       | 404 | NOT_FOUND | no evaluation 'none'
            POST   | /v1/evaluations/none/retry |                                   | 404 | NOT_FOUND | no evaluation 'none'
            GET    | /v1/jobs/none          |                                       | 404 | NOT_FOUND | no job 'none'
            GET    | /v1/jobs/a%20b         |                                       | 404 | NOT_FOUND | no job 'a b'
            POST   | /v1/uploads/none/complete |                                    | 404 | NOT_FOUND | no upload 'none'
            GET    | /v1/backbones?limit=0  |                                       | 400 | INVALID_REQUEST | limit: 1 to 200, not '0'
            GET    | /v1/backbones?limit=x  |                                       | 400 | INVALID_REQUEST | limit: 1 to 200, not 'x'
            GET    | /v1/datasets?cursor=!  |                                       | 400 | INVALID_REQUEST | cursor: not one that a page gave: '!'
            POST   | /v1/backbones          |                                       | 400 | INVALID_REQUEST | body: missing
            POST   | /v1/backbones          | {"name":                              | 400 | INVALID_REQUEST | line 1, column 9: not JSON
            POST   | /v1/backbones          | []                                    | 400 | INVALID_REQUEST | line 1, column 1: not what is expected there
            POST   | /v1/backbones          | {"name":"a","inputSize":"big","path":"/a"} | 400 | INVALID_REQUEST | inputSize: not what is expected there
            POST   | /v1/backbones          | {}                                    | 400 | INVALID_REQUEST | name: 1 to 63 letters, digits, '.', '_', '-', starting with a letter or digit; not 'null'
            POST   | /v1/backbones          | {"name":"../x","path":"/a"}           | 400 | INVALID_REQUEST | name: 1 to 63 letters, digits, '.', '_', '-', starting with a letter or digit; not '../x'
            POST   | /v1/backbones          | {"name":"a"}                          | 400 | INVALID_REQUEST | give exactly one of path, upload, uploads, control, features; 0 were given
            POST   | /v1/backbones          | {"name":"a","path":"/a","control":"pixels"} | 400 | INVALID_REQUEST | give exactly one of path, upload, uploads, control, features; 2 were given
            POST   | /v1/backbones          | {"name":"a","path":"a.pth"}           | 400 | INVALID_REQUEST | path: an absolute path or the id of an upload, not 'a.pth'
            POST   | /v1/backbones          | {"name":"a","path":"/a","inputSize":4} | 400 | INVALID_REQUEST | inputSize: 8 to 1024, not 4
            POST   | /v1/backbones          | {"name":"a","path":"/a","normalize":"1,1"} | 400 | INVALID_REQUEST | normalize: imagenet, none, half, clip, or three means and three positive deviations m,m,m/s,s,s; not '1,1'
            POST   | /v1/backbones          | {"name":"a","control":"best"}         | 400 | INVALID_REQUEST | control: random or pixels, not 'best'
            POST   | /v1/backbones          | {"name":"a","control":"random","architecture":"vit"} | 400 | INVALID_REQUEST | architecture: auto, resnet18, resnet34, resnet50, resnet101 or resnet152, each also with its base width (resnet50w64 is torchvision's); not 'vit'
            POST   | /v1/backbones          | {"name":"a","upload":"up-000000000000000000000000"} | 404 | NOT_FOUND | no upload 'up-000000000000000000000000'
            POST   | /v1/backbones          | {"name":"a","features":{"test":"/f"},"dataset":"d"} | 400 | INVALID_REQUEST | recipe: missing
            POST   | /v1/backbones          | {"name":"a","features":{"test":"/f"},"recipe":"r","dataset":"none"} | 422 | UNKNOWN_DATASET | no dataset 'none'
            POST   | /v1/datasets           | {"name":"a"}                          | 400 | INVALID_REQUEST | give exactly one of path, upload
            POST   | /v1/datasets           | {"name":"a","path":"/a","role":"x"}   | 400 | INVALID_REQUEST | role: one of [target, source], not 'x'
            POST   | /v1/uploads            | {"sizeBytes":1}                       | 400 | INVALID_REQUEST | fileName: missing
            POST   | /v1/uploads            | {"fileName":"a/b","sizeBytes":1}      | 400 | INVALID_REQUEST | fileName: a file's name of at most 200 characters, without folders
            POST   | /v1/uploads            | {"fileName":"a","sizeBytes":0}        | 400 | INVALID_REQUEST | sizeBytes: 1 to 1099511627776, not 0
            POST   | /v1/evaluations        |                                       | 400 | INVALID_REQUEST | body: missing
            POST   | /v1/evaluations        | {"backbones":["a"]}                   | 400 | INVALID_REQUEST | tasks: missing
            POST   | /v1/evaluations        | {"tasks":[],"backbones":["a"]}        | 400 | INVALID_REQUEST | tasks: empty; name at least one
            POST   | /v1/evaluations        | {"tasks":[null],"backbones":["a"]}    | 400 | INVALID_REQUEST | tasks: holds null
            POST   | /v1/evaluations        | {"tasks":[{"kind":"linear","dataset":"d"}],"backbones":[]} | 400 | INVALID_REQUEST | backbones: empty; name at least one
            POST   | /v1/evaluations        | {"tasks":[{"kind":"linear","dataset":"d"}],"backbones":["a","a"]} | 400 | INVALID_REQUEST | backbones: 'a' stands twice
            POST   | /v1/evaluations        | {"tasks":[{"kind":"linear","dataset":"d"},{"kind":"linear","dataset":"d","metric":"auto"}],"backbones":["a"]} | 400 | INVALID_REQUEST | tasks: 'linear:d' stands twice
            POST   | /v1/evaluations        | {"tasks":[{"kind":"linear"}],"backbones":["a"]} | 400 | INVALID_REQUEST | tasks: dataset missing
            POST   | /v1/evaluations        | {"tasks":[{"kind":"linear","dataset":"d","protocol":"best"}],"backbones":["a"]} | 400 | INVALID_REQUEST | no protocol 'best': study or converged
            POST   | /v1/evaluations        | {"tasks":[{"kind":"few-shot","dataset":"d","ways":1}],"backbones":["a"]} | 400 | INVALID_REQUEST | ways: 2 to 1000, not 1
            POST   | /v1/evaluations        | {"tasks":[{"kind":"linear","dataset":"d"}],"backbones":["no-a","no-b"]} | 422 | UNKNOWN_BACKBONE | no backbone 'no-a', 'no-b'
            POST   | /v1/evaluations        | {"tasks":[{"kind":"guess","dataset":"d"}],"backbones":["a"]} | 422 | UNKNOWN_TASK | no task of kind 'guess': linear, finetune, few-shot, knn or label-efficiency
            POST   | /v1/evaluations        | {"tasks":[{"kind":"detection","dataset":"d"}],"backbones":["a"]} | 422 | NO_WORKER_FOR_QUEUE | no service of this version runs tasks of kind 'detection'
            """)
    void refusal(String method, String path, @Nullable String body, int status, String code, String detail) {
        RequestSpecification request = given().urlEncodingEnabled(false);
        boolean bodiless = path.endsWith("/retry") || path.endsWith("/complete");
        if (method.equals("PUT") || (method.equals("POST") && !bodiless)) {
            request.contentType("application/json");
        }
        if (body != null) {
            request.body(body);
        }

        Response answer = request.request(method, path);

        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("detail")).isEqualTo(detail);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.jsonPath().getInt("status")).isEqualTo(status);
        assertThat(answer.jsonPath().getString("code")).isEqualTo(code);
        assertThat(answer.jsonPath().getString("type")).isEqualTo("urn:carryover:error:" + code);
        assertThat(answer.jsonPath().getString("remedy")).isNotBlank();
    }
}
