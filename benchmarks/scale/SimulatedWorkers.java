/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import io.carryover.messaging.ControlReader;
import io.carryover.messaging.KafkaEvents;
import io.carryover.messaging.KafkaSettings;
import io.carryover.messaging.Traces;
import io.carryover.storage.S3ObjectStore;
import io.carryover.storage.S3Settings;
import io.carryover.worker.CrashPoints;
import io.carryover.worker.Handlers;
import io.carryover.worker.JobContext;
import io.carryover.worker.JobHandler;
import io.carryover.worker.ObjectJobStore;
import io.carryover.worker.QueueSource;
import io.carryover.worker.StepResult;
import io.carryover.worker.WorkerLoop;
import io.carryover.worker.WorkerMetrics;
import io.carryover.worker.WorkerPorts;
import io.carryover.worker.WorkerSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;

/**
 * {@code SimulatedWorkers.java NAME WORKERS SEED LIFE_SECONDS}: workers of one process. They are the product's own loop, share-group consumer,
 * events, store and commit; only what they compute is a wait. The process shares one reader of {@code carryover.control} and one store client.
 * After its life it dies without a word, in turn between a start and the computation, and between a commit and its event. Where to find
 * broker and store is in the system properties {@code carryover.*}.
 */
class SimulatedWorkers {
    /** Attempts that fail with an error that another try helps. */
    private static final double RETRYABLE = 0.01;
    /** Jobs that fail for good, one of so many. */
    private static final int PERMANENT = 1000;

    public static void main(String[] args) throws Exception {
        String name = args[0];
        int workers = Integer.parseInt(args[1]);
        long seed = Long.parseLong(args[2]);
        long diesAt = System.nanoTime() + Long.parseLong(args[3]) * 1_000_000_000L;
        Function<String, Optional<String>> settings = key -> Optional.ofNullable(System.getProperty(key));
        KafkaSettings kafka = KafkaSettings.read(settings);
        var metrics = new WorkerMetrics(new SimpleMeterRegistry());
        Path scratch = Files.createTempDirectory("carryover-scale-" + name);
        var store = S3ObjectStore.connect(S3Settings.read(settings), metrics.storeListener());
        CrashPoints.Point deathPoint = seed % 2 == 0 ? CrashPoints.Point.AFTER_OUTCOME : CrashPoints.Point.AFTER_STARTED;
        CrashPoints crash = (point, job) -> {
            if (point == deathPoint && System.nanoTime() > diesAt) {
                Runtime.getRuntime().halt(137);
            }
        };
        ControlReader control = ControlReader.start(kafka);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < workers; i++) {
            WorkerId id = new WorkerId("%s-%03d".formatted(name, i));
            var ports = new WorkerPorts(
                    QueueSource.kafka(kafka.withClientId(id.value())),
                    new KafkaEvents(kafka, "/worker/" + id, Clock.systemUTC()),
                    control,
                    new ObjectJobStore(store, scratch.resolve("spool"), Optional.empty(), metrics),
                    metrics,
                    Traces.OFF,
                    crash,
                    Clock.systemUTC(),
                    () -> UUID.randomUUID().toString(),
                    () -> System.exit(70));
            var worker = WorkerSettings.of(
                    id, List.of(Queue.parse("heads.cpu")), scratch.resolve(id.value()), "simulated", "scale", "localhost");
            new WorkerLoop(worker, ports, new Handlers(List.of(new Wait(random.split())))).start();
        }
        // It must not outlive the benchmark: its standard input closes then.
        while (System.in.read() >= 0) {
            // Nothing is ever written there.
        }
        Runtime.getRuntime().halt(0);
    }

    /** Waits as long as the job says, and fails now and then. */
    private static final class Wait implements JobHandler<JobSpec.Sleep> {
        private final SplittableRandom random;

        Wait(SplittableRandom random) {
            this.random = random;
        }

        @Override
        public Class<JobSpec.Sleep> type() {
            return JobSpec.Sleep.class;
        }

        @Override
        public StepResult run(JobSpec.Sleep spec, JobContext context) throws InterruptedException {
            long until = System.nanoTime() + spec.stepMillis() * 1_000_000L;
            context.progress(0, 100, "steps");
            for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
                context.checkStop();
                Thread.sleep(Math.clamp(left / 1_000_000L, 1, 500));
                context.progress(Math.clamp(100 - left / 10_000L / Math.max(1, spec.stepMillis()), 1, 99), 100, "steps");
            }
            if (Math.floorMod(spec.name().hashCode(), PERMANENT) == 0) {
                throw new CarryoverException(ErrorCode.INVALID_FEATURES, "simulated: these features are wrong");
            }
            if (random.nextDouble() < RETRYABLE) {
                throw new CarryoverException(ErrorCode.STORE_UNAVAILABLE, "simulated: the store was away");
            }
            context.progress(100, 100, "steps");
            return StepResult.of(new StepOutput.Slept(spec.steps(), 0), Map.of(), Variant.HEADS_CPU, 1);
        }
    }
}
