/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.vision.Architecture;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.gateway.api.registration.BackboneContent;
import io.carryover.gateway.api.registration.Place;
import io.carryover.gateway.api.registration.Registration;
import io.carryover.gateway.api.registration.Registration.State;
import io.carryover.gateway.api.registration.RegistrationType;
import io.carryover.gateway.plan.FeatureSource;
import io.carryover.gateway.plan.ReadyBackbone;
import java.time.Instant;
import java.util.Optional;

/** Backbones whose weights nobody has read yet, so that what they would cost can be asked for. */
final class StandIns {
    /** No network is called that: its jobs are like no others, and have no estimate. */
    private static final Architecture UNREAD = new Architecture("unread", 0);

    private static final int SIDE = 224;

    private StandIns() {}

    /** A checkpoint of this name, as if it had been registered and imported. */
    static Registration checkpoint(TenantId tenant, String name) {
        Sha256 digest = Sha256.of("not read: " + name);
        var content = new BackboneContent.Checkpoint(
                new Place.Uploaded(name),
                "auto",
                SIDE,
                Normalisation.IMAGENET,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        var ready = new ReadyBackbone(
                name, new FeatureSource.Checkpoint(UNREAD, digest, digest, SIDE, Normalisation.IMAGENET, "gap"));
        return new Registration(
                0,
                tenant,
                RegistrationType.BACKBONE,
                name,
                "not-registered",
                digest.hex(),
                Json.text(content),
                State.READY,
                Optional.of(Json.text(ready)),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    /** Whether this one's jobs can be told before it is imported: not those of supplied features, which are its imports. */
    static boolean possible(Registration pending) {
        return !(Json.read(pending.content(), BackboneContent.class) instanceof BackboneContent.Supplied);
    }
}
