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
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorPageTest {
    @Test
    void thePageListsEveryCodeAsTheTableHasIt() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("../../docs/errors.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(ErrorCode.values())
                        .map(code -> "| `%s` | %s | %d | %s |"
                                .formatted(code, code.errorClass(), code.httpStatus(), code.remedy()))
                        .toList());
    }
}
