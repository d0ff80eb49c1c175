/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.artifacts;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.StepOutput;
import io.carryover.results.ResultsConfig;
import io.carryover.results.board.Measured;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Optional;

/** Reads what a result was scored on, item by item. */
@ApplicationScoped
public class ItemFiles {
    private final Artifacts artifacts;
    private final long largest;

    @Inject
    ItemFiles(Artifacts artifacts, ResultsConfig config) {
        this(artifacts, config.rankBootstrap().largestArtifact());
    }

    /** @param largest artifact that is read, bytes */
    public ItemFiles(Artifacts artifacts, long largest) {
        this.artifacts = artifacts;
        this.largest = largest;
    }

    /** What was read, or why not. */
    public sealed interface Read {
        /** The items. */
        record Found(Items items) implements Read {}

        /** The result keeps nothing by item. */
        record NoArtifact() implements Read {}

        /** More than is read at once. */
        record TooLarge(ArtifactRef artifact, long largest) implements Read {}

        /** It is away or broken. */
        record Unreadable(ArtifactRef artifact, String why) implements Read {}
    }

    /** The artifact with a result's items, if it has one. */
    public static Optional<ArtifactRef> of(Measured measured) {
        var refs = measured.record().artifacts();
        return Optional.ofNullable(
                refs.getOrDefault("logits", refs.getOrDefault("predictions", refs.get("accuracies"))));
    }

    /** Reads the items behind a result. */
    public Read read(Measured measured) {
        if (measured.record().output().orElse(null) instanceof StepOutput.LabelEfficiencyScored curve) {
            return LabelSubsets.of(curve).<Read>map(Read.Found::new).orElseGet(Read.NoArtifact::new);
        }
        Optional<ArtifactRef> kept = of(measured);
        if (kept.isEmpty()) {
            return new Read.NoArtifact();
        }
        ArtifactRef artifact = kept.get();
        if (artifact.sizeBytes() > largest) {
            return new Read.TooLarge(artifact, largest);
        }
        try {
            return new Read.Found(ItemsReader.read(
                    artifacts.open(artifact), "artifact " + artifact.sha256().brief()));
        } catch (IOException | CarryoverException | ArithmeticException | IndexOutOfBoundsException e) {
            return new Read.Unreadable(artifact, String.valueOf(e.getMessage()));
        }
    }
}
