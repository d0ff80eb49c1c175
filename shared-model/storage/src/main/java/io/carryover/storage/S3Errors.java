/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.errors.ServerException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** What a store's refusal means: gone for good, gone for now, full, or our own mistake. */
final class S3Errors {
    private static final Set<String> FULL = Set.of("XMinioStorageFull", "InsufficientCapacity", "QuotaExceeded");

    private S3Errors() {}

    /** A call to the client. */
    interface Call<T> {
        T run() throws MinioException;
    }

    /** The range that was asked for begins after the object's last byte. */
    static final class BeyondEnd extends RuntimeException {
        BeyondEnd(Throwable cause) {
            super(cause);
        }
    }

    /** Runs the call, with the client's other way to say that there was no answer turned into its usual one. */
    static <T> T answered(Call<T> call) throws MinioException {
        try {
            return call.run();
        } catch (IllegalStateException e) {
            // The client wraps an IOException of the connection in this.
            if (e.getCause() instanceof IOException cause) {
                throw new MinioException(cause);
            }
            throw e;
        }
    }

    static <T> T call(String operation, String key, Call<T> call) {
        try {
            return answered(call);
        } catch (MinioException e) {
            throw mapped(operation, key, e);
        }
    }

    static <T> Optional<T> find(String operation, String key, Call<? extends T> call) {
        try {
            return Optional.of(answered(call));
        } catch (MinioException e) {
            if (status(e) == 404 && !code(e).equals("NoSuchBucket")) {
                return Optional.empty();
            }
            if (status(e) == 416) {
                throw new BeyondEnd(e);
            }
            throw mapped(operation, key, e);
        }
    }

    /** Status of the store's answer; 0 when there was none. */
    static int status(MinioException e) {
        return switch (e) {
            case ErrorResponseException answered -> answered.response().code();
            case ServerException server -> server.statusCode();
            default -> 0;
        };
    }

    static RuntimeException mapped(String operation, String key, MinioException e) {
        int status = status(e);
        String code = code(e);
        String what = operation + " " + key + ": ";
        if (status == 507 || FULL.contains(code)) {
            return new CarryoverException(ErrorCode.DISK_FULL, what + "the object store is full", e);
        }
        if (status == 403 || status == 401) {
            return new CarryoverException(
                    ErrorCode.STORE_UNAVAILABLE, what + "the object store refuses the keys that are configured", e);
        }
        if (code.equals("NoSuchBucket")) {
            return new CarryoverException(
                    ErrorCode.STORE_UNAVAILABLE, what + "the bucket that is configured does not exist", e);
        }
        return new TransientStoreException(what + describe(e, status, code), e);
    }

    private static String describe(MinioException e, int status, String code) {
        if (status != 0) {
            return "the object store answered " + status + (code.isEmpty() ? "" : " " + code);
        }
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof IOException ? "no answer from the object store (" + root.getMessage() + ")" : "" + root;
    }

    private static String code(MinioException e) {
        if (e instanceof ErrorResponseException answered
                && answered.errorResponse().code() != null) {
            return answered.errorResponse().code();
        }
        return "";
    }
}
