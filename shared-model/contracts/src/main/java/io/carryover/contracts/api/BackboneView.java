/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.vision.CheckpointReport;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import io.carryover.contracts.vision.OnnxReport;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code GET /v1/backbones/{name}}.
 *
 * @param state {@code pending}, {@code ready} or {@code refused}
 * @param digest of checkpoint, architecture, input, feature rule and options
 * @param report of a checkpoint that is ready
 * @param problem why it was refused
 * @param onnx of an ONNX file that is ready
 * @param attribution of its weights or features, where something was said
 */
public record BackboneView(
        String name,
        String origin,
        String state,
        Optional<Sha256> digest,
        Optional<CheckpointReport> report,
        String recipe,
        Optional<Problem> problem,
        Instant createdAt,
        Optional<OnnxReport> onnx,
        Optional<Attribution> attribution) {}
