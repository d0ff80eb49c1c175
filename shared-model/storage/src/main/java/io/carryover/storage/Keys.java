/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import java.util.Locale;

/** Names of objects: the layout of the bucket, in one place. */
final class Keys {
    static final String BLOBS = "blobs/";
    static final String JOBS = "jobs/";
    static final String CHECKPOINTS = "checkpoints/";
    static final String QUARANTINE = "quarantine/";
    static final String UPLOADS = "uploads/";

    private Keys() {}

    static String blob(Sha256 sha256) {
        return BLOBS + sha256.hex();
    }

    static String quarantinedBlob(Sha256 sha256) {
        return QUARANTINE + BLOBS + sha256.hex();
    }

    static String outcome(JobKey job) {
        return JOBS + job + "/outcome.json";
    }

    static String manifest(JobKey job) {
        return JOBS + job + "/manifest.json";
    }

    static String quarantinedOutcome(JobKey job, AttemptId attempt) {
        return QUARANTINE + JOBS + job + "/" + attempt + "/outcome.json";
    }

    static String checkpoints(JobKey job) {
        return CHECKPOINTS + job + "/";
    }

    static String checkpoint(JobKey job, AttemptId attempt, long step) {
        return checkpoints(job) + attempt + "/" + String.format(Locale.ROOT, "%012d", step) + "/";
    }
}
