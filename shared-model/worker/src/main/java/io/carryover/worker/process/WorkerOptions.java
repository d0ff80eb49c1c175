/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker.process;

import io.carryover.contracts.job.Queue;
import io.carryover.messaging.KafkaSettings;
import io.carryover.messaging.Traces;
import io.carryover.storage.S3Settings;
import io.carryover.worker.WorkerSettings.Shift;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a worker needs to know.
 *
 * @param service first part of the worker's id, and of its own settings
 * @param workers jobs at a time in this process
 * @param threads CPU threads of one job
 * @param device {@code auto}, {@code cpu} or {@code cuda:N}
 * @param folder on local disk, for scratch files and the blob cache
 * @param cacheBytes bound of the blob cache
 * @param shift how long each worker stays
 * @param traces what becomes of spans of its jobs
 */
public record WorkerOptions(
        String service,
        List<Queue> queues,
        int workers,
        int threads,
        String device,
        KafkaSettings kafka,
        S3Settings s3,
        Path folder,
        long cacheBytes,
        String codeVersion,
        Shift shift,
        Traces traces) {
    private static final int PATIENCE_SECONDS = 120;
    private static final long CACHE_BYTES = 2L << 30;

    /**
     * Reads the settings {@code carryover.<service>.*}, and those of Kafka and the object store, which have the same names
     * in every service.
     *
     * @param lookup value of a setting
     */
    public static WorkerOptions read(String service, String defaultQueues, Function<String, Optional<String>> lookup) {
        Function<String, Optional<String>> own = key -> lookup.apply("carryover." + service + "." + key);
        return new WorkerOptions(
                service,
                Arrays.stream(own.apply("queues").orElse(defaultQueues).split(","))
                        .map(String::strip)
                        .map(Queue::parse)
                        .toList(),
                own.apply("workers").map(Integer::valueOf).orElse(1),
                own.apply("threads")
                        .map(Integer::valueOf)
                        .orElse(Runtime.getRuntime().availableProcessors()),
                lookup.apply("carryover.device").orElse("auto"),
                KafkaSettings.read(lookup),
                S3Settings.read(lookup),
                Path.of(own.apply("folder").orElse(System.getProperty("java.io.tmpdir") + "/carryover-" + service)),
                own.apply("cache-bytes").map(Long::valueOf).orElse(CACHE_BYTES),
                lookup.apply("quarkus.application.version").orElse("dev"),
                new Shift(
                        own.apply("jobs").map(Integer::valueOf).orElse(0),
                        Duration.ofSeconds(own.apply("patience-seconds")
                                .map(Integer::valueOf)
                                .orElse(PATIENCE_SECONDS))),
                Traces.read(lookup));
    }

    /** What it computes on, in words. */
    public String devices() {
        return "%s, %d threads".formatted(device, threads);
    }
}
