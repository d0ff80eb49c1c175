/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.json.Json;
import io.carryover.messaging.Delivery;
import io.carryover.messaging.InMemoryEvents;
import io.carryover.messaging.InMemoryQueue;
import io.carryover.messaging.JobQueue;
import io.carryover.messaging.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Workers on fakes: queue, events and store live in this JVM. */
final class Bench implements AutoCloseable {
    static final Duration LOCK = Duration.ofMillis(1500);

    final InMemoryQueue queue = new InMemoryQueue(Jobs.QUEUE, LOCK, 3, Clock.systemUTC());
    final InMemoryEvents events = new InMemoryEvents();
    final InMemoryJobStore store = new InMemoryJobStore();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final CountDownLatch exited = new CountDownLatch(1);
    volatile Optional<RuntimeException> notConfigured = Optional.empty();
    Traces traces = Traces.OFF;
    private final Path scratch;
    private final AtomicInteger attempts = new AtomicInteger();
    private final List<WorkerLoop> workers = new ArrayList<>();

    Bench(Path scratch) {
        this.scratch = scratch;
    }

    /** Computes sleeps by itself, or as {@code code} says. */
    interface Code {
        StepResult run(JobSpec.Sleep spec, JobContext context) throws Exception;
    }

    static JobHandler<JobSpec.Sleep> handler(Code code) {
        return new JobHandler<>() {
            @Override
            public Class<JobSpec.Sleep> type() {
                return JobSpec.Sleep.class;
            }

            @Override
            public StepResult run(JobSpec.Sleep spec, JobContext context) throws Exception {
                return code.run(spec, context);
            }
        };
    }

    WorkerLoop worker(String name) {
        return worker(name, new SleepHandler(), UnaryOperator.identity());
    }

    WorkerLoop worker(String name, Code code) {
        return worker(name, handler(code), UnaryOperator.identity());
    }

    WorkerLoop worker(String name, JobHandler<?> handler, UnaryOperator<WorkerSettings> change) {
        WorkerLoop loop =
                new WorkerLoop(change.apply(Jobs.settings(name, scratch)), ports(), new Handlers(List.of(handler)));
        workers.add(loop);
        loop.start();
        return loop;
    }

    JobKey send(JobMessage message) {
        queue.send(message.job().value(), Json.bytes(message));
        return message.job();
    }

    /** What was said of a job, heartbeats apart, by name. */
    List<String> said(JobKey job) {
        return events.events().stream()
                .filter(WorkerEvent.OfJob.class::isInstance)
                .filter(e -> e.recordKey().equals(job.value()))
                .filter(e -> !(e instanceof WorkerEvent.Heartbeat))
                .map(e -> e.getClass().getSimpleName())
                .toList();
    }

    private WorkerPorts ports() {
        QueueSource source = new QueueSource() {
            @Override
            public void check(List<Queue> queues) {
                notConfigured.ifPresent(problem -> {
                    throw problem;
                });
            }

            @Override
            public JobQueue open(List<Queue> queues, Consumer<Delivery> surplus) {
                return queue.member();
            }
        };
        return new WorkerPorts(
                source,
                events,
                events,
                store,
                new WorkerMetrics(meters),
                traces,
                CrashPoints.NONE,
                Clock.systemUTC(),
                () -> "a-" + attempts.incrementAndGet(),
                exited::countDown);
    }

    @Override
    public void close() {
        workers.forEach(WorkerLoop::close);
    }
}
