/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.registration;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.json.Json;
import io.carryover.gateway.api.FreshIds;
import io.carryover.gateway.api.registration.Registration.State;
import io.carryover.gateway.core.Jobs;
import io.carryover.messaging.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Registers names and lets them go. */
@ApplicationScoped
public class Registrar {
    private final RegistrationTable table;
    private final Imports imports;
    private final Jobs jobs;
    private final FreshIds ids;

    @Inject
    Registrar(RegistrationTable table, Imports imports, Jobs jobs, FreshIds ids) {
        this.table = table;
        this.imports = imports;
        this.jobs = jobs;
        this.ids = ids;
    }

    /** What a registration came to; {@code created} is false where the same one stood already. */
    public record Registered(Registration registration, boolean created) {}

    /** Names of backbones, ready or not. */
    public List<String> backbones(TenantId tenant) {
        return table.names(tenant, RegistrationType.BACKBONE);
    }

    /** Registers a backbone. */
    @Transactional
    public Registered backbone(TenantId tenant, String name, BackboneContent content) {
        imports.check(tenant, content);
        Optional<String> needs = content instanceof BackboneContent.Supplied supplied
                ? Optional.of(supplied.dataset())
                : Optional.empty();
        Registered registered = register(tenant, RegistrationType.BACKBONE, name, Json.canonical(content), needs);
        if (registered.created()) {
            imports.start(registered.registration(), content);
        }
        return again(registered);
    }

    /** Registers a dataset. */
    @Transactional
    public Registered dataset(TenantId tenant, String name, DatasetContent content) {
        imports.check(tenant, content);
        Registered registered =
                register(tenant, RegistrationType.DATASET, name, Json.canonical(content), Optional.empty());
        if (registered.created()) {
            imports.start(registered.registration(), content);
        }
        return again(registered);
    }

    /** @throws CarryoverException NOT_FOUND */
    public Registration get(TenantId tenant, RegistrationType type, String name) {
        return table.find(tenant, type, name).orElseThrow(() -> notFound(type, name));
    }

    /** In order of registration, after {@code cursor}. */
    public List<Registration> page(TenantId tenant, RegistrationType type, long cursor, int limit) {
        return table.page(tenant, type, cursor, limit);
    }

    /** Those that stand, among these names. */
    public Map<String, Registration> byName(TenantId tenant, RegistrationType type, Collection<String> names) {
        return table.byName(tenant, type, List.copyOf(names));
    }

    /**
     * Frees the name. Results stay; cells that are planned already go on; its imports are cancelled.
     *
     * @throws CarryoverException NOT_FOUND
     */
    @Transactional
    public void delete(TenantId tenant, RegistrationType type, String name) {
        Registration registration = table.find(tenant, type, name).orElseThrow(() -> notFound(type, name));
        jobs.unwant(registration.wisher());
        table.delete(registration);
    }

    private Registered register(
            TenantId tenant, RegistrationType type, String name, String content, Optional<String> needs) {
        String digest = Sha256.of(content).hex();
        if (!insert(tenant, type, name, digest, content, needs)) {
            Registration existing = table.lock(tenant, type, name)
                    .orElseThrow(() -> new CarryoverException(
                            ErrorCode.REQUEST_IN_PROGRESS, "%s '%s' is being deleted".formatted(type.id(), name)));
            if (existing.state() != State.REFUSED) {
                if (existing.digest().equals(digest)) {
                    return new Registered(existing, false);
                }
                throw new CarryoverException(
                        ErrorCode.NAME_TAKEN, "%s '%s' already stands for something else".formatted(type.id(), name));
            }
            // A refused name stands for nothing yet: a repaired file, or the same one once more, takes it over.
            table.delete(existing);
            insert(tenant, type, name, digest, content, needs);
        }
        return new Registered(get(tenant, type, name), true);
    }

    private boolean insert(
            TenantId tenant,
            RegistrationType type,
            String name,
            String digest,
            String content,
            Optional<String> needs) {
        return table.insert(tenant, type, name, ids.next(type.id() + "-"), digest, content, needs, Traces.current());
    }

    private Registered again(Registered registered) {
        Registration registration = registered.registration();
        return new Registered(
                get(registration.tenant(), registration.type(), registration.name()), registered.created());
    }

    private static CarryoverException notFound(RegistrationType type, String name) {
        return new CarryoverException(ErrorCode.NOT_FOUND, "no %s '%s'".formatted(type.id(), name));
    }
}
