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
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.SafetensorsWriter;
import io.carryover.vision.dataset.EncodedImages;
import io.carryover.vision.dataset.IdxFiles;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.ImageSource;
import io.carryover.worker.JobContext;
import io.carryover.worker.JobHandler;
import io.carryover.worker.StepResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Verifies a dataset, every image of it, and packs it: IDX files as they are, images of folders into tar shards. */
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
        ImageDataset dataset = ImageDataset.open(folder);
        checkFormat(spec.format(), dataset.container(), place);
        long total =
                dataset.splits().values().stream().mapToLong(ImageSource::size).sum();
        var splits = new TreeMap<String, Split>();
        var images = new TreeMap<String, Integer>();
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
            List<Integer> kept = packed.kept();
            splits.put(name, new Split(kept.size(), container, packed.shards(), index(name, source, kept, context)));
            images.put(name, kept.size());
            skipped += source.size() - kept.size();
            done += source.size();
            context.progress(done, total, "images");
            context.checkStop();
        }
        var manifest = new DatasetManifest(DatasetManifest.VERSION, dataset.classes(), splits, Attribution.UNKNOWN);
        ArtifactRef kept = context.write(Json.canonical(manifest).getBytes(StandardCharsets.UTF_8), ArtifactRef.JSON);
        return StepResult.of(
                new StepOutput.DatasetImported(kept.sha256(), dataset.classes(), images, skipped),
                Map.of("manifest", kept),
                Variant.HEADS_CPU,
                1);
    }

    private static void checkFormat(String format, String found, Path place) {
        if (!format.equals("auto") && !format.equals(found)) {
            throw new CarryoverException(
                    ErrorCode.NOT_A_DATASET,
                    "%s is in format %s, not %s".formatted(place.getFileName(), found, format));
        }
    }

    private static List<ArtifactRef> idx(Path folder, String split, JobContext context) {
        IdxFiles.SplitFiles files = IdxFiles.files(folder).get(split);
        if (files == null) {
            throw new CarryoverException(ErrorCode.NOT_A_DATASET, "the files of split %s went away".formatted(split));
        }
        return List.of(
                context.write(files.images(), ArtifactRef.OCTETS), context.write(files.labels(), ArtifactRef.OCTETS));
    }

    /** {@code labels} I64 [images], image ids in metadata key {@code images}. */
    private static ArtifactRef index(String split, ImageSource source, List<Integer> kept, JobContext context)
            throws IOException {
        long[] labels = kept.stream().mapToLong(source::label).toArray();
        List<String> ids = kept.stream().map(source::id).toList();
        Path file = context.scratch().resolve("index-" + split + ".safetensors");
        try (SafetensorsWriter writer = SafetensorsWriter.declare()
                .tensor("labels", Dtype.I64, labels.length)
                .metadata("images", Json.text(ids))
                .create(file)) {
            writer.write("labels", labels, 0, labels.length);
            writer.finish();
        }
        return context.write(file, ArtifactRef.SAFETENSORS);
    }
}
