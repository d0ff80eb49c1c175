/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorClass;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What holds whatever a file's bytes are: reading ends soon, with a result or with one line under a code, and takes little
 * memory on the way. Any other exception is a defect of the reader.
 */
public final class Bounded {
    private static final long MOST_BYTES = 256L << 20;
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Path FOLDER = folder();

    private Bounded() {}

    /** Something that reads. */
    public interface Reading {
        void run() throws IOException;
    }

    /** The code of the refusal, or nothing where all was read. What takes too much is tried again: classes are loaded once. */
    public static Optional<ErrorCode> outcome(Reading reading) throws IOException {
        Taken first = taken(reading);
        Taken taken = first.little() ? first : taken(reading);
        assertThat(taken).matches(Taken::little);
        return taken.code();
    }

    private record Taken(Optional<ErrorCode> code, long bytes, Duration time) {
        boolean little() {
            return bytes < MOST_BYTES && time.compareTo(LONGEST) < 0;
        }
    }

    private static Taken taken(Reading reading) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long began = System.nanoTime();
        Optional<ErrorCode> code = Optional.empty();
        try {
            reading.run();
        } catch (CarryoverException e) {
            assertThat(e.getMessage()).isNotBlank().matches("\\P{Cntrl}+");
            if (e.code() != ErrorCode.INPUT_LOST) { // what this system wrote itself is made again
                assertThat(e.code().errorClass()).as("%s", e.code()).isEqualTo(ErrorClass.USER);
            }
            code = Optional.of(e.code());
        }
        return new Taken(
                code,
                threads.getCurrentThreadAllocatedBytes() - allocated,
                Duration.ofNanos(System.nanoTime() - began));
    }

    /** A file with these bytes, in a folder that all inputs of a fuzz test share. */
    public static Path file(String name, byte[] bytes) throws IOException {
        Path file = FOLDER.resolve(name);
        file.toFile().deleteOnExit();
        return Files.write(file, bytes);
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("carryover-fuzz-");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
