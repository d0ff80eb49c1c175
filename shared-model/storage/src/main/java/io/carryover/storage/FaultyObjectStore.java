/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** For tests: a store whose next operations go wrong in the order given, one fault each; afterwards it works. */
public final class FaultyObjectStore implements ObjectStore {
    /** Ways to fail. */
    public enum Fault {
        /** Works. */
        NONE,
        /** The operation does not happen, the store says 503. */
        UNAVAILABLE,
        /** The operation happens, its answer is lost. */
        ANSWER_LOST,
        /** A body ends after half of its bytes, without an error. */
        CUT_BODY,
        /** A body breaks off with an error after half of its bytes. */
        BROKEN_BODY
    }

    private final ObjectStore delegate;
    private final Deque<Fault> script = new ArrayDeque<>();

    /** Works until faults are planned. */
    public FaultyObjectStore(ObjectStore delegate) {
        this.delegate = delegate;
    }

    /** Plans the fates of the operations to come; {@link #stat} and {@link #list} count too. */
    public synchronized FaultyObjectStore then(Fault... faults) {
        script.addAll(List.of(faults));
        return this;
    }

    @Override
    public void put(String key, byte[] bytes, String mediaType) {
        run(() -> {
            delegate.put(key, bytes, mediaType);
            return true;
        });
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes, String mediaType) {
        return run(() -> delegate.putIfAbsent(key, bytes, mediaType));
    }

    @Override
    public void putFile(String key, Path file, String mediaType) {
        run(() -> {
            delegate.putFile(key, file, mediaType);
            return true;
        });
    }

    @Override
    public Optional<InputStream> get(String key) {
        return body(key, 0, Long.MAX_VALUE);
    }

    @Override
    public Optional<InputStream> get(String key, long offset, long length) {
        return body(key, offset, length);
    }

    @Override
    public Optional<ObjectStat> stat(String key) {
        return run(() -> delegate.stat(key));
    }

    @Override
    public ListPage list(String prefix, Optional<String> after, int limit) {
        return run(() -> delegate.list(prefix, after, limit));
    }

    @Override
    public void delete(String key) {
        run(() -> {
            delegate.delete(key);
            return true;
        });
    }

    @Override
    public boolean copy(String from, String to) {
        return run(() -> delegate.copy(from, to));
    }

    @Override
    public URI presignGet(String key, Duration validity) {
        return delegate.presignGet(key, validity);
    }

    @Override
    public URI presignPut(String key, Duration validity) {
        return delegate.presignPut(key, validity);
    }

    private synchronized Fault next() {
        @Nullable Fault fault = script.poll();
        return fault == null ? Fault.NONE : fault;
    }

    private <T> T run(Supplier<T> operation) {
        return run(next(), operation);
    }

    private static <T> T run(Fault fault, Supplier<T> operation) {
        if (fault == Fault.UNAVAILABLE) {
            throw new TransientStoreException("planned: the object store answered 503");
        }
        T result = operation.get();
        if (fault == Fault.ANSWER_LOST) {
            throw new TransientStoreException("planned: no answer from the object store");
        }
        return result;
    }

    private Optional<InputStream> body(String key, long offset, long length) {
        Fault fault = next();
        if (fault != Fault.CUT_BODY && fault != Fault.BROKEN_BODY) {
            return run(fault, () -> delegate.get(key, offset, length));
        }
        long size = delegate.stat(key).map(ObjectStat::size).orElse(0L);
        long half = Math.min(length, size - offset) / 2;
        return delegate.get(key, offset, half).map(in -> fault == Fault.CUT_BODY ? in : new Breaking(in));
    }

    private static final class Breaking extends FilterInputStream {
        Breaking(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return orBreak(super.read());
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return orBreak(super.read(into, offset, length));
        }

        private static int orBreak(int result) throws IOException {
            if (result < 0) {
                throw new IOException("planned: connection reset");
            }
            return result;
        }
    }
}
