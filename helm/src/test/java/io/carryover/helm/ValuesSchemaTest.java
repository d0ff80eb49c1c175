/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code mvn test -pl helm -am -Dtest=ValuesSchemaTest -Dcarryover.golden.write=true} writes the schema anew. */
class ValuesSchemaTest {
    private static final Path VALUES = Path.of("carryover", "values.yaml");
    private static final Path SCHEMA = Path.of("carryover", "values.schema.json");

    @Test
    void theSchemaIsThatOfTheValues() throws IOException {
        String made = ValuesSchema.of(Files.readString(VALUES));
        if (Boolean.getBoolean("carryover.golden.write")) {
            Files.writeString(SCHEMA, made);
        }

        assertThat(Files.readString(SCHEMA)).isEqualTo(made);
    }

    @Test
    void everyValueIsReadByATemplate() throws IOException {
        String templates;
        try (Stream<Path> files = Files.walk(Path.of("carryover", "templates"))) {
            templates = files.filter(Files::isRegularFile)
                    .map(ValuesSchemaTest::read)
                    .collect(Collectors.joining());
        }
        for (String key : ValuesSchema.keys(Files.readString(VALUES))) {
            // gateway and results are read by one template, over both names.
            String part = key.replaceFirst("^(gateway|results)\\.", "values.");
            assertThat(templates)
                    .as(key)
                    .contains(part.startsWith("values.") ? part.substring("values".length()) : "Values." + key);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
