/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * oneDNN, the library that PyTorch convolves with on x86. Version 3.7, which PyTorch 2.7 brings, plans with the sizes of the
 * processor's caches. Virtual machines may hide them; it then takes them as 0, leaves padding unwritten for channels that are no
 * multiple of the vector width (gradients wrong by up to their own size, or NaN), and divides by zero in the backward pass of strided
 * 1×1 convolutions (SIGFPE). Kernels up to AVX don't plan so and are right, if slower (docs/decisions/0009-training-in-the-jvm.md).
 */
final class OneDnn {
    /** The user's own setting wins. */
    private static final String VARIABLE = "ONEDNN_MAX_CPU_ISA";

    private static final String OLDER_NAME = "DNNL_MAX_CPU_ISA";
    private static final String SAFE = "AVX";
    private static final Path FIRST_CORE = Path.of("/sys/devices/system/cpu/cpu0");

    private static boolean prepared;

    private OneDnn() {}

    /** What the variable must be set to before the library is loaded; empty where it may stay as it is. */
    static Optional<String> limit(String processor, Map<String, String> environment, Path core) {
        boolean x86 = processor.equals("amd64") || processor.equals("x86_64");
        boolean chosen = environment.containsKey(VARIABLE) || environment.containsKey(OLDER_NAME);
        return x86 && !chosen && hidden(core) ? Optional.of(SAFE) : Optional.empty();
    }

    /** Sets the variable for this process where it must be, once. Comes too late once PyTorch has convolved. */
    static synchronized void prepare() {
        if (prepared) {
            return;
        }
        prepared = true;
        if (System.getProperty("os.name", "").equals("Linux")) {
            limit(System.getProperty("os.arch", ""), System.getenv(), FIRST_CORE)
                    .ifPresent(OneDnn::set);
        }
    }

    /** The kernel lists a cache as {@code index0}, …; where the processor tells it none, nothing is there. */
    private static boolean hidden(Path core) {
        if (!Files.isDirectory(core)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(core.resolve("cache"))) {
            return entries.noneMatch(
                    entry -> String.valueOf(entry.getFileName()).startsWith("index"));
        } catch (IOException _) {
            return true;
        }
    }

    /** Java can't change its own environment; the C library's can be, and is what oneDNN reads. */
    @SuppressWarnings("restricted")
    private static void set(String value) {
        Logger log = LoggerFactory.getLogger(OneDnn.class);
        Linker linker = Linker.nativeLinker();
        var setenv = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("setenv"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(VARIABLE);
            int failed = (int) setenv.invokeExact(name, arena.allocateFrom(value), 0);
            if (failed != 0) {
                throw new IllegalStateException("setenv failed");
            }
        } catch (Throwable e) {
            throw new IllegalStateException("the environment of this process can't be set", e);
        }
        log.info(
                "this machine hides the sizes of its caches: PyTorch's convolutions are kept to {} kernels, which are right but slower (set {} to choose)",
                value,
                VARIABLE);
    }
}
