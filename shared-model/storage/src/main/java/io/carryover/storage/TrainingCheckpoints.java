/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.json.Json;
import io.carryover.storage.ObjectStore.ListPage;
import io.carryover.storage.ObjectStore.ObjectStat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Where a training job can go on: {@code checkpoints/<job>/<attempt>/<step>/}, complete once its {@code manifest.json}
 * is there. Checkpoints are the one thing that may be overwritten and deleted.
 */
public final class TrainingCheckpoints {
    private static final String MANIFEST = "manifest.json";
    private static final int MAX_MANIFEST = 1 << 20;

    private final ObjectStore store;

    /** A complete checkpoint: the files of one step of one attempt. */
    public record Checkpoint(JobKey job, AttemptId attempt, long step, SortedMap<String, ArtifactRef> files) {}

    /** In that store. */
    public TrainingCheckpoints(ObjectStore store) {
        this.store = store;
    }

    /** Stores a step's files, then the manifest that makes them count. */
    public Checkpoint save(JobKey job, AttemptId attempt, long step, Map<String, Path> files) {
        String folder = Keys.checkpoint(job, attempt, step);
        SortedMap<String, ArtifactRef> refs = new TreeMap<>();
        for (Map.Entry<String, Path> file : new TreeMap<>(files).entrySet()) {
            try {
                ArtifactRef ref =
                        new ArtifactRef(Blobs.digest(file.getValue()), Files.size(file.getValue()), ArtifactRef.OCTETS);
                store.putFile(folder + file.getKey(), file.getValue(), ArtifactRef.OCTETS);
                refs.put(file.getKey(), ref);
            } catch (IOException e) {
                throw DiskErrors.mapped(file.getValue(), e);
            }
        }
        Checkpoint checkpoint = new Checkpoint(job, attempt, step, refs);
        store.put(folder + MANIFEST, Json.bytes(checkpoint), ArtifactRef.JSON);
        return checkpoint;
    }

    /** The complete checkpoint of the highest step, whichever attempt made it. */
    public Optional<Checkpoint> latest(JobKey job) {
        return complete(job).stream().findFirst();
    }

    /** All complete ones, highest step first: where the first turns out corrupt, the next is tried. */
    public List<Checkpoint> complete(JobKey job) {
        List<Checkpoint> found = new ArrayList<>();
        each(Keys.checkpoints(job), object -> {
            if (object.key().endsWith("/" + MANIFEST)) {
                read(object.key(), job).ifPresent(found::add);
            }
        });
        found.sort(Comparator.comparingLong(Checkpoint::step).reversed().thenComparing(Checkpoint::attempt));
        return found;
    }

    /**
     * A file of a checkpoint, checked on the way as blobs are.
     *
     * @throws CarryoverException INPUT_LOST when it is missing, or later, instead of its last bytes, when it is corrupt
     */
    public InputStream open(Checkpoint checkpoint, String name) {
        ArtifactRef ref = checkpoint.files().get(name);
        String key = Keys.checkpoint(checkpoint.job(), checkpoint.attempt(), checkpoint.step()) + name;
        Optional<InputStream> in = store.get(key);
        if (ref == null || in.isEmpty()) {
            throw new CarryoverException(ErrorCode.INPUT_LOST, "no " + key + " in the object store");
        }
        Sha256 digest = ref.sha256();
        return new VerifyingInputStream(in.get(), digest, ref.sizeBytes(), () -> {});
    }

    /** Removes a checkpoint, manifest first, so that a half removed one counts for nothing. */
    public void delete(Checkpoint checkpoint) {
        deleteBelow(Keys.checkpoint(checkpoint.job(), checkpoint.attempt(), checkpoint.step()));
    }

    /** Removes all of a job's checkpoints, incomplete ones too: after the commit. */
    public void deleteAll(JobKey job) {
        deleteBelow(Keys.checkpoints(job));
    }

    private void deleteBelow(String prefix) {
        List<String> keys = new ArrayList<>();
        each(prefix, object -> keys.add(object.key()));
        keys.stream().filter(k -> k.endsWith("/" + MANIFEST)).forEach(store::delete);
        keys.stream().filter(k -> !k.endsWith("/" + MANIFEST)).forEach(store::delete);
    }

    private void each(String prefix, Consumer<ObjectStat> action) {
        Optional<String> after = Optional.empty();
        do {
            ListPage page = store.list(prefix, after, 1000);
            page.objects().forEach(action);
            after = page.next();
        } while (after.isPresent());
    }

    private Optional<Checkpoint> read(String key, JobKey job) {
        try (InputStream in = store.get(key).orElse(InputStream.nullInputStream())) {
            Checkpoint checkpoint = Json.read(in.readNBytes(MAX_MANIFEST), Checkpoint.class);
            return Optional.of(checkpoint).filter(c -> c.job().equals(job));
        } catch (CarryoverException e) {
            if (e.code() == ErrorCode.INVALID_REQUEST) {
                return Optional.empty(); // not a manifest of ours: the step does not count
            }
            throw e;
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.STORE_UNAVAILABLE, key + ": " + e.getMessage(), e);
        }
    }
}
