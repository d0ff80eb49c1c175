/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.minio.BucketExistsArgs;
import io.minio.CopyObjectArgs;
import io.minio.GetObjectArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.SourceObject;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;

/** A bucket of any S3 store. Bare: it tries once and throws {@link TransientStoreException}; see {@link #connect}. */
public final class S3ObjectStore implements ObjectStore, AutoCloseable {
    private static final long PART_SIZE = 8L << 20;

    private final String bucket;
    private final OkHttpClient http;
    private final MinioClient client;
    private final MinioClient publicClient;

    /** Makes no connection yet. */
    public S3ObjectStore(S3Settings settings) {
        this.bucket = settings.bucket();
        this.http = S3Clients.http();
        this.client = S3Clients.client(settings, settings.endpoint(), http);
        this.publicClient = settings.publicEndpoint()
                .map(endpoint -> S3Clients.client(settings, endpoint, http))
                .orElse(client);
    }

    /** The store as the rest of Carryover uses it: with retries. */
    public static RetryingObjectStore connect(S3Settings settings, StoreListener listener) {
        return RetryingObjectStore.withDefaults(new S3ObjectStore(settings), listener);
    }

    /** Makes the bucket unless it is there. */
    public void ensureBucket() {
        S3Errors.call("make bucket", bucket, () -> {
            if (!client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
                client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
            }
            return true;
        });
    }

    /** By a question about the bucket: a listing, short as it may be, goes through all objects in some stores. */
    @Override
    public void check() {
        boolean there = S3Errors.call(
                "ask for",
                bucket,
                () -> client.bucketExists(
                        BucketExistsArgs.builder().bucket(bucket).build()));
        if (!there) {
            throw new CarryoverException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "ask for " + bucket + ": the bucket that is configured does not exist");
        }
    }

    @Override
    public void put(String key, byte[] bytes, String mediaType) {
        S3Errors.call(
                "put",
                key,
                () -> client.putObject(putArgs(key, bytes, mediaType).build()));
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes, String mediaType) {
        try {
            S3Errors.answered(() -> client.putObject(putArgs(key, bytes, mediaType)
                    .extraHeaders(Map.of("If-None-Match", "*"))
                    .build()));
            return PutResult.CREATED;
        } catch (MinioException e) {
            if (S3Errors.status(e) == 412) {
                return PutResult.ALREADY_THERE;
            }
            throw S3Errors.mapped("put", key, e);
        }
    }

    @Override
    public void putFile(String key, Path file, String mediaType) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            long size = Files.size(file);
            S3Errors.call(
                    "put",
                    key,
                    () -> client.putObject(
                            PutObjectArgs.builder().bucket(bucket).object(key).contentType(mediaType).stream(
                                            in, size, PART_SIZE)
                                    .build()));
        } catch (IOException e) {
            throw new CarryoverException(
                    ErrorCode.INTERNAL, "could not read " + file.getFileName() + " to store it: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<InputStream> get(String key) {
        return S3Errors.find(
                "get",
                key,
                () -> client.getObject(
                        GetObjectArgs.builder().bucket(bucket).object(key).build()));
    }

    @Override
    public Optional<InputStream> get(String key, long offset, long length) {
        if (length == 0) {
            return stat(key).map(s -> InputStream.nullInputStream());
        }
        try {
            return S3Errors.find(
                    "get",
                    key,
                    () -> client.getObject(GetObjectArgs.builder()
                            .bucket(bucket)
                            .object(key)
                            .offset(offset)
                            .length(length)
                            .build()));
        } catch (S3Errors.BeyondEnd e) {
            return Optional.of(InputStream.nullInputStream());
        }
    }

    @Override
    public Optional<ObjectStat> stat(String key) {
        return S3Errors.find("stat", key, () -> {
            StatObjectResponse found = client.statObject(
                    StatObjectArgs.builder().bucket(bucket).object(key).build());
            return new ObjectStat(
                    key, found.size(), found.etag(), found.lastModified().toInstant());
        });
    }

    @Override
    public ListPage list(String prefix, Optional<String> after, int limit) {
        return S3Errors.call("list", prefix, () -> {
            ListObjectsArgs.Builder args = ListObjectsArgs.builder()
                    .bucket(bucket)
                    .prefix(prefix)
                    .recursive(true)
                    .maxKeys(Math.min(limit, 1000));
            after.ifPresent(args::startAfter);
            List<ObjectStat> objects = new ArrayList<>();
            for (Result<Item> result : client.listObjects(args.build())) {
                Item item = result.get();
                if (objects.size() == limit) {
                    return new ListPage(objects, Optional.of(objects.getLast().key()));
                }
                objects.add(new ObjectStat(
                        item.objectName(),
                        item.size(),
                        item.etag(),
                        item.lastModified().toInstant()));
            }
            return new ListPage(objects, Optional.empty());
        });
    }

    @Override
    public void delete(String key) {
        S3Errors.call("delete", key, () -> {
            client.removeObject(
                    RemoveObjectArgs.builder().bucket(bucket).object(key).build());
            return true;
        });
    }

    @Override
    public boolean copy(String from, String to) {
        return S3Errors.find(
                        "copy",
                        from,
                        () -> client.copyObject(CopyObjectArgs.builder()
                                .bucket(bucket)
                                .object(to)
                                .source(SourceObject.builder()
                                        .bucket(bucket)
                                        .object(from)
                                        .build())
                                .build()))
                .isPresent();
    }

    @Override
    public URI presignGet(String key, Duration validity) {
        return presign(Http.Method.GET, key, validity);
    }

    @Override
    public URI presignPut(String key, Duration validity) {
        return presign(Http.Method.PUT, key, validity);
    }

    /** Ends idle connections and their threads. */
    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private URI presign(Http.Method method, String key, Duration validity) {
        return S3Errors.call(
                "presign",
                key,
                () -> URI.create(publicClient.getPresignedObjectUrl(GetPresignedObjectUrlArgs.builder()
                        .method(method)
                        .bucket(bucket)
                        .object(key)
                        .expiry((int) validity.toSeconds(), TimeUnit.SECONDS)
                        .build())));
    }

    private PutObjectArgs.Builder putArgs(String key, byte[] bytes, String mediaType) {
        return PutObjectArgs.builder()
                .bucket(bucket)
                .object(key)
                .contentType(mediaType)
                .data(bytes, bytes.length);
    }
}
