/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import io.carryover.storage.ObjectStore.ObjectStat;
import java.io.IOException;
import java.io.InputStream;

/** An object's bytes; where the connection breaks off or the body ends early, reading goes on in a new request. */
final class ResumingInputStream extends InputStream {
    private final RetryingObjectStore store;
    private final ObjectStat object;
    private final long end;
    private InputStream in;
    private long position;
    private int failures;

    ResumingInputStream(RetryingObjectStore store, ObjectStat object, InputStream in, long position, long end) {
        this.store = store;
        this.object = object;
        this.in = in;
        this.position = position;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position < end) {
            String trouble;
            try {
                int count = in.read(into, offset, (int) Math.min(length, end - position));
                if (count > 0) {
                    position += count;
                    failures = 0;
                    store.received(count);
                    return count;
                }
                trouble = "its body ended at byte " + position + " of " + end;
            } catch (IOException e) {
                trouble = String.valueOf(e.getMessage());
            }
            resume(trouble);
        }
        return -1;
    }

    @Override
    public int available() throws IOException {
        return position < end ? in.available() : 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void resume(String trouble) throws IOException {
        failures++;
        if (failures >= store.attempts()) {
            throw new IOException("get " + object.key() + ": " + trouble);
        }
        try {
            in.close();
        } catch (IOException e) {
            // of a connection that is broken anyway
        }
        store.pause(failures - 1);
        in = store.reopen(object, position, end);
    }
}
