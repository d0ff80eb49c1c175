/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an object of the bucket is, told by its key. */
public sealed interface StoredName {
    /** Prefix of outcomes and manifests. */
    String OUTCOMES = Keys.JOBS;

    /** Prefixes of everything that Carryover stores, those that name others before those that are named. */
    List<String> PREFIXES = List.of(OUTCOMES, Keys.CHECKPOINTS, Keys.QUARANTINE, Keys.UPLOADS, Keys.BLOBS);

    /** Bytes under their digest. */
    record Blob(Sha256 sha256) implements StoredName {}

    /** {@code outcome.json} of a job. */
    record OutcomeOf(JobKey job) implements StoredName {}

    /** The list of a job's shards. */
    record ManifestOf(JobKey job) implements StoredName {}

    /** A file of a training checkpoint. */
    record CheckpointOf(JobKey job) implements StoredName {}

    /** A file that a client sent. */
    record Upload(String id) implements StoredName {}

    /** Put aside because it was broken or not needed. */
    record Quarantined() implements StoredName {}

    /** Not of Carryover: nobody touches it. */
    record Unknown() implements StoredName {}

    /** Reads a key. */
    static StoredName of(String key) {
        if (key.startsWith(Keys.QUARANTINE)) {
            return new Quarantined();
        }
        Matcher known = Layout.KNOWN.matcher(key);
        if (!known.matches()) {
            return new Unknown();
        }
        if (known.group("blob") != null) {
            return new Blob(new Sha256(known.group("blob")));
        }
        if (known.group("upload") != null) {
            return new Upload(known.group("upload"));
        }
        if (known.group("checkpoint") != null) {
            return new CheckpointOf(new JobKey(known.group("checkpoint")));
        }
        JobKey job = new JobKey(known.group("job"));
        return known.group("file").equals("outcome") ? new OutcomeOf(job) : new ManifestOf(job);
    }

    /** The layout as a pattern. */
    final class Layout {
        private static final String ID = "[A-Za-z0-9._-]{1,80}";
        private static final Pattern KNOWN = Pattern.compile(Keys.BLOBS + "(?<blob>[0-9a-f]{64})|" + Keys.JOBS
                + "(?<job>" + ID + ")/(?<file>outcome|manifest)\\.json|" + Keys.CHECKPOINTS + "(?<checkpoint>" + ID
                + ")/.+|" + Keys.UPLOADS + "[^/]+/(?<upload>" + ID + ")");

        private Layout() {}
    }
}
