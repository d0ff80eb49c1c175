/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.store;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * A record of the topic as it is kept in the database: a byte that names the dictionary, then a zstd frame. Most of a record is
 * names of fields, which every record has: with them in a dictionary, a record of 2.4 kB takes 0.7. What stands in a dictionary
 * is never changed; a better one gets the next number.
 */
public final class StoredRecord {
    private static final byte DICTIONARY = 1;
    private static final int LEVEL = 1;
    /** No record is nearly as long: a damaged length doesn't take the memory. */
    private static final int LONGEST = 64 << 20;

    private static final String DAMAGED = "a stored result is damaged: rebuild the results";

    private static final byte[] TYPICAL = typical();

    // A context is hundreds of kilobytes and takes longer to make than a record to compress; few threads read and write
    // records.
    private static final ThreadLocal<ZstdCompressCtx> COMPRESSOR =
            ThreadLocal.withInitial(() -> new ZstdCompressCtx().setLevel(LEVEL).loadDict(TYPICAL));
    private static final ThreadLocal<ZstdDecompressCtx> DECOMPRESSOR =
            ThreadLocal.withInitial(() -> new ZstdDecompressCtx().loadDict(TYPICAL));

    private final byte[] stored;
    private final byte[] digest;

    private StoredRecord(byte[] stored, byte[] digest) {
        this.stored = stored;
        this.digest = digest;
    }

    /** Of a record's JSON, UTF-8. */
    public static StoredRecord of(byte[] json) {
        byte[] frame = new byte[1 + Math.toIntExact(Zstd.compressBound(json.length))];
        frame[0] = DICTIONARY;
        int length = COMPRESSOR.get().compressByteArray(frame, 1, frame.length - 1, json, 0, json.length);
        return new StoredRecord(
                Arrays.copyOf(frame, 1 + length), Sha256.newDigest().digest(json));
    }

    /**
     * The JSON of what is stored.
     *
     * @throws CarryoverException INTERNAL when a newer version has written it, or it is damaged
     */
    static byte[] json(byte[] stored) {
        if (stored.length > 0 && stored[0] != DICTIONARY) {
            throw new CarryoverException(
                    ErrorCode.INTERNAL, "a stored result was written by a newer version: rebuild the results");
        }
        long length = stored.length < 2 ? -1 : Zstd.getFrameContentSize(stored, 1, stored.length - 1);
        if (length < 0 || length > LONGEST) {
            throw new CarryoverException(ErrorCode.INTERNAL, DAMAGED);
        }
        byte[] json = new byte[(int) length];
        try {
            // It fails, too, where the frame holds less or more than its head says.
            DECOMPRESSOR.get().decompressByteArray(json, 0, json.length, stored, 1, stored.length - 1);
        } catch (ZstdException e) {
            throw new CarryoverException(ErrorCode.INTERNAL, DAMAGED, e);
        }
        return json;
    }

    /** What is stored, not copied. */
    byte[] bytes() {
        return stored;
    }

    /** SHA-256 of the JSON, not copied. */
    byte[] digest() {
        return digest;
    }

    private static byte[] typical() {
        try (InputStream in = StoredRecord.class.getResourceAsStream("record-%d.dict".formatted(DICTIONARY))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
