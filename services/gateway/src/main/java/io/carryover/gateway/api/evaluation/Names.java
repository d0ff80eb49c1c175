/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.gateway.api.registration.Registration;
import io.carryover.gateway.api.registration.RegistrationViews;
import io.carryover.gateway.plan.CellPlan;
import io.carryover.gateway.plan.ReadyBackbone;
import io.carryover.gateway.plan.ReadyDataset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the names in cells stand for while they are planned; {@code settled} are the cells that name nothing pending. */
record Names(Map<String, Registration> backbones, Map<String, Registration> datasets, List<Cell> settled) {
    /** @throws CarryoverException UNKNOWN_BACKBONE, or BACKBONE_REFUSED with the reason */
    ReadyBackbone backbone(String name) {
        Registration registration = backbones.get(name);
        if (registration == null) {
            throw new CarryoverException(ErrorCode.UNKNOWN_BACKBONE, "backbone '%s' was deleted".formatted(name));
        }
        return RegistrationViews.readyBackbone(registration)
                .orElseThrow(() -> refused(ErrorCode.BACKBONE_REFUSED, registration));
    }

    /** @throws CarryoverException UNKNOWN_DATASET, or DATASET_REFUSED with the reason */
    ReadyDataset dataset(String name) {
        Registration registration = datasets.get(name);
        if (registration == null) {
            throw new CarryoverException(ErrorCode.UNKNOWN_DATASET, "dataset '%s' was deleted".formatted(name));
        }
        return RegistrationViews.readyDataset(registration)
                .orElseThrow(() -> refused(ErrorCode.DATASET_REFUSED, registration));
    }

    /** What the cell's result will say; none where no number comes of it. */
    Optional<CellFacts> facts(Cell cell, CellPlan plan) {
        return plan.key()
                .map(key -> new CellFacts(
                        key,
                        backbone(cell.backbone()).facts(),
                        dataset(cell.task().dataset()).facts()));
    }

    private static CarryoverException refused(ErrorCode code, Registration registration) {
        String reason = registration
                .problem()
                .map(problem -> problem.code() + ": " + problem.detail())
                .orElse("no reason kept");
        return new CarryoverException(
                code, "%s '%s' was refused: %s".formatted(registration.type().id(), registration.name(), reason));
    }
}
