/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

import io.carryover.cli.terminal.Screen.Size;
import java.io.Console;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;

/**
 * What the C library knows of a terminal. Java's console answers only where standard input and output are terminals both,
 * and never tells a size; progress goes to standard error.
 */
final class Tty {
    static final int STANDARD_ERROR = 2;

    private static final long TIOCGWINSZ =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? 0x40087468L : 0x5413L;

    private Tty() {}

    /** Whether this descriptor is a terminal; where the C library can't be asked, Java's console answers. */
    static boolean is(int descriptor) {
        try {
            return (int) function("isatty", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
                            .invokeExact(descriptor)
                    == 1;
        } catch (Throwable noSuchFunction) {
            return Optional.ofNullable(System.console())
                    .map(Console::isTerminal)
                    .orElse(false);
        }
    }

    /** Its size now. */
    static Optional<Size> size(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            // struct winsize: rows, columns, and two that nobody fills in.
            MemorySegment window = arena.allocate(ValueLayout.JAVA_SHORT, 4);
            int status = (int) function(
                            "ioctl",
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.ADDRESS),
                            Linker.Option.firstVariadicArg(2))
                    .invokeExact(descriptor, TIOCGWINSZ, window);
            int rows = window.getAtIndex(ValueLayout.JAVA_SHORT, 0) & 0xffff;
            int columns = window.getAtIndex(ValueLayout.JAVA_SHORT, 1) & 0xffff;
            return status == 0 && rows > 0 && columns > 0 ? Optional.of(new Size(columns, rows)) : Optional.empty();
        } catch (Throwable noSuchFunction) {
            return Optional.empty();
        }
    }

    // Restricted since a wrong signature can crash the JVM; these two are POSIX.
    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor signature, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), signature, options);
    }
}
