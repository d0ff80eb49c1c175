/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.metrics;

import java.util.List;

/**
 * Every metric that Carryover exports, as Prometheus shows it. Services register through it, dashboards, alerts and the
 * metrics page are checked against it. No label has unbounded values: never a job, an evaluation or a file.
 */
public enum MetricsCatalogue {
    JOBS("carryover_jobs", Type.GAUGE, "jobs", "Jobs of each queue by state.", "queue", "state"),
    QUEUE_DEMAND(
            "carryover_queue_demand_jobs",
            Type.GAUGE,
            "jobs",
            "Jobs that a worker could run or runs now (runnable, released, running): what worker pools scale on.",
            "queue"),
    QUEUE_OLDEST_WAIT(
            "carryover_queue_oldest_wait_seconds",
            Type.GAUGE,
            "seconds",
            "How long the runnable job that waits longest has waited.",
            "queue"),
    JOB_DURATION(
            "carryover_job_duration_seconds",
            Type.HISTOGRAM,
            "seconds",
            "From a worker's take of a job to its end there.",
            "queue",
            "outcome"),
    ATTEMPTS(
            "carryover_attempts_total",
            Type.COUNTER,
            "attempts",
            "Attempts that ended on a worker, by what became of them; error_class is none unless it failed.",
            "queue",
            "outcome",
            "error_class"),
    ATTEMPTS_LOST(
            "carryover_attempts_lost_total",
            Type.COUNTER,
            "attempts",
            "Attempts whose worker died or fell silent.",
            "queue"),
    LEASES_LOST(
            "carryover_leases_lost_total",
            Type.COUNTER,
            "leases",
            "Leases that ended while their worker still computed.",
            "queue"),
    JOBS_FAILED(
            "carryover_jobs_failed_total",
            Type.COUNTER,
            "jobs",
            "Jobs that failed for good, by the code that their client is told (errors.md).",
            "queue",
            "error_code"),
    AUTHENTICATION_FAILURES(
            "carryover_authentication_failures_total",
            Type.COUNTER,
            "requests",
            "Requests with a key, session or token that was not taken, by why: malformed, unknown, revoked, expired, token.",
            "reason"),
    WORKERS("carryover_workers", Type.GAUGE, "workers", "Workers heard of lately, by state.", "queue", "state"),
    EVALUATIONS("carryover_evaluations", Type.GAUGE, "evaluations", "Evaluations by state.", "state"),
    EVALUATION_OLDEST_PROGRESS(
            "carryover_evaluation_oldest_progress_seconds",
            Type.GAUGE,
            "seconds",
            "Of the running evaluations, the longest time since a job of one ended."),
    IMAGES(
            "carryover_images_total",
            Type.COUNTER,
            "images",
            "Images that went through a backbone.",
            "architecture",
            "engine"),
    WORKER_BUSY("carryover_worker_busy", Type.GAUGE, "", "Jobs that the workers of this process run now."),
    WORKER_IDLE(
            "carryover_worker_idle_seconds_total",
            Type.COUNTER,
            "seconds",
            "Time that this worker was ready and had no job."),
    ARTIFACT_BYTES(
            "carryover_artifact_bytes_total",
            Type.COUNTER,
            "bytes",
            "Bytes moved between this process and the object store.",
            "operation"),
    STORE_ERRORS(
            "carryover_store_errors_total",
            Type.COUNTER,
            "errors",
            "Requests to the object store that failed.",
            "operation"),
    ARTIFACT_CACHE_HITS(
            "carryover_artifact_cache_hits_total",
            Type.COUNTER,
            "hits",
            "Artifacts that were on the local disk already."),
    GARBAGE_BYTES(
            "carryover_garbage_bytes_total",
            Type.COUNTER,
            "bytes",
            "Bytes that garbage collection removed from the object store."),
    TRAIN_STEPS("carryover_train_steps_total", Type.COUNTER, "steps", "Optimiser steps.", "task"),
    TRAIN_LOSS("carryover_train_loss", Type.GAUGE, "", "Loss of the last step.", "task"),
    OUTBOX_LAG(
            "carryover_outbox_lag_seconds",
            Type.GAUGE,
            "seconds",
            "Age of the oldest message that the database promised and Kafka lacks."),
    RELEASE_WINDOW(
            "carryover_release_window_jobs",
            Type.GAUGE,
            "jobs",
            "How many jobs of a queue may be in Kafka at once.",
            "queue"),
    RESULTS("carryover_results_total", Type.COUNTER, "results", "Results written."),
    RESULTS_READ(
            "carryover_results_read_total",
            Type.COUNTER,
            "results",
            "Records that the results service read from its topic: taken or unreadable.",
            "outcome"),
    GPU_UTILISATION(
            "carryover_gpu_utilisation_ratio",
            Type.GAUGE,
            "ratio",
            "Share of time that the GPU was busy, as NVML reports it.",
            "device"),
    GPU_MEMORY(
            "carryover_gpu_memory_used_bytes",
            Type.GAUGE,
            "bytes",
            "Memory in use on the GPU, as NVML reports it.",
            "device");

    /** What Prometheus makes of a metric. */
    public enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    private final String metricName;
    private final Type type;
    private final String unit;
    private final String help;
    private final String labels;

    MetricsCatalogue(String metricName, Type type, String unit, String help, String... labels) {
        this.metricName = metricName;
        this.type = type;
        this.unit = unit;
        this.help = help;
        this.labels = String.join(",", labels);
    }

    /** Full name, also the name to register a meter under: unit and {@code _total} stand in it already. */
    public String metricName() {
        return metricName;
    }

    public Type type() {
        return type;
    }

    /** What one of it is; empty for a number without a unit. */
    public String unit() {
        return unit;
    }

    /** One sentence for the metrics page and the exporter. */
    public String help() {
        return help;
    }

    /** Names of the labels, in order. */
    public List<String> labels() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(","));
    }
}
