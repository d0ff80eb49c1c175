/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.dataset.ImageFolders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A list as text, one entry a line. */
final class TextFile {
    private static final long MAX_BYTES = 256L << 20;

    private final Path file;
    private final List<Line> lines;

    /** A line that isn't blank, without white space around it. */
    record Line(int number, String text) {
        /** Its words. */
        List<String> words() {
            return List.of(text.split("\\s+"));
        }
    }

    private TextFile(Path file, List<Line> lines) {
        this.file = file;
        this.lines = lines;
    }

    /** @throws CarryoverException NOT_A_DATASET where it is missing or too large */
    static TextFile read(Path file) {
        return new TextFile(file, lines(text(file)));
    }

    /** The whole of a file. */
    static String text(Path file) {
        String name = ImageFolders.name(file);
        try {
            if (!Files.isRegularFile(file)) {
                throw new CarryoverException(ErrorCode.NOT_A_DATASET, name + " is missing");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new CarryoverException(
                        ErrorCode.NOT_A_DATASET, "%s has more than %d bytes".formatted(name, MAX_BYTES));
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.NOT_A_DATASET, name + " can't be read", e);
        }
    }

    List<Line> lines() {
        return lines;
    }

    /** The error of a line. */
    CarryoverException bad(Line line, String why) {
        return new CarryoverException(
                ErrorCode.NOT_A_DATASET, "%s, line %d: %s".formatted(ImageFolders.name(file), line.number(), why));
    }

    private static List<Line> lines(String text) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                lines.add(new Line(number, line.strip()));
            }
        }
        return lines;
    }
}
