/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StoredNameTest {
    private static final JobKey JOB = new JobKey("a.job-1");
    private static final Sha256 DIGEST = Sha256.of("x".getBytes(StandardCharsets.UTF_8));

    @Test
    void tellsWhatEveryKeyOfTheLayoutIs() {
        assertThat(StoredName.of(Keys.blob(DIGEST))).isEqualTo(new StoredName.Blob(DIGEST));
        assertThat(StoredName.of(Keys.outcome(JOB))).isEqualTo(new StoredName.OutcomeOf(JOB));
        assertThat(StoredName.of(Keys.manifest(JOB))).isEqualTo(new StoredName.ManifestOf(JOB));
        assertThat(StoredName.of(Keys.checkpoint(JOB, new AttemptId("a"), 7) + "weights"))
                .isEqualTo(new StoredName.CheckpointOf(JOB));
        assertThat(StoredName.of("uploads/local/up-1")).isEqualTo(new StoredName.Upload("up-1"));
        assertThat(StoredName.of(Keys.quarantinedBlob(DIGEST))).isEqualTo(new StoredName.Quarantined());
        assertThat(StoredName.of(Keys.quarantinedOutcome(JOB, new AttemptId("a"))))
                .isEqualTo(new StoredName.Quarantined());
    }

    @Test
    void knowsNothingOfOthersObjects() {
        assertThat(StoredName.of("backup/blobs/1")).isEqualTo(new StoredName.Unknown());
        assertThat(StoredName.of("blobs/not-a-digest")).isEqualTo(new StoredName.Unknown());
        assertThat(StoredName.of("jobs/a/else.json")).isEqualTo(new StoredName.Unknown());
    }
}
