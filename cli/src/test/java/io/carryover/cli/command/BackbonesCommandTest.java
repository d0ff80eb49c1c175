/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackbonesCommandTest {
    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "resnet50.pth.tar, resnet50",
        "swav_800ep.pt, swav_800ep",
        "my mod\u00e8l \u00fc (1).pth, my-model-u-1",
        ".hidden.pth, hidden",
        "a.b.safetensors, a.b",
    })
    void aFileNamesItsBackbone(String file, String name) {
        assertThat(BackbonesCommand.nameOf(Path.of("somewhere", file))).isEqualTo(name);
    }

    @Test
    void aNameWithoutLatinLettersIsADigest() {
        assertThat(BackbonesCommand.nameOf(Path.of("\u6a21\u578b.pth")))
                .startsWith("backbone-")
                .hasSizeGreaterThan(12);
    }

    @Test
    void whatIsNoFileIsAName() {
        assertThat(BackbonesCommand.isFile("simclr")).isFalse();
    }

    @Test
    void aFileThatCanNotBeOneIsToldBeforeAnythingStarts() throws IOException {
        Path there = Files.writeString(folder.resolve("a b.pth"), "x");

        assertThat(BackbonesCommand.isFile(there.toString())).isTrue();
        assertThat(code("missing.pth")).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(code(folder.resolve("missing").toString())).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(BackbonesCommand.isFile(folder.toString())).isTrue();
    }

    private static ErrorCode code(String given) {
        try {
            BackbonesCommand.isFile(given);
        } catch (CarryoverException e) {
            return e.code();
        }
        throw new AssertionError(given + " was taken");
    }
}
