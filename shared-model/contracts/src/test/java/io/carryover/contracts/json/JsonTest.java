/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.api.BackboneRequest;
import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.ControlState;
import io.carryover.contracts.id.DispatchId;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.FineTuneGrid;
import io.carryover.contracts.job.JobKeys;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Kind;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.vision.Architecture;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.TransformId;
import io.carryover.contracts.vision.Weights;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static final JobSpec FEATURES = new JobSpec.ExtractFeatures(
            new Weights.Random(new Architecture("resnet50", 8), 0),
            Sha256.of("manifest"),
            "train",
            TransformId.fewShotStudy(224),
            Normalisation.IMAGENET,
            Variant.ONNX_CPU);

    /** The way of a message that begins with its version is a shorter one. */
    @Test
    void theVersionIsFoundWhereverItStands() {
        record Message(int version, String text) {}

        for (String json : new String[] {
            "{\"version\":1,\"text\":\"x\",\"later\":[1]}",
            "{\"text\":\"x\",\"version\":1}",
            " {\"version\" : 1, \"text\":\"x\"}"
        }) {
            assertThat(Json.readVersioned(json.getBytes(StandardCharsets.UTF_8), Message.class, 1))
                    .isEqualTo(new Message(1, "x"));
        }
        for (String json : new String[] {"{\"version\":2,\"text\":\"x\"}", "{\"text\":\"x\",\"version\":2}", "{}"}) {
            assertThatThrownBy(() -> Json.readVersioned(json.getBytes(StandardCharsets.UTF_8), Message.class, 1))
                    .isInstanceOfSatisfying(
                            CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_VERSION));
        }
        for (String json : new String[] {"{\"version\":1,\"text\":[]}", "{\"version\":1", "[1]", "null", ""}) {
            assertThatThrownBy(() -> Json.readVersioned(json.getBytes(StandardCharsets.UTF_8), Message.class, 1))
                    .isInstanceOf(CarryoverException.class);
        }
    }

    @Test
    void readsWhatItWrote() {
        var message = new JobMessage(
                1,
                JobKeys.of(FEATURES, Optional.empty()),
                1,
                new DispatchId("d1"),
                TenantId.LOCAL,
                Queue.parse("features.cpu"),
                FEATURES,
                new EvaluationId("e1"),
                Instant.parse("2026-01-02T03:04:05.123Z"),
                Optional.empty(),
                OptionalInt.of(16));

        JobMessage back = Json.readVersioned(Json.bytes(message), JobMessage.class, JobMessage.VERSION);

        assertThat(back).isEqualTo(message);
        assertThat(Json.text(message)).contains("\"queue\":\"features.cpu\"").contains("both-257-bilinear-crop-224");
    }

    @Test
    void keyOfAJobDoesNotChangeUnlessItsVersionDoes() {
        assertThat(JobKeys.of(FEATURES, Optional.empty()))
                .isEqualTo(new JobKey("ef99e5a4e7062feec9b6299b577a881ea551f6474afae67c3f03fae81c2d7caf"));
    }

    @Test
    void ownerIsPartOfThePrivateKey() {
        assertThat(JobKeys.of(FEATURES, Optional.of(TenantId.LOCAL)))
                .isNotEqualTo(JobKeys.of(FEATURES, Optional.empty()));
    }

    @Test
    void toleratesUnknownFields() {
        ControlState state = Json.readVersioned(
                "{\"version\":1,\"job\":\"j\",\"endedRun\":2,\"stopped\":[\"a\"],\"later\":true}"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                ControlState.class,
                1);

        assertThat(state.ended(2)).isTrue();
        assertThat(state.ended(3)).isFalse();
    }

    @Test
    void refusesAnUnknownVersionByName() {
        assertThatThrownBy(() -> Json.readVersioned(
                        "{\"version\":7}".getBytes(java.nio.charset.StandardCharsets.UTF_8), ControlState.class, 1))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_VERSION))
                .hasMessageContaining("ControlState in version 7");
    }

    @Test
    void readsRequestsThatLeaveFieldsOut() {
        assertThat(Json.read("{\"kind\":\"few-shot\",\"dataset\":\"digits\",\"shots\":20}", TaskRequest.class))
                .isEqualTo(new TaskRequest.FewShot("digits", "study", 5, 20, 15, 600, 0));
        assertThat(Json.read("{\"kind\":\"finetune\",\"dataset\":\"digits\"}", TaskRequest.class))
                .isEqualTo(new TaskRequest.FineTune(
                        "digits", "study", TaskRequest.DATASETS_OWN, FineTuneGrid.AUGMENTED, 5000, 0));
        assertThat(Json.read("{\"name\":\"b\",\"path\":\"/x\"}", BackboneRequest.class)
                        .layout())
                .isNull();
    }

    @Test
    void theBeginningOfAMessageIsSeenWithoutReadingIt() {
        assertThat(Json.beginsWithVersionAnd("key", bytes("{\"version\":1,\"key\":{\"a\":1},\"type\":\"x\"}")))
                .isTrue();
        for (String other : new String[] {
            "{\"type\":\"x\",\"version\":1,\"key\":1}",
            "{\"version\":1}",
            "{\"version\":{},\"key\":1}",
            "[1]",
            "",
            "{\"version\""
        }) {
            assertThat(Json.beginsWithVersionAnd("key", bytes(other))).as(other).isFalse();
        }
    }

    @Test
    void readsTasksAsText() {
        assertThat(TaskRequest.parse("linear:digits:converged"))
                .isEqualTo(new TaskRequest.Linear("digits", "converged", TaskRequest.DATASETS_OWN));
        assertThat(TaskRequest.parse("linear:voc2007:map11"))
                .isEqualTo(new TaskRequest.Linear("voc2007", "study", "map11"));
        assertThat(TaskRequest.parse("few-shot:digits:5w20s"))
                .isEqualTo(new TaskRequest.FewShot("digits", "study", 5, 20, 15, 600, 0));
        assertThat(TaskRequest.parse("finetune:digits:small:300steps:seed2"))
                .isEqualTo(new TaskRequest.FineTune(
                        "digits", "study", TaskRequest.DATASETS_OWN, FineTuneGrid.SMALL, 300, 2));
        assertThat(TaskRequest.parse("finetune:digits:mean-per-class:converged"))
                .isEqualTo(
                        new TaskRequest.FineTune("digits", "converged", "mean-per-class", FineTuneGrid.BOTH, 5000, 0));
        assertThatThrownBy(() -> TaskRequest.parse("finetune:digits:tiny"))
                .hasMessageContaining("finetune:digits:tiny");
        assertThatThrownBy(() -> TaskRequest.parse("detection:voc")).hasMessageContaining("detection:voc");
        assertThatThrownBy(() -> TaskRequest.parse("linear")).isInstanceOf(CarryoverException.class);
    }

    @Test
    void sleepKeepsItsKind() {
        JobSpec sleep = new JobSpec.Sleep(Kind.HEADS, "s", 3, 10);

        assertThat(Json.read(Json.bytes(sleep), JobSpec.class)).isEqualTo(sleep);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
