/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage.safetensors;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** A safetensors file on disk, mapped: any tensor at any place, without reading the rest and with no heap. */
public final class SafetensorsFile implements AutoCloseable {
    private final SafetensorsHeader header;
    private final Map<String, TensorInfo> tensors;
    private final Arena arena;
    private final MemorySegment data;
    private final ErrorCode broken;
    private final String what;

    private SafetensorsFile(SafetensorsHeader header, Arena arena, MemorySegment data, ErrorCode broken, String what) {
        this.header = header;
        this.tensors = new HashMap<>(header.byName());
        this.arena = arena;
        this.data = data;
        this.broken = broken;
        this.what = what;
    }

    /** As {@link #open(Path, ErrorCode, ErrorCode)} with one code for both. */
    public static SafetensorsFile open(Path file, ErrorCode broken) throws IOException {
        return open(file, broken, broken);
    }

    /**
     * Maps a file after its header was checked against its length.
     *
     * @param broken code of the error for a file that is not safetensors, or says things that can't be
     * @param truncated code of the error for a file that ends before its data do
     * @throws CarryoverException with one of these codes, naming the file and the tensor
     */
    public static SafetensorsFile open(Path file, ErrorCode broken, ErrorCode truncated) throws IOException {
        String what = String.valueOf(file.getFileName());
        SafetensorsHeader header;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            header = SafetensorsHeader.read(in, broken, truncated, what);
        }
        try (FileChannel channel = FileChannel.open(file)) {
            checkLength(header, channel.size(), broken, truncated, what);
            Arena arena = Arena.ofShared();
            try {
                MemorySegment data =
                        channel.map(FileChannel.MapMode.READ_ONLY, header.dataStart(), header.dataSize(), arena);
                return new SafetensorsFile(header, arena, data, broken, what);
            } catch (IOException | RuntimeException e) {
                arena.close();
                throw e;
            }
        }
    }

    /** What the file says of itself. */
    public SafetensorsHeader header() {
        return header;
    }

    /** Free text, by key. */
    public SortedMap<String, String> metadata() {
        return header.metadata();
    }

    /** The tensor of that name, if there is one. */
    public Optional<TensorView> find(String name) {
        return Optional.ofNullable(tensors.get(name)).map(this::view);
    }

    /**
     * The tensor of that name.
     *
     * @throws CarryoverException with the file's code when there is none
     */
    public TensorView tensor(String name) {
        return find(name).orElseThrow(() -> new CarryoverException(broken, what + ": no tensor '" + name + "'"));
    }

    /** Takes the mapping away: tensors of this file can't be read any more. */
    @Override
    public void close() {
        arena.close();
    }

    private TensorView view(TensorInfo info) {
        return new TensorView(info, data.asSlice(info.begin(), info.size()), broken);
    }

    private static void checkLength(
            SafetensorsHeader header, long length, ErrorCode broken, ErrorCode truncated, String what) {
        if (length < header.fileSize()) {
            throw new CarryoverException(
                    truncated, what + ": ends after " + length + " bytes, its header names " + header.fileSize());
        }
        if (length > header.fileSize()) {
            throw new CarryoverException(
                    broken, what + ": goes on after the " + header.fileSize() + " bytes that its header names");
        }
    }
}
