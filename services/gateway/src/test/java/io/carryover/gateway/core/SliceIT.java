/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Kind;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.Provenance;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.json.Json;
import io.carryover.messaging.Delivery;
import io.carryover.messaging.KafkaEvents;
import io.carryover.messaging.KafkaSettings;
import io.carryover.messaging.ShareQueue;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class SliceIT {
    @Inject
    Jobs jobs;

    @Inject
    MemoryOutcomes outcomes;

    @ConfigProperty(name = "carryover.kafka.bootstrap")
    String bootstrap = "";

    @ConfigProperty(name = "carryover.kafka.prefix")
    String prefix = "";

    @Test
    void oneJobGoesRound() {
        var wanted = new WantedJob(new JobSpec.Sleep(Kind.HEADS, "one", 1, 1), Optional.empty());
        JobRef ref = jobs.want(TenantId.LOCAL, new EvaluationId("e-1"), wanted);
        assertThat(ref.state()).isEqualTo(JobStatus.QUEUED);
        assertThat(jobs.find(ref.key()).orElseThrow().waitsFor()).contains("no worker for queue heads.cpu");

        KafkaSettings kafka = KafkaSettings.of(bootstrap).withPrefix(prefix);
        var worker = new WorkerId("w-1");
        var queue = Queue.parse("heads.cpu");
        try (var events = new KafkaEvents(kafka, "/worker/w-1", Clock.systemUTC());
                var queues = new ShareQueue(kafka, List.of(queue), surplus -> {})) {
            events.publish(new WorkerEvent.Announced(
                    1, worker, List.of(queue), Map.of("heads.cpu", 1), "cpu", "idle", Optional.empty(), "test"));
            Delivery delivery = queues.take(Duration.ofSeconds(20)).orElseThrow();
            JobMessage message = Json.readVersioned(delivery.value(), JobMessage.class, JobMessage.VERSION);
            var attempt = new WorkerEvent.Attempt(
                    message.job(), message.run(), message.dispatch(), new AttemptId("a-1"), worker);
            events.publish(new WorkerEvent.Started(1, attempt, delivery.count()));
            outcomes.commit(outcome(message.job(), attempt));
            events.publish(new WorkerEvent.Succeeded(1, attempt, attempt.attempt()));
            queues.accept(delivery);
        }
        await(() -> jobs.state(ref.key()).orElseThrow().state() == JobStatus.SUCCEEDED);
        System.out.println(jobs.find(ref.key()));
    }

    static Outcome outcome(JobKey job, WorkerEvent.Attempt attempt) {
        return new Outcome(
                1,
                job,
                attempt.run(),
                attempt.attempt(),
                "sleep",
                1,
                new StepOutput.Slept(1, 0),
                new TreeMap<>(),
                new Provenance(Variant.HEADS_CPU, 1, "t", attempt.worker(), "h", Instant.EPOCH, Duration.ZERO));
    }

    static void await(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not in 20 s");
            }
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
    }
}
