/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.job.Queue;
import io.carryover.worker.process.WorkerOptions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkerOptionsTest {
    @Test
    void aWorkerOnAGpuServesItsQueueAndShowsItsCredentials() {
        Map<String, String> set = Map.of(
                "carryover.features.queues", "features.cuda, imports.cpu",
                "carryover.device", "cuda:0",
                "carryover.kafka.security.sasl.jaas.config", "a secret");
        WorkerOptions options =
                WorkerOptions.read("features", "features.cpu", name -> Optional.ofNullable(set.get(name)));

        assertThat(options.queues()).containsExactly(Queue.parse("features.cuda"), Queue.parse("imports.cpu"));
        assertThat(options.device()).isEqualTo("cuda:0");
        assertThat(options.kafka().security().settings()).containsEntry("sasl.jaas.config", "a secret");
        assertThat(options.toString()).doesNotContain("a secret");
    }
}
