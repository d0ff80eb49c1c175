/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * A blob's bytes, checked on the way: the last of them are handed out only when length and digest are right. Whoever
 * has read to the end has read the right bytes; whoever stops before must not rely on them.
 */
final class VerifyingInputStream extends InputStream {
    private final InputStream in;
    private final Sha256 expected;
    private final long size;
    private final Runnable onMismatch;
    private final MessageDigest digest = Sha256.newDigest();
    private long position;
    private boolean checked;

    VerifyingInputStream(InputStream in, Sha256 expected, long size, Runnable onMismatch) {
        this.in = in;
        this.expected = expected;
        this.size = size;
        this.onMismatch = onMismatch;
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
        if (position == size) {
            check();
            return -1;
        }
        int count = readOrFail(into, offset, (int) Math.min(length, size - position));
        if (count < 0) {
            throw lost("ends after " + position + " of " + size + " bytes");
        }
        digest.update(into, offset, count);
        position += count;
        if (position == size) {
            check();
        }
        return count;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(in.available(), size - position);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void check() throws IOException {
        if (checked) {
            return;
        }
        if (in.read() >= 0) {
            throw lost("is longer than " + size + " bytes");
        }
        if (!Sha256.of(digest).equals(expected)) {
            throw lost("has other bytes than its digest says");
        }
        checked = true;
    }

    private int readOrFail(byte[] into, int offset, int length) {
        try {
            return in.read(into, offset, length);
        } catch (IOException e) {
            throw new CarryoverException(
                    ErrorCode.STORE_UNAVAILABLE, "blob " + expected.brief() + ": " + e.getMessage(), e);
        }
    }

    private CarryoverException lost(String what) {
        onMismatch.run();
        return new CarryoverException(ErrorCode.INPUT_LOST, "blob " + expected.brief() + " " + what);
    }
}
