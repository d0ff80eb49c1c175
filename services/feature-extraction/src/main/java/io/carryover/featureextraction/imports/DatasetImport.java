/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.featureextraction.imports;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.vision.DatasetManifest;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import io.carryover.contracts.vision.DatasetManifest.Split;
import io.carryover.contracts.vision.DatasetManifest.Traits;
import io.carryover.contracts.vision.KnownDataset;
import io.carryover.storage.safetensors.SafetensorsWriter;
import io.carryover.vision.dataset.ClassCoverage;
import io.carryover.vision.dataset.EncodedImages;
import io.carryover.vision.dataset.IdxFiles;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.ImageSource;
import io.carryover.vision.dataset.Selection;
import io.carryover.vision.dataset.SplitLabels;
import io.carryover.worker.JobContext;
import io.carryover.worker.JobHandler;
import io.carryover.worker.StepResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Verifies a dataset, every image of it, and packs it: IDX files as they are, images of files into tar shards. */
public final class DatasetImport implements JobHandler<JobSpec.ImportDataset> {
    private final Sources sources;

    public DatasetImport(Sources sources) {
        this.sources = sources;
    }

    @Override
    public Class<JobSpec.ImportDataset> type() {
        return JobSpec.ImportDataset.class;
    }

    @Override
    public StepResult run(JobSpec.ImportDataset spec, JobContext context) throws IOException {
        Path place = sources.open(spec.source(), context.scratch(), ErrorCode.NOT_A_DATASET);
        Path folder = Files.isDirectory(place) || ImageDataset.isCsv(place)
                ? place
                : ImageDataset.root(TarShards.unpack(place, context.scratch().resolve("unpacked"), context));
        ImageDataset dataset = ImageDataset.open(folder, spec.format());
        ClassCoverage.of(dataset.classes(), dataset.splits()).refuseUnlearnable();
        long total =
                dataset.splits().values().stream().mapToLong(ImageSource::size).sum();
        var splits = new TreeMap<String, Split>();
        var images = new TreeMap<String, Integer>();
        var remaining = new TreeMap<String, ImageSource>();
        long done = 0;
        int skipped = 0;
        for (Map.Entry<String, ImageSource> entry : dataset.splits().entrySet()) {
            String name = entry.getKey();
            ImageSource source = entry.getValue();
            TarShards.Packed packed = source instanceof EncodedImages files
                    ? TarShards.pack(files, name, spec.skipBroken(), context, done, total)
                    : new TarShards.Packed(
                            idx(folder, name, context),
                            IntStream.range(0, source.size()).boxed().toList());
            String container = source instanceof EncodedImages ? "tar" : "idx";
            ImageSource kept = packed.kept().size() == source.size()
                    ? source
                    : new Selection(
                            source, packed.kept().stream().mapToInt(i -> i).toArray());
            splits.put(name, new Split(kept.size(), container, packed.shards(), index(name, kept, context)));
            images.put(name, kept.size());
            remaining.put(name, kept);
            skipped += source.size() - kept.size();
            done += source.size();
            context.progress(done, total, "images");
            context.checkStop();
        }
        ClassCoverage coverage = ClassCoverage.of(dataset.classes(), remaining);
        coverage.refuseUnlearnable();
        Optional<Traits> traits = traits(dataset, coverage.warnings());
        Optional<Attribution> attribution = KnownDataset.of(dataset.container()).map(KnownDataset::attribution);
        var manifest = new DatasetManifest(
                DatasetManifest.VERSION, dataset.classes(), splits, attribution.orElse(Attribution.UNKNOWN), traits);
        ArtifactRef kept = context.write(Json.canonical(manifest).getBytes(StandardCharsets.UTF_8), ArtifactRef.JSON);
        return StepResult.of(
                new StepOutput.DatasetImported(kept.sha256(), dataset.classes(), images, skipped, traits, attribution),
                Map.of("manifest", kept),
                Variant.HEADS_CPU,
                1);
    }

    /** How it was read, with what is to be told of it; nothing where both are plain. */
    private static Optional<Traits> traits(ImageDataset dataset, List<String> warnings) {
        if (warnings.isEmpty()) {
            return dataset.traits();
        }
        Traits plain =
                dataset.traits().orElse(new Traits(dataset.container(), Traits.TOP1, false, "as given", List.of()));
        return Optional.of(new Traits(plain.layout(), plain.metric(), plain.multiLabel(), plain.splits(), warnings));
    }

    private static List<ArtifactRef> idx(Path folder, String split, JobContext context) {
        IdxFiles.SplitFiles files = IdxFiles.files(folder).get(split);
        if (files == null) {
            throw new CarryoverException(ErrorCode.NOT_A_DATASET, "the files of split %s went away".formatted(split));
        }
        return List.of(
                context.write(files.images(), ArtifactRef.OCTETS), context.write(files.labels(), ArtifactRef.OCTETS));
    }

    /** {@code labels} I64 [images] or U8 [images,classes], image ids in metadata key {@code images}. */
    private static ArtifactRef index(String split, ImageSource images, JobContext context) throws IOException {
        SplitLabels labels = SplitLabels.of(images);
        List<String> ids =
                IntStream.range(0, images.size()).mapToObj(images::id).toList();
        Path file = context.scratch().resolve("index-" + split + ".safetensors");
        SafetensorsWriter.Declaration declared = SafetensorsWriter.declare().metadata("images", Json.text(ids));
        labels.declare(declared, images.size());
        try (SafetensorsWriter writer = declared.create(file)) {
            labels.write(writer, 0, images.size());
            writer.finish();
        }
        return context.write(file, ArtifactRef.SAFETENSORS);
    }
}
