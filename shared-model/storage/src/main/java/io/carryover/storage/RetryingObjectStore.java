/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The one place where store operations are tried again. A read that breaks off goes on where it was; a conditional
 * write whose answer was lost is settled by reading back.
 */
public final class RetryingObjectStore implements ObjectStore, AutoCloseable {
    private final ObjectStore delegate;
    private final RetryPolicy policy;
    private final StoreListener listener;

    /** Retries what {@code delegate} throws as {@link TransientStoreException}. */
    public RetryingObjectStore(ObjectStore delegate, RetryPolicy policy, StoreListener listener) {
        this.delegate = delegate;
        this.policy = policy;
        this.listener = listener;
    }

    /** With the standard policy. */
    public static RetryingObjectStore withDefaults(ObjectStore delegate, StoreListener listener) {
        return new RetryingObjectStore(delegate, RetryPolicy.standard(), listener);
    }

    @Override
    public void put(String key, byte[] bytes, String mediaType) {
        retry("put", () -> {
            delegate.put(key, bytes, mediaType);
            return true;
        });
        listener.transferred("put", bytes.length);
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes, String mediaType) {
        boolean[] answerLost = {false};
        PutResult result = retry("put", () -> {
            try {
                return delegate.putIfAbsent(key, bytes, mediaType);
            } catch (TransientStoreException e) {
                answerLost[0] = true;
                throw e;
            }
        });
        listener.transferred("put", bytes.length);
        if (result == PutResult.ALREADY_THERE && answerLost[0] && holds(key, bytes)) {
            return PutResult.CREATED;
        }
        return result;
    }

    @Override
    public void putFile(String key, Path file, String mediaType) {
        retry("put", () -> {
            delegate.putFile(key, file, mediaType);
            return true;
        });
        try {
            listener.transferred("put", Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<InputStream> get(String key) {
        return get(key, 0, Long.MAX_VALUE);
    }

    @Override
    public Optional<InputStream> get(String key, long offset, long length) {
        Optional<ObjectStat> stat = stat(key);
        if (stat.isEmpty() || offset >= stat.get().size() || length == 0) {
            return stat.map(s -> InputStream.nullInputStream());
        }
        long end =
                Math.min(stat.get().size(), offset + Math.min(length, stat.get().size()));
        return retry("get", () -> delegate.get(key, offset, end - offset))
                .map(in -> new ResumingInputStream(this, stat.get(), in, offset, end));
    }

    /** The rest of an object that was being read, unless it has changed since. */
    InputStream reopen(ObjectStat expected, long from, long end) throws IOException {
        try {
            Optional<ObjectStat> now = stat(expected.key());
            if (now.isEmpty() || !now.get().etag().equals(expected.etag())) {
                throw new IOException(expected.key() + " was replaced while it was read");
            }
            return retry("get", () -> delegate.get(expected.key(), from, end - from))
                    .orElseThrow(() -> new IOException(expected.key() + " was removed while it was read"));
        } catch (CarryoverException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    void pause(int retry) {
        listener.failed("get");
        policy.pause(retry);
    }

    int attempts() {
        return policy.attempts();
    }

    void received(long bytes) {
        listener.transferred("get", bytes);
    }

    @Override
    public Optional<ObjectStat> stat(String key) {
        return retry("stat", () -> delegate.stat(key));
    }

    @Override
    public ListPage list(String prefix, Optional<String> after, int limit) {
        return retry("list", () -> delegate.list(prefix, after, limit));
    }

    @Override
    public void check() {
        retry("check", () -> {
            delegate.check();
            return true;
        });
    }

    @Override
    public void delete(String key) {
        retry("delete", () -> {
            delegate.delete(key);
            return true;
        });
    }

    @Override
    public boolean copy(String from, String to) {
        return retry("copy", () -> delegate.copy(from, to));
    }

    @Override
    public URI presignGet(String key, Duration validity) {
        return delegate.presignGet(key, validity);
    }

    @Override
    public URI presignPut(String key, Duration validity) {
        return delegate.presignPut(key, validity);
    }

    @Override
    public void close() throws Exception {
        if (delegate instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    private boolean holds(String key, byte[] bytes) {
        try (InputStream in = get(key).orElse(InputStream.nullInputStream())) {
            return Arrays.equals(in.readNBytes(bytes.length + 1), bytes);
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.STORE_UNAVAILABLE, "reading back " + key + ": " + e.getMessage(), e);
        }
    }

    private <T> T retry(String operation, Supplier<T> call) {
        for (int attempt = 0; ; attempt++) {
            try {
                return call.get();
            } catch (TransientStoreException e) {
                listener.failed(operation);
                if (attempt + 1 >= policy.attempts() || Thread.currentThread().isInterrupted()) {
                    throw new CarryoverException(ErrorCode.STORE_UNAVAILABLE, String.valueOf(e.getMessage()), e);
                }
                policy.pause(attempt);
            }
        }
    }
}
