/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which values of an ONNX file are meant. */
public final class OnnxOptions {
    /** What a command says that got them with no such file. */
    public static final String FOR_ONNX_ONLY = "--onnx-input and --onnx-output are for .onnx files";

    @Option(
            names = "--onnx-input",
            paramLabel = "NAME",
            description = "Input of an .onnx file (default: its only one).")
    private @Nullable String input;

    @Option(
            names = {"--onnx-output", "--feature-output"},
            paramLabel = "NAME",
            description = "Value of an .onnx file that is the feature: [N,D], or [N,C,H,W] whose mean is taken "
                    + "(default: its only output).")
    private @Nullable String output;

    /** Whether one of them was given. */
    public boolean given() {
        return input != null || output != null;
    }

    /** Name of the value that images go into. */
    public Optional<String> input() {
        return Optional.ofNullable(input);
    }

    /** Name of the value that is the feature. */
    public Optional<String> output() {
        return Optional.ofNullable(output);
    }
}
