/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import java.util.List;

/**
 * {@code POST /v1/reports}: what the gateway says of an evaluation, word for word. The numbers are added by whoever keeps
 * results: no service reads what belongs to another, so the client carries it.
 *
 * @param evaluation {@code GET /v1/evaluations/{id}}
 * @param cells {@code GET /v1/evaluations/{id}/cells}
 * @param backbones {@code GET /v1/backbones/{name}} of each one that is still registered
 * @param datasets {@code GET /v1/datasets/{name}} of each one that is still registered
 */
public record ReportRequest(
        EvaluationView evaluation,
        List<EvaluationCell> cells,
        List<BackboneView> backbones,
        List<DatasetView> datasets) {}
