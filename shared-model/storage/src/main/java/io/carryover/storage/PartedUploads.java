/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.ListPartsArgs;
import io.minio.MinioAsyncClient;
import io.minio.errors.MinioException;
import io.minio.messages.Part;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Files that clients send to the store in parts, each to a URL of its own: a part that is lost on the way is sent again
 * alone, and no request is larger than a server takes.
 */
public final class PartedUploads {
    private final String bucket;
    private final MinioAsyncClient client;
    private final MinioAsyncClient publicClient;

    /** Makes no connection yet. */
    public PartedUploads(S3Settings settings) {
        this.bucket = settings.bucket();
        this.client = client(settings, settings.endpoint());
        this.publicClient = settings.publicEndpoint()
                .map(endpoint -> client(settings, endpoint))
                .orElse(client);
    }

    private static MinioAsyncClient client(S3Settings settings, URI endpoint) {
        return MinioAsyncClient.builder()
                .endpoint(endpoint.toString())
                .region(settings.region())
                .credentials(settings.accessKey(), settings.secretKey())
                .build();
    }

    /** Begins. @return the store's id of it, for the other calls */
    public String begin(String key) {
        return awaited(
                        "begin upload of",
                        key,
                        () -> client.createMultipartUpload(CreateMultipartUploadArgs.builder()
                                .bucket(bucket)
                                .object(key)
                                .build()))
                .result()
                .uploadId();
    }

    /** A URL under which whoever has it may PUT this part, counted from 1, for so long. */
    public URI presign(String key, String upload, int part, Duration validity) {
        return awaited(
                "presign",
                key,
                () -> CompletableFuture.completedFuture(
                        URI.create(publicClient.getPresignedObjectUrl(GetPresignedObjectUrlArgs.builder()
                                .method(Http.Method.PUT)
                                .bucket(bucket)
                                .object(key)
                                .expiry((int) validity.toSeconds(), TimeUnit.SECONDS)
                                .extraQueryParams(Map.of("uploadId", upload, "partNumber", Integer.toString(part)))
                                .build()))));
    }

    /** Sizes of the parts that have arrived, bytes by number; empty where the store doesn't know the upload (any more). */
    public SortedMap<Integer, Long> arrived(String key, String upload) {
        SortedMap<Integer, Long> sizes = new TreeMap<>();
        parts(key, upload).forEach(part -> sizes.put(part.partNumber(), part.partSize()));
        return sizes;
    }

    /** Makes the object of the parts that have arrived. */
    public void complete(String key, String upload) {
        Part[] parts = parts(key, upload).stream()
                .map(part -> new Part(part.partNumber(), part.etag()))
                .toArray(Part[]::new);
        awaited(
                "complete upload of",
                key,
                () -> client.completeMultipartUpload(CompleteMultipartUploadArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .uploadId(upload)
                        .parts(parts)
                        .build()));
    }

    /** Gives the upload up and drops its parts; nothing happens where the store doesn't know it. */
    public void abort(String key, String upload) {
        var unused = found(
                "abort upload of",
                key,
                () -> client.abortMultipartUpload(AbortMultipartUploadArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .uploadId(upload)
                        .build()));
    }

    private List<Part> parts(String key, String upload) {
        var parts = new ArrayList<Part>();
        boolean more = true;
        while (more) {
            var asked = ListPartsArgs.builder()
                    .bucket(bucket)
                    .object(key)
                    .uploadId(upload)
                    .maxParts(1000);
            if (!parts.isEmpty()) {
                asked.partNumberMarker(parts.getLast().partNumber());
            }
            var page = found("list parts of", key, () -> client.listParts(asked.build()));
            page.ifPresent(answer -> parts.addAll(answer.result().parts()));
            more = page.filter(answer -> answer.result().isTruncated()
                            && !answer.result().parts().isEmpty())
                    .isPresent();
        }
        return parts;
    }

    private interface Asked<T> {
        CompletableFuture<T> ask() throws MinioException;
    }

    private static <T> T awaited(String operation, String key, Asked<T> asked) {
        try {
            return S3Errors.call(operation, key, () -> result(asked.ask()));
        } catch (TransientStoreException e) {
            throw new CarryoverException(ErrorCode.STORE_UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private static <T> Optional<T> found(String operation, String key, Asked<T> asked) {
        try {
            return S3Errors.find(operation, key, () -> result(asked.ask()));
        } catch (TransientStoreException e) {
            throw new CarryoverException(ErrorCode.STORE_UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private static <T> T result(CompletableFuture<T> answer) throws MinioException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof MinioException refused ? refused : new MinioException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CarryoverException(ErrorCode.STORE_UNAVAILABLE, "interrupted while the store was asked", e);
        }
    }
}
