/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.registration;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.vision.CheckpointReport;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import io.carryover.contracts.vision.OnnxReport;
import io.carryover.contracts.vision.Weights;
import io.carryover.gateway.api.registration.Registration.State;
import io.carryover.gateway.core.JobObserver;
import io.carryover.gateway.core.Jobs;
import io.carryover.gateway.plan.FeatureSource;
import io.carryover.gateway.plan.ReadyBackbone;
import io.carryover.gateway.plan.ReadyDataset;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Settles a registration when its import jobs end: ready, or refused with the job's own reason. */
@ApplicationScoped
class Settling implements JobObserver {
    /** Feature rule of ResNets: global average pool. */
    static final String RULE = "gap";

    private final RegistrationTable table;
    private final Imports imports;
    private final Jobs jobs;

    @Inject
    Settling(RegistrationTable table, Imports imports, Jobs jobs) {
        this.table = table;
        this.imports = imports;
        this.jobs = jobs;
    }

    @Override
    public void onSucceeded(JobKey job, Outcome outcome, TenantId tenant) {
        for (Registration registration : table.ofJob(job)) {
            if (registration.state() != State.READY) {
                try {
                    succeeded(registration, outcome);
                } catch (CarryoverException refusal) {
                    table.refused(registration, refusal.code(), String.valueOf(refusal.getMessage()));
                }
            }
        }
    }

    private void succeeded(Registration registration, Outcome outcome) {
        switch (outcome.output()) {
            case StepOutput.CheckpointImported imported -> checkpoint(registration, imported.report());
            case StepOutput.OnnxImported imported -> onnx(registration, imported.report());
            case StepOutput.DatasetImported imported -> dataset(registration, imported);
            case StepOutput.FeaturesReady _ -> supplied(registration);
            case StepOutput.Slept _,
                    StepOutput.LinearScored _,
                    StepOutput.FewShotScored _,
                    StepOutput.KnnScored _,
                    StepOutput.LabelEfficiencyScored _,
                    StepOutput.FineTunePointScored _,
                    StepOutput.FineTuned _,
                    StepOutput.Analysed _ -> throw new IllegalStateException("no import: " + outcome.step());
        }
    }

    private void checkpoint(Registration registration, CheckpointReport report) {
        var content = (BackboneContent.Checkpoint) Json.read(registration.content(), BackboneContent.class);
        content.architecture()
                .filter(wanted -> !wanted.equals(report.architecture()))
                .ifPresent(wanted -> {
                    throw new CarryoverException(
                            ErrorCode.ARCHITECTURE_MISMATCH,
                            "the file holds a %s, not a %s"
                                    .formatted(report.architecture().id(), wanted.id()));
                });
        content.family()
                .filter(wanted -> !wanted.equals(report.architecture().family()))
                .ifPresent(wanted -> {
                    throw new CarryoverException(
                            ErrorCode.ARCHITECTURE_MISMATCH,
                            "the file holds a %s, not a %s"
                                    .formatted(report.architecture().id(), wanted));
                });
        var source = new FeatureSource.Checkpoint(
                content.padding().map(report.architecture()::with).orElse(report.architecture()),
                report.sha256(),
                report.tensorsSha256(),
                content.inputSize(),
                content.normalisation(),
                RULE);
        table.ready(
                registration,
                Json.text(new ReadyBackbone(registration.name(), source, content.attribution())),
                Optional.of(Json.text(report)));
    }

    private void onnx(Registration registration, OnnxReport report) {
        var content = (BackboneContent.Onnx) Json.read(registration.content(), BackboneContent.class);
        var source = new FeatureSource.Onnx(
                new Weights.Onnx(report.sha256(), report.data(), report.input(), report.output()),
                report.digest(),
                content.inputSize(),
                content.normalisation());
        table.ready(
                registration,
                Json.text(new ReadyBackbone(registration.name(), source, content.attribution())),
                Optional.of(Json.text(report)));
    }

    private void dataset(Registration registration, StepOutput.DatasetImported imported) {
        var content = Json.read(registration.content(), DatasetContent.class);
        var ready = new ReadyDataset(
                registration.name(),
                imported.manifest(),
                imported.classes(),
                imported.images(),
                content.role(),
                content.note(),
                attribution(content.attribution(), imported.attribution()),
                imported.skipped(),
                imported.traits());
        table.ready(registration, Json.text(ready), Optional.empty());
        for (Registration waiting : table.pendingOn(registration.tenant(), registration.name())) {
            imports.startSupplied(
                    waiting, (BackboneContent.Supplied) Json.read(waiting.content(), BackboneContent.class));
        }
    }

    /** What the client said, and what is known of the dataset where it said nothing. */
    private static Attribution attribution(Attribution said, Optional<Attribution> known) {
        Attribution other = known.orElse(Attribution.UNKNOWN);
        boolean licensed = !said.licence().equals(Attribution.UNKNOWN.licence());
        return new Attribution(
                licensed ? said.licence() : other.licence(),
                said.source().equals(Attribution.UNKNOWN.source()) ? other.source() : said.source(),
                said.citation().equals(Attribution.UNKNOWN.citation()) ? other.citation() : said.citation(),
                said.redistributable() || (!licensed && other.redistributable()));
    }

    private void supplied(Registration registration) {
        var content = (BackboneContent.Supplied) Json.read(registration.content(), BackboneContent.class);
        SortedMap<String, JobKey> parts = table.jobs(registration);
        SortedMap<String, List<Sha256>> digests = new TreeMap<>();
        parts.forEach((split, job) -> jobs.outcome(job)
                .map(Outcome::output)
                .filter(StepOutput.FeaturesReady.class::isInstance)
                .map(StepOutput.FeaturesReady.class::cast)
                .ifPresent(features -> digests.put(
                        split,
                        features.shards().stream().map(ArtifactRef::sha256).toList())));
        if (digests.keySet().equals(content.splits().keySet())) {
            var source = new FeatureSource.Supplied(content.dataset(), content.recipe(), parts, digests);
            table.ready(
                    registration,
                    Json.text(new ReadyBackbone(registration.name(), source, content.attribution())),
                    Optional.empty());
        }
    }

    @Override
    public void onFailed(JobKey job, ErrorCode code, String message) {
        for (Registration registration : table.ofJob(job)) {
            table.refused(registration, code, message);
            if (registration.type() == RegistrationType.DATASET) {
                for (Registration waiting : table.pendingOn(registration.tenant(), registration.name())) {
                    table.refused(
                            waiting,
                            ErrorCode.DATASET_REFUSED,
                            "dataset '%s' was refused: %s".formatted(registration.name(), message));
                }
            }
        }
    }

    @Override
    public void onReopened(JobKey job) {
        table.ofJob(job).forEach(table::pendingAgain);
    }

    @Override
    public void onCancelled(JobKey job) {
        // Only a deleted registration lets go of its imports: nothing is left to settle.
    }

    @Override
    public void onSkipped(JobKey job, JobKey because) {
        // Imports have no inputs.
    }
}
