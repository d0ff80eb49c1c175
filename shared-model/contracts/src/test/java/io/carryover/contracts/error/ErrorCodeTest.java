/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {
    /** Lines {@code NAME CLASS STATUS}; lines are added, never changed or removed. */
    private static final Path GOLDEN = Path.of("src/test/resources/golden/error-codes.txt");

    @Test
    void noCodeDisappearsOrChangesItsMeaning() throws IOException {
        assertThat(Arrays.stream(ErrorCode.values())
                        .map(code -> "%s %s %d".formatted(code.name(), code.errorClass(), code.httpStatus())))
                .containsAll(Files.readAllLines(GOLDEN));
    }

    @ParameterizedTest
    @EnumSource
    void statusFitsTheClass(ErrorCode code) {
        switch (code.errorClass()) {
            case USER -> assertThat(code.httpStatus()).isBetween(400, 499);
            case TRANSIENT -> assertThat(code.httpStatus()).isEqualTo(503);
            case RESOURCES -> assertThat(code.httpStatus()).isEqualTo(507);
            case INTERNAL -> assertThat(code.httpStatus()).isIn(422, 500, 503);
        }
    }

    @ParameterizedTest
    @EnumSource
    void remedyIsASentence(ErrorCode code) {
        assertThat(code.remedy()).matches("[A-Z`].*\\.").doesNotContain("\n");
    }
}
