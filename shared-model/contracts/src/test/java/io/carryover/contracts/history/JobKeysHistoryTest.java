/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.JobKeys;
import io.carryover.contracts.job.JobSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Keys of jobs as they were. A key that changes while its step's version stays would make every outcome that exists
 * worthless: raise the version and add lines, never change one.
 */
class JobKeysHistoryTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/job-keys.txt");

    @Test
    void keysDoNotChangeUnlessTheVersionOfTheirStepDoes() throws IOException {
        var golden = new TreeMap<String, String>();
        for (String line : Files.readAllLines(GOLDEN)) {
            int at = line.indexOf(' ');
            assertThat(golden.put(line.substring(0, at), line.substring(at + 1)))
                    .as("%s once", line)
                    .isNull();
        }

        Samples.specs().forEach((name, spec) -> {
            assertThat(golden)
                    .containsEntry(
                            line(name, spec, "shared"),
                            key(spec, Optional.empty()).value());
            assertThat(golden)
                    .containsEntry(
                            line(name, spec, "local"),
                            key(spec, Optional.of(TenantId.LOCAL)).value());
        });
    }

    private static String line(String name, JobSpec spec, String owner) {
        return "%s/%s/%d/%s".formatted(name, spec.step(), spec.stepVersion(), owner);
    }

    private static JobKey key(JobSpec spec, Optional<TenantId> owner) {
        return JobKeys.of(spec, owner);
    }
}
