/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.result;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.Provenance;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A number for ever: the value of a record on {@code carryover.results}, keyed by {@link ResultKey#digest()}. The
 * first record of a key stands unless a later one carries a higher revision.
 *
 * @param job the job that computed it
 * @param output score with what was chosen on the way (C, curve, warnings); absent in a withdrawal
 * @param artifacts from which the number can be recomputed: logits, per-episode accuracies
 * @param provenance of the head
 * @param featureProvenance of the features below it, absent where they were supplied
 */
public record ResultRecord(
        int version,
        ResultKey key,
        int revision,
        BackboneFacts backbone,
        DatasetFacts dataset,
        JobKey job,
        Optional<StepOutput> output,
        SortedMap<String, ArtifactRef> artifacts,
        Provenance provenance,
        Optional<Provenance> featureProvenance,
        Instant at)
        implements ResultsMessage {
    /** Newest version that this code writes and reads. */
    public static final int VERSION = 1;

    /**
     * What the board says of a backbone.
     *
     * @param origin {@code checkpoint}, {@code control} or {@code features-supplied}
     * @param group backbones of one group share a row: the seeds of the control {@code random}
     * @param tensors digest of the loaded tensors: equal ones tie
     * @param recipe input size, normalisation, feature rule, in words
     * @param attribution of its weights or features, where something was said
     */
    public record BackboneFacts(
            String name,
            String origin,
            String group,
            Optional<Sha256> tensors,
            Optional<Sha256> checkpoint,
            String recipe,
            Optional<Attribution> attribution) {
        /** Of which nothing was said. */
        public BackboneFacts(
                String name,
                String origin,
                String group,
                Optional<Sha256> tensors,
                Optional<Sha256> checkpoint,
                String recipe) {
            this(name, origin, group, tensors, checkpoint, recipe, Optional.empty());
        }
    }

    /**
     * What the board says of a dataset.
     *
     * @param role {@code source} where the demo's backbones were trained on it, else {@code target}
     * @param note one line for the reader, such as which images were seen in pretraining
     */
    public record DatasetFacts(String name, String role, String note, Attribution attribution) {}

    @Override
    public Sha256 digest() {
        return key.digest();
    }

    @Override
    public TenantId tenant() {
        return key.tenant();
    }
}
