/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.contracts.json.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command prints: results on standard output, talk on standard error. */
public final class Output {
    @Option(names = "--json", description = "Print one JSON document.")
    public boolean json;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec mixee;

    /** Standard output. */
    public PrintWriter out() {
        return spec().commandLine().getOut();
    }

    /** A line of talk. */
    public void say(String line) {
        spec().commandLine().getErr().println(line);
        spec().commandLine().getErr().flush();
    }

    /** A line of talk that replaces the one before, at a terminal. */
    public void overwrite(String line) {
        spec().commandLine().getErr().print("\r\u001b[K" + line);
        spec().commandLine().getErr().flush();
    }

    /** Prints {@code value} as one JSON document. */
    public void json(Object value) {
        out().println(Json.text(value));
        out().flush();
    }

    /** Prints lines, or {@code value} with --json. */
    public void answer(Object value, Supplier<List<String>> lines) {
        if (json) {
            json(value);
        } else {
            lines.get().forEach(out()::println);
            out().flush();
        }
    }

    /** The answer of a command that only does something: {@code line}, or {@code value} with --json. */
    public void done(String line, Object value) {
        answer(value, () -> List.of(line));
    }

    private CommandSpec spec() {
        if (mixee == null) {
            throw new IllegalStateException("not yet part of a command line");
        }
        return mixee;
    }
}
