/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.error;

/**
 * Every error that a user or an operator can meet, in one table: class, HTTP status and what to do. The name is the
 * stable identity: it stands in problem documents, on the command line, in events and as a metric label; names are
 * added, never reused.
 */
public enum ErrorCode {
    // What was given can't be used.
    INVALID_REQUEST(ErrorClass.USER, 400, "Check the request against the OpenAPI page of the gateway."),
    UNKNOWN_TASK(ErrorClass.USER, 422, "See `carryover evaluate --help` for the tasks that exist."),
    UNKNOWN_DATASET(ErrorClass.USER, 422, "See `carryover datasets list`, or add yours with `carryover datasets add`."),
    UNKNOWN_BACKBONE(
            ErrorClass.USER, 422, "See `carryover backbones list`, or add yours with `carryover backbones add`."),
    NOT_FOUND(ErrorClass.USER, 404, "Check the name or path; `list` shows what exists."),
    METHOD_NOT_ALLOWED(ErrorClass.USER, 405, "See the OpenAPI page of the gateway for what this route takes."),
    NOT_ACCEPTABLE(ErrorClass.USER, 406, "Ask for application/json; progress streams are text/event-stream."),
    UNSUPPORTED_MEDIA_TYPE(ErrorClass.USER, 415, "Send application/json."),
    REQUEST_TOO_LARGE(ErrorClass.USER, 413, "Send less; files go to the object store by way of `POST /v1/uploads`."),
    FORBIDDEN_HOST(
            ErrorClass.USER, 403, "Address the gateway as 127.0.0.1 or localhost, and not from another site's page."),
    UNAUTHENTICATED(
            ErrorClass.USER,
            401,
            "Give a key of this installation: CARRYOVER_KEY, `Authorization: Bearer co_…`, or sign in at /login."),
    EVALUATION_CANCELLED(ErrorClass.USER, 409, "A cancelled evaluation stays cancelled: post it again."),
    CANNOT_RUN_AGAIN(
            ErrorClass.USER,
            409,
            "See where it stands with `carryover evaluations show`; after an error of its input, register a repaired one."),
    NAME_TAKEN(ErrorClass.USER, 409, "Choose another name: this one already stands for something else."),
    IDEMPOTENCY_KEY_REUSED(ErrorClass.USER, 422, "Send another Idempotency-Key, or the same body as before."),
    REQUEST_IN_PROGRESS(
            ErrorClass.USER, 409, "The first request with this key is still being answered: retry shortly."),
    FORBIDDEN_PATH(
            ErrorClass.USER, 403, "Upload the file instead: paths on the server's disk are taken only on loopback."),
    FORBIDDEN(
            ErrorClass.USER,
            403,
            "Use a key whose role may do this; where nobody is asked for keys, do it on the service's own machine."),
    UPLOAD_INCOMPLETE(
            ErrorClass.USER, 409, "Upload the file to the URL that was given, then complete the registration."),
    NOT_A_CHECKPOINT(
            ErrorClass.USER, 422, "Give a PyTorch, safetensors or TensorFlow checkpoint, or a pickle of arrays."),
    TRUNCATED_CHECKPOINT(
            ErrorClass.USER, 422, "The file ends too early: copy or download it again and compare its size."),
    UNSAFE_CHECKPOINT(
            ErrorClass.USER,
            422,
            "Nothing in it was run. Do not open this file with other tools; get it from its publisher."),
    UNSUPPORTED_CHECKPOINT(
            ErrorClass.USER, 422, "Run `carryover inspect` on it, or register features instead of weights."),
    UNKNOWN_LAYOUT(
            ErrorClass.USER, 422, "Run `carryover inspect` on it; `--layout` names a layout where the guess is wrong."),
    ARCHITECTURE_MISMATCH(
            ErrorClass.USER, 422, "Run `carryover inspect` on it to see which tensors are missing or left over."),
    MISSING_TENSORS(ErrorClass.USER, 422, "The file lacks weights of the network: get the complete checkpoint."),
    NOT_FINITE_WEIGHTS(
            ErrorClass.USER, 422, "The file holds NaN or infinite weights: get another copy or an earlier epoch."),
    DEGENERATE_FEATURES(
            ErrorClass.USER,
            422,
            "The features are constant or not finite: check layout and normalisation with `carryover inspect`."),
    NOT_A_DATASET(
            ErrorClass.USER,
            422,
            "Give folders of classes, IDX, tar shards, a CSV manifest or a known dataset as it is packed: docs/datasets.md."),
    UNREADABLE_IMAGE(ErrorClass.USER, 422, "Replace or remove the image that is named, then add the dataset again."),
    IMAGE_TOO_LARGE(ErrorClass.USER, 422, "Scale the image that is named down below the limit."),
    INVALID_FEATURES(ErrorClass.USER, 422, "Give float32 features [N,D] with labels [N] and image ids for each split."),
    INVALID_RESULTS(
            ErrorClass.USER, 422, "Repair the line that is named; docs/analysis.md describes files of results."),
    TOO_FEW_MODELS(
            ErrorClass.USER,
            422,
            "Evaluate four different backbones on two tasks at least, or ask for source published."),
    CLASS_ABSENT(ErrorClass.USER, 422, "Every class needs images in train+val and in test: repair the split."),
    TOO_FEW_IMAGES(
            ErrorClass.USER, 422, "Ask for fewer shots, ways or queries, or use a dataset with more images per class."),
    BACKBONE_REFUSED(ErrorClass.USER, 422, "See why with `carryover backbones list`, then register a repaired file."),
    DATASET_REFUSED(ErrorClass.USER, 422, "See why with `carryover datasets list`, then add a repaired one."),
    NO_WORKER_FOR_QUEUE(
            ErrorClass.USER,
            422,
            "No worker of this installation serves that kind of task: start one, or leave the task out."),
    NOT_CONVERGED(
            ErrorClass.USER,
            422,
            "The features defeat the optimiser (constant, huge or not finite values): inspect them."),
    TRAINING_DIVERGED(
            ErrorClass.USER,
            422,
            "Its loss was no number any more: look at the checkpoint with `carryover inspect`, or try another grid."),
    INCOMPLETE_GRID(
            ErrorClass.USER,
            422,
            "A point of the grid is missing: see the failed jobs of this evaluation, then retry it."),

