/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.TenantId;
import io.carryover.gateway.api.evaluation.EvaluationRules.Checked;
import io.carryover.gateway.api.registration.Registrar;
import io.carryover.gateway.api.registration.Registration;
import io.carryover.gateway.api.registration.RegistrationType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The registrations that a request names. */
@ApplicationScoped
class KnownNames {
    private final Registrar registrar;

    @Inject
    KnownNames(Registrar registrar) {
        this.registrar = registrar;
    }

    /**
     * Its backbones by name, ready or not.
     *
     * @param except names that need not be there
     * @throws CarryoverException UNKNOWN_BACKBONE
     */
    Map<String, Registration> backbones(TenantId tenant, Checked request, Set<String> except) {
        return found(tenant, RegistrationType.BACKBONE, request.backbones(), except);
    }

    /**
     * Its datasets by name, ready or not.
     *
     * @param except names that need not be there
     * @throws CarryoverException UNKNOWN_DATASET
     */
    Map<String, Registration> datasets(TenantId tenant, Checked request, Set<String> except) {
        List<String> names = request.tasks().stream()
                .filter(task -> !(task instanceof TaskRequest.Sleep))
                .map(TaskRequest::dataset)
                .toList();
        return found(tenant, RegistrationType.DATASET, names, except);
    }

    private Map<String, Registration> found(
            TenantId tenant, RegistrationType type, Collection<String> names, Set<String> except) {
        Map<String, Registration> found = registrar.byName(tenant, type, names);
        var unknown = new TreeSet<>(names);
        unknown.removeAll(found.keySet());
        unknown.removeAll(except);
        if (!unknown.isEmpty()) {
            throw switch (type) {
                case BACKBONE ->
                    new CarryoverException(
                            ErrorCode.UNKNOWN_BACKBONE, "no backbone '%s'".formatted(String.join("', '", unknown)));
                case DATASET ->
                    new CarryoverException(
                            ErrorCode.UNKNOWN_DATASET, "no dataset '%s'".formatted(String.join("', '", unknown)));
            };
        }
        return found;
    }
}
