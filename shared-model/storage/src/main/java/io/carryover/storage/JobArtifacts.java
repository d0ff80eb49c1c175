/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** What the store keeps of a job: its manifest and the {@code outcome.json} that commits it. */
public final class JobArtifacts {
    private static final int MAX_OUTCOME = 16 << 20;

    private final ObjectStore store;

    /** What became of a commit. */
    public sealed interface Commit {
        /** The outcome that counts from now on. */
        Outcome outcome();

        /** It is ours. */
        record Committed(Outcome outcome) implements Commit {}

        /** Another attempt was first; report its values, never one's own. */
        record Lost(Outcome outcome) implements Commit {}
    }

    /** In that store. */
    public JobArtifacts(ObjectStore store) {
        this.store = store;
    }

    /** Commits the job, unless another attempt has. Shards and manifest are in the store before. */
    public Commit commit(Outcome outcome) {
        byte[] bytes = Json.bytes(outcome);
        JobKey job = outcome.job();
        if (store.putIfAbsent(Keys.outcome(job), bytes, ArtifactRef.JSON) == ObjectStore.PutResult.CREATED) {
            return new Commit.Committed(outcome);
        }
        Outcome winner = readOutcome(job)
                .orElseThrow(() -> new CarryoverException(
                        ErrorCode.STORE_UNAVAILABLE, "the outcome of job " + job + " vanished while it was committed"));
        return winner.attempt().equals(outcome.attempt()) ? new Commit.Committed(winner) : new Commit.Lost(winner);
    }

    /**
     * The committed outcome.
     *
     * @throws CarryoverException UNKNOWN_VERSION when a newer Carryover wrote it; INPUT_LOST when it can't be read as
     *     an outcome of that job
     */
    public Optional<Outcome> readOutcome(JobKey job) {
        return read(Keys.outcome(job)).map(bytes -> parse(job, bytes));
    }

    /**
     * Puts the list of a job's shards under the job's key, unless there is one.
     *
     * @return the bytes that are there now, which may be another attempt's
     */
    public byte[] putManifest(JobKey job, byte[] manifest) {
        if (store.putIfAbsent(Keys.manifest(job), manifest, ArtifactRef.JSON) == ObjectStore.PutResult.CREATED) {
            return manifest;
        }
        return readManifest(job).orElse(manifest);
    }

    /** The list of a job's shards. */
    public Optional<byte[]> readManifest(JobKey job) {
        return read(Keys.manifest(job));
    }

    /**
     * Takes an outcome whose artifacts are lost out of the way, manifest included, so that the job's next run can
     * commit.
     *
     * @param attempt whose outcome is meant: another attempt's stays
     * @return whether that attempt's outcome is in quarantine now
     */
    public boolean quarantine(JobKey job, AttemptId attempt) {
        if (isQuarantined(job, attempt) && !isCommittedBy(job, attempt)) {
            return true;
        }
        if (!isCommittedBy(job, attempt)) {
            return false;
        }
        store.copy(Keys.outcome(job), Keys.quarantinedOutcome(job, attempt));
        store.delete(Keys.manifest(job));
        store.delete(Keys.outcome(job));
        return true;
    }

    /** Whether that attempt's outcome was taken out of the way: a late success that names it is refused. */
    public boolean isQuarantined(JobKey job, AttemptId attempt) {
        return store.stat(Keys.quarantinedOutcome(job, attempt)).isPresent();
    }

    private boolean isCommittedBy(JobKey job, AttemptId attempt) {
        Optional<byte[]> bytes = read(Keys.outcome(job));
        if (bytes.isEmpty()) {
            return false;
        }
        try {
            return parse(job, bytes.get()).attempt().equals(attempt);
        } catch (CarryoverException e) {
            // An outcome that can't be read is nobody's, and must go for the job to go on.
            return e.code() == ErrorCode.INPUT_LOST;
        }
    }

    private static Outcome parse(JobKey job, byte[] bytes) {
        try {
            Outcome outcome = Json.readVersioned(bytes, Outcome.class, Outcome.VERSION);
            if (outcome.job().equals(job)) {
                return outcome;
            }
        } catch (CarryoverException e) {
            if (e.code() == ErrorCode.UNKNOWN_VERSION) {
                throw e;
            }
            throw new CarryoverException(ErrorCode.INPUT_LOST, "the outcome of job " + job + " is unreadable", e);
        }
        throw new CarryoverException(ErrorCode.INPUT_LOST, "under job " + job + " lies another job's outcome");
    }

    private Optional<byte[]> read(String key) {
        Optional<InputStream> found = store.get(key);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = found.get()) {
            byte[] bytes = in.readNBytes(MAX_OUTCOME + 1);
            if (bytes.length > MAX_OUTCOME) {
                throw new CarryoverException(ErrorCode.INPUT_LOST, key + " is larger than " + MAX_OUTCOME + " bytes");
            }
            return Optional.of(bytes);
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.STORE_UNAVAILABLE, key + ": " + e.getMessage(), e);
        }
    }
}
