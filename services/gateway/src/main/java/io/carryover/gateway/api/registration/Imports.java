/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.registration;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Source;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.vision.Architecture;
import io.carryover.gateway.api.upload.Uploads;
import io.carryover.gateway.core.Jobs;
import io.carryover.gateway.core.WantedJob;
import io.carryover.gateway.plan.FeatureSource;
import io.carryover.gateway.plan.ReadyBackbone;
import io.carryover.gateway.plan.ReadyDataset;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Makes the jobs that open what a client gave: the gateway itself never does. */
@ApplicationScoped
class Imports {
    private final RegistrationTable table;
    private final Jobs jobs;
    private final Uploads uploads;
    private final LocalPaths paths;

    @Inject
    Imports(RegistrationTable table, Jobs jobs, Uploads uploads, LocalPaths paths) {
        this.table = table;
        this.jobs = jobs;
        this.uploads = uploads;
        this.paths = paths;
    }

    /** Refuses places that can't be read, before a name is taken. */
    void check(TenantId tenant, BackboneContent content) {
        switch (content) {
            case BackboneContent.Checkpoint checkpoint -> check(tenant, checkpoint.place());
            case BackboneContent.Onnx onnx -> check(tenant, onnx.place());
            case BackboneContent.Supplied supplied -> {
                supplied.splits().values().forEach(place -> check(tenant, place));
                dataset(tenant, supplied.dataset());
            }
            case BackboneContent.Random _, BackboneContent.Pixels _ -> {}
        }
    }

    void check(TenantId tenant, DatasetContent content) {
        check(tenant, content.place());
    }

    private void check(TenantId tenant, Place place) {
        switch (place) {
            case Place.OnDisk disk -> paths.check(disk.path());
            case Place.Uploaded uploaded -> uploads.completed(tenant, uploaded.upload());
            case Place.UploadedTogether together -> uploads.completed(tenant, together.uploads());
        }
    }

    void start(Registration registration, DatasetContent content) {
        want(
                registration,
                "",
                new JobSpec.ImportDataset(
                        source(registration, content.place()), content.format(), content.skipBroken()));
    }

    void start(Registration registration, BackboneContent content) {
        switch (content) {
            case BackboneContent.Checkpoint checkpoint ->
                want(
                        registration,
                        "",
                        new JobSpec.ImportCheckpoint(
                                source(registration, checkpoint.place()),
                                checkpoint.layout(),
                                checkpoint.architecture().map(Architecture::id).or(checkpoint::family)));
            case BackboneContent.Onnx onnx ->
                want(
                        registration,
                        "",
                        new JobSpec.ImportOnnx(
                                source(registration, onnx.place()), onnx.input(), onnx.output(), onnx.inputSize()));
            case BackboneContent.Random random ->
                readyAtOnce(
                        registration,
                        new FeatureSource.Random(
                                random.architecture(),
                                random.seeds(),
                                random.inputSize(),
                                random.normalisation(),
                                Settling.RULE));
            case BackboneContent.Pixels pixels -> readyAtOnce(registration, new FeatureSource.Pixels(pixels.size()));
            case BackboneContent.Supplied supplied -> startSupplied(registration, supplied);
        }
    }

    /** Imports of supplied features name their dataset by its digest, so they wait until it is known. */
    void startSupplied(Registration registration, BackboneContent.Supplied supplied) {
        Registration dataset = dataset(registration.tenant(), supplied.dataset());
        switch (dataset.state()) {
            case PENDING -> {}
            case REFUSED ->
                table.refused(
                        registration,
                        ErrorCode.DATASET_REFUSED,
                        "dataset '%s' was refused".formatted(supplied.dataset()));
            case READY -> {
                var ready = Json.read(dataset.ready().orElseThrow(), ReadyDataset.class);
                supplied.splits()
                        .forEach((split, place) -> want(
                                registration,
                                split,
                                new JobSpec.ImportFeatures(
                                        source(registration, place), ready.manifest(), split, supplied.recipe())));
            }
        }
    }

    private Registration dataset(TenantId tenant, String name) {
        return table.hold(tenant, RegistrationType.DATASET, name)
                .orElseThrow(
                        () -> new CarryoverException(ErrorCode.UNKNOWN_DATASET, "no dataset '%s'".formatted(name)));
    }

    private Source source(Registration registration, Place place) {
        return switch (place) {
            case Place.OnDisk disk -> new Source.LocalPath(disk.path(), registration.id());
            case Place.Uploaded uploaded -> {
                Uploads.Upload upload = uploads.completed(registration.tenant(), uploaded.upload());
                yield new Source.Upload(upload.objectKey(), upload.fileName(), registration.id());
            }
            case Place.UploadedTogether together ->
                new Source.Uploads(
                        uploads.completed(registration.tenant(), together.uploads()).stream()
                                .map(upload -> new Source.UploadedFile(upload.objectKey(), upload.fileName()))
                                .toList(),
                        registration.id());
        };
    }

    private void want(Registration registration, String part, JobSpec spec) {
        var wanted = new WantedJob(spec, Optional.of(registration.tenant()));
        JobKey key =
                jobs.want(registration.tenant(), registration.wisher(), wanted).key();
        table.addJob(registration, part, key);
    }

    private void readyAtOnce(Registration registration, FeatureSource source) {
        table.ready(registration, Json.text(new ReadyBackbone(registration.name(), source)), Optional.empty());
    }
}