    // Something was away; a retry helps.
    STORE_UNAVAILABLE(
            ErrorClass.TRANSIENT, 503, "The object store does not answer: check it, the job goes on by itself."),
    BROKER_UNAVAILABLE(ErrorClass.TRANSIENT, 503, "Kafka does not answer: check it, the job goes on by itself."),
    DATABASE_UNAVAILABLE(
            ErrorClass.TRANSIENT, 503, "PostgreSQL does not answer: check it, the request may be sent again."),
    RESULTS_UNAVAILABLE(
            ErrorClass.TRANSIENT,
            503,
            "The results service does not answer the gateway: check it and the setting carryover.gateway.results-url."),
    INPUT_LOST(ErrorClass.TRANSIENT, 503, "An input is missing or corrupt in the store: it is made again."),
    LEASE_LOST(ErrorClass.TRANSIENT, 503, "Another worker has the job now: nothing to do."),
    WORKER_LOST(ErrorClass.TRANSIENT, 503, "The worker died: the job goes to another."),
    GATEWAY_UNREACHABLE(
            ErrorClass.TRANSIENT, 503, "Start it with `carryover up`, or point CARRYOVER_URL at a running one."),

    // Something ran out.
    OUT_OF_MEMORY(ErrorClass.RESOURCES, 507, "Give the worker more memory, or let it use a smaller batch."),
    DISK_FULL(ErrorClass.RESOURCES, 507, "Free disk space, or point CARRYOVER_HOME at a larger disk."),

    // This installation is not set up right.
    QUEUE_NOT_CONFIGURED(ErrorClass.INTERNAL, 503, "Run `carryover admin init` against this Kafka cluster."),
    BROKER_TOO_OLD(ErrorClass.INTERNAL, 503, "Carryover needs Kafka 4.4 or newer with share groups enabled."),
    STORE_UNSUITABLE(
            ErrorClass.INTERNAL,
            503,
            "Use an S3 store, or a newer release of it, that keeps what was created first, also where several create at once."),
    PORT_IN_USE(ErrorClass.USER, 409, "Another program listens there: choose another port with --port."),
    HOME_LOCKED(
            ErrorClass.USER,
            409,
            "Another Carryover uses this data folder: stop it, or set CARRYOVER_HOME to another."),
    HOME_NOT_WRITABLE(ErrorClass.USER, 409, "Set CARRYOVER_HOME to a folder that you may write to."),
    OUTPUT_NOT_WRITABLE(
            ErrorClass.USER,
            409,
            "Give --out a new file or folder in a place that is there and that you may write to."),
    DEVICE_UNAVAILABLE(
            ErrorClass.USER, 422, "The device that was asked for is not there: set CARRYOVER_DEVICE=cpu or auto."),
    UNKNOWN_VERSION(ErrorClass.INTERNAL, 422, "A newer Carryover wrote this: upgrade this service."),

    // Carryover's own fault.
    STALLED(
            ErrorClass.INTERNAL,
            500,
            "The job made no progress within its limit: see its thread dump with `carryover evaluations`."),
    POISON(ErrorClass.INTERNAL, 500, "The job killed its workers several times: see its story, and report it."),
    INTERNAL(ErrorClass.INTERNAL, 500, "This is a defect: report it with the job's story.");

    private final ErrorClass errorClass;
    private final int httpStatus;
    private final String remedy;

    ErrorCode(ErrorClass errorClass, int httpStatus, String remedy) {
        this.errorClass = errorClass;
        this.httpStatus = httpStatus;
        this.remedy = remedy;
    }

    /** Decides retries. */
    public ErrorClass errorClass() {
        return errorClass;
    }

    /** Status of the RFC 9457 problem document that carries this code. */
    public int httpStatus() {
        return httpStatus;
    }

    /** One sentence: what whoever reads this can do about it. */
    public String remedy() {
        return remedy;
    }
}
